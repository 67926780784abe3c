package fr.bleu.keys;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.digests.SHAKEDigest;
import org.junit.jupiter.api.Test;

/** The test vectors that c2sp.org/XAES-256-GCM publishes. */
class Xaes256GcmTest {

    private static final byte[] NONCE = ascii("ABCDEFGHIJKLMNOPQRSTUVWX");

    @Test
    void theVectorWhoseSubkeyHasNoCarryMatches() throws Exception {
        check(1, "", "ce546ef63c9cc60765923609b33a9a1974e96e52daf2fcf7075e2271");
    }

    @Test
    void theVectorWhoseSubkeyHasACarryMatches() throws Exception {
        check(
                3,
                "c2sp.org/XAES-256-GCM",
                "986ec1832593df5443a179437fd083bf3fdb41abd740a21f71eb769d");
    }

    @Test
    void theAccumulatedVectorsOfTenThousandRandomMessagesMatch() throws Exception {
        SHAKEDigest source = new SHAKEDigest(128);
        SHAKEDigest sums = new SHAKEDigest(128);
        for (int i = 0; i < 10_000; i++) {
            byte[] key = take(source, 32);
            byte[] nonce = take(source, 24);
            byte[] plaintext = take(source, take(source, 1)[0] & 0xff);
            byte[] associated = take(source, take(source, 1)[0] & 0xff);
            Xaes256Gcm cipher = new Xaes256Gcm(key);
            byte[] sealed = cipher.seal(nonce, associated, plaintext);
            assertArrayEquals(plaintext, cipher.open(nonce, associated, sealed, 0, sealed.length));
            sums.update(sealed, 0, sealed.length);
        }
        assertEquals(
                "e6b9edf2df6cec60c8cbd864e2211b597fb69a529160cd040d56c0c210081939",
                HexFormat.of().formatHex(take(sums, 32)));
    }

    private static void check(int keyByte, String associated, String expected) throws Exception {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) keyByte);
        Xaes256Gcm cipher = new Xaes256Gcm(key);
        byte[] sealed = cipher.seal(NONCE, ascii(associated), ascii("XAES-256-GCM"));
        assertEquals(expected, HexFormat.of().formatHex(sealed));
        assertArrayEquals(
                ascii("XAES-256-GCM"),
                cipher.open(NONCE, ascii(associated), sealed, 0, sealed.length));
    }

    private static byte[] take(SHAKEDigest digest, int length) {
        byte[] bytes = new byte[length];
        digest.doOutput(bytes, 0, length);
        return bytes;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
