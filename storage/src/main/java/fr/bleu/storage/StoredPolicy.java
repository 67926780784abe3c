package fr.bleu.storage;

import java.time.Instant;
import java.util.Optional;

/**
 * A stored access policy: what a container says about the signatures that name it.
 *
 * @param id 1 to 64 characters
 * @param start absent: the signature says it, or there is none
 * @param expiry absent: the signature says it
 * @param permissions letters; empty: the signature says them
 * @see <a
 *     href="https://learn.microsoft.com/rest/api/storageservices/define-stored-access-policy">Define
 *     a stored access policy</a>
 */
public record StoredPolicy(
        String id, Optional<Instant> start, Optional<Instant> expiry, String permissions) {
    /** Characters of an id. */
    public static final int MAX_ID_CHARS = 64;

    private static final long NONE = Long.MIN_VALUE;

    /** Whether these are permissions that a signature may have. */
    public static boolean arePermissions(String letters) {
        return SasPermissions.areOfResource(letters);
    }

    /** All that it says: a signature's writes commit only while this is still so. */
    String title() {
        return String.join(" ", id, start.toString(), expiry.toString(), permissions);
    }

    void encode(Encoder out) {
        out.text(id);
        write(out, start);
        write(out, expiry);
        out.text(permissions);
    }

    static StoredPolicy decode(Decoder in) {
        return new StoredPolicy(in.text(), read(in), read(in), in.text());
    }

    private static void write(Encoder out, Optional<Instant> moment) {
        out.int64(moment.map(Instant::getEpochSecond).orElse(NONE))
                .int32(moment.map(Instant::getNano).orElse(0));
    }

    private static Optional<Instant> read(Decoder in) {
        long second = in.int64();
        int nano = in.int32();
        return second == NONE ? Optional.empty() : Optional.of(Instant.ofEpochSecond(second, nano));
    }
}
