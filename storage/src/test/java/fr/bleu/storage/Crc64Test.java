package fr.bleu.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Crc64Test {
    @Test
    void theCheckValueIsTheCatalogues() {
        Crc64 crc = new Crc64();
        crc.update("123456789".getBytes(StandardCharsets.US_ASCII), 0, 9);
        assertEquals(0xAE8B14860A799888L, crc.value());
    }

    @Test
    void eightBytesAStepGiveWhatOneByteAStepGives() {
        byte[] bytes = new byte[1_003];
        new Random(7).nextBytes(bytes);
        Crc64 whole = new Crc64();
        whole.update(bytes, 0, bytes.length);
        Crc64 single = new Crc64();
        for (int i = 0; i < bytes.length; i++) {
            single.update(bytes, i, 1);
        }
        assertEquals(single.value(), whole.value());
    }
}
