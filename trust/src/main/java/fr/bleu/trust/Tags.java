package fr.bleu.trust;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tenants' opaque pseudonyms in the ledger: the first 16 bytes of HMAC-SHA256 over the tenant's id,
 * under a secret of the platform. Stable, so that a tenant can count its leaves; without the secret
 * nobody can tell whose a leaf is.
 */
final class Tags {

    static final int SECRET_BYTES = 32;
    private static final int TAG_BYTES = 16;
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec secret;

    Tags(byte[] secret) {
        this.secret = new SecretKeySpec(secret, ALGORITHM);
    }

    byte[] of(UUID tenant) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            byte[] id =
                    ByteBuffer.allocate(16)
                            .putLong(tenant.getMostSignificantBits())
                            .putLong(tenant.getLeastSignificantBits())
                            .array();
            return Arrays.copyOf(mac.doFinal(id), TAG_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no " + ALGORITHM, e);
        }
    }
}
