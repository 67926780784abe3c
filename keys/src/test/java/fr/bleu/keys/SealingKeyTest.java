package fr.bleu.keys;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SealingKeyTest {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte[] PLACE = {1, 2, 3};

    private final byte[] bytes = bytes(7);
    private final XaesSealingKey key = new XaesSealingKey(new UUID(1, 2), 1, bytes, RANDOM);

    @Test
    void anEnvelopeOpensInItsPlaceAndNamesItsKey() {
        byte[] envelope = key.seal(new byte[] {9, 8}, PLACE);
        assertEquals(2 + SealingKey.OVERHEAD, envelope.length);
        assertEquals(
                "0101" + "0000000000000001" + "0000000000000002" + "00000001",
                HexFormat.of().formatHex(envelope, 0, 22));
        assertArrayEquals(new byte[] {9, 8}, key.open(envelope, PLACE));
    }

    /** HMAC-SHA256 of 01 02 03 under 32 bytes of 7, as another implementation gave it. */
    @Test
    void aDerivedKeyIsOfItsContextAndTheKey() {
        byte[] derived = key.derive(PLACE);
        assertEquals(
                "0cb15db9397eeb78d140e49e3a78cc47f6f0a23e7c9960e4cd73408d1ba8c625",
                HexFormat.of().formatHex(derived));
        assertFalse(Arrays.equals(derived, key.derive(new byte[] {1, 2, 4})));
        XaesSealingKey other = new XaesSealingKey(new UUID(1, 2), 1, bytes(8), RANDOM);
        assertFalse(Arrays.equals(derived, other.derive(PLACE)));
    }

    @Test
    void noEnvelopeOpensInAnotherPlace() {
        byte[] envelope = key.seal(new byte[] {9, 8}, PLACE);
        assertThrows(OpenFailedException.class, () -> key.open(envelope, new byte[] {1, 2, 4}));
        assertThrows(OpenFailedException.class, () -> key.open(envelope, new byte[0]));
    }

    @Test
    void everyAlteredByteAndEveryCutIsRefused() {
        byte[] envelope = key.seal(new byte[] {9, 8, 7}, PLACE);
        for (int i = 0; i < envelope.length; i++) {
            byte[] altered = envelope.clone();
            altered[i] ^= 1;
            assertThrows(OpenFailedException.class, () -> key.open(altered, PLACE));
            byte[] cut = Arrays.copyOf(envelope, i);
            assertThrows(OpenFailedException.class, () -> key.open(cut, PLACE));
        }
    }

    @Test
    void theSameBytesUnderAnotherIdOrVersionAreAnotherKey() {
        byte[] envelope = key.seal(new byte[] {9}, PLACE);
        XaesSealingKey id = new XaesSealingKey(new UUID(1, 3), 1, bytes, RANDOM);
        XaesSealingKey version = new XaesSealingKey(new UUID(1, 2), 2, bytes, RANDOM);
        assertThrows(OpenFailedException.class, () -> id.open(envelope, PLACE));
        assertThrows(OpenFailedException.class, () -> version.open(envelope, PLACE));
    }

    @Test
    void theHeaderIsAuthenticated() {
        byte[] envelope = key.seal(new byte[] {9}, PLACE);
        XaesSealingKey renamed = new XaesSealingKey(new UUID(5, 5), 1, bytes, RANDOM);
        byte[] forged = envelope.clone();
        System.arraycopy(renamed.seal(new byte[] {9}, PLACE), 0, forged, 0, 22);
        assertThrows(OpenFailedException.class, () -> renamed.open(forged, PLACE));
    }

    @Test
    void aWipedKeySealsNothing() {
        key.destroy();
        assertThrows(IllegalStateException.class, () -> key.seal(new byte[] {1}, PLACE));
    }

    @Test
    void noKeyShowsItsBytes() {
        String hex = HexFormat.of().formatHex(bytes);
        assertFalse(key.toString().contains(hex.substring(0, 8)));
        assertFalse(new AesKey(bytes).toString().contains(hex.substring(0, 8)));
    }

    private static byte[] bytes(int value) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    @Test
    void aKeyBelowIsAnotherForEachPurposeAndSecretAndParent() {
        byte[] secret = {4, 5};
        SealingKey below = key.below("box", secret);
        byte[] sealed = below.seal(new byte[] {1}, PLACE);
        assertArrayEquals(new byte[] {1}, key.below("box", secret).open(sealed, PLACE));
        assertEquals(below.id(), SealingKey.idIn(sealed));
        assertNotEquals(key.id(), below.id());
        for (SealingKey other :
                new SealingKey[] {
                    key, key.below("chest", secret), key.below("box", new byte[] {4, 6}), other()
                }) {
            assertThrows(OpenFailedException.class, () -> other.open(sealed, PLACE));
        }
    }

    private static SealingKey other() {
        return new XaesSealingKey(UUID.randomUUID(), 1, new byte[32], new SecureRandom())
                .below("box", new byte[] {4, 5});
    }
}
