package fr.bleu.keys;

import fr.bleu.store.Key;
import fr.bleu.store.Table;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.UUID;

/**
 * Wrapped keys as records: {@code format(1) = 1 ‖ keyId(16) ‖ keyVersion(4) ‖ envelope}, the
 * envelope sealed by the key above. Its associated data names level, owner, key id and version, so
 * that no wrapped key opens in another's place.
 */
final class KeyRecords {

    static final Table CHECK = Table.of(16, "key check");
    static final Table PLATFORM = Table.of(17, "platform key");
    static final Table TENANT = Table.of(18, "tenant keys");
    static final Table ACCOUNT = Table.of(19, "account keys");

    static final byte FORMAT = 1;

    private static final int HEADER = 1 + 16 + 4;

    private KeyRecords() {}

    static Key check() {
        return Key.of(Key.PLATFORM, CHECK);
    }

    static Key platform() {
        return Key.of(Key.PLATFORM, PLATFORM);
    }

    static Key tenant(UUID tenant) {
        return Key.of(tenant, TENANT);
    }

    static Key account(UUID tenant, UUID account) {
        return Key.of(tenant, ACCOUNT).id(account);
    }

    /** A fresh key, wrapped for its place. */
    static byte[] fresh(Key place, SealingKey above, SecureRandom random) {
        byte[] bytes = new byte[AesKey.BYTES];
        random.nextBytes(bytes);
        byte[] header = header(RootKey.randomId(random), 1);
        try {
            byte[] envelope = above.seal(bytes, associated(place, header));
            return ByteBuffer.allocate(HEADER + envelope.length).put(header).put(envelope).array();
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /**
     * Unwraps the key of a record.
     *
     * @throws OpenFailedException when the record is altered, of another place or another parent
     */
    static XaesSealingKey unwrap(Key place, byte[] value, SealingKey above, SecureRandom random) {
        if (value.length != HEADER + SealingKey.OVERHEAD + AesKey.BYTES || value[0] != FORMAT) {
            throw new OpenFailedException("a key record has another format");
        }
        byte[] header = Arrays.copyOf(value, HEADER);
        byte[] envelope = Arrays.copyOfRange(value, HEADER, value.length);
        byte[] bytes = above.open(envelope, associated(place, header));
        try {
            ByteBuffer fields = ByteBuffer.wrap(header, 1, HEADER - 1);
            UUID id = new UUID(fields.getLong(), fields.getLong());
            return new XaesSealingKey(id, fields.getInt(), bytes, random);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static byte[] header(UUID id, int version) {
        return ByteBuffer.allocate(HEADER)
                .put(FORMAT)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .putInt(version)
                .array();
    }

    private static byte[] associated(Key place, byte[] header) {
        byte[] label = "bleu-wrapped-key/1 ".getBytes(StandardCharsets.US_ASCII);
        byte[] key = place.bytes();
        return ByteBuffer.allocate(label.length + header.length + key.length)
                .put(label)
                .put(header)
                .put(key)
                .array();
    }
}
