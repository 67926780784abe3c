package fr.bleu.storage;

import fr.bleu.keys.SealingKey;
import java.time.Instant;
import java.util.UUID;

/**
 * A user delegation key: with which a principal signs. Nothing of it is kept: its secret is derived
 * from the account's own key, which nobody is ever told, and from these fields, which each
 * signature made with it repeats.
 *
 * @param principal whose it is
 * @param start from when on signatures made with it are taken; whole seconds count
 * @param expiry until when
 * @param version the service version that it was asked for with
 */
public record DelegationKey(
        UUID tenant, UUID principal, Instant start, Instant expiry, String version) {
    /** The only service that there is. */
    public static final String SERVICE = "b";

    private static final String PURPOSE = "bleu user delegation key 1";

    /** The 32 bytes to sign with. */
    byte[] secret(SealingKey account) {
        return account.derive(
                new Encoder(128)
                        .text(PURPOSE)
                        .id(tenant)
                        .id(principal)
                        .int64(start.getEpochSecond())
                        .int64(expiry.getEpochSecond())
                        .text(version)
                        .done());
    }
}
