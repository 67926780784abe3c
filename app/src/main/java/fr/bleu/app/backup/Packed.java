package fr.bleu.app.backup;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Where a backup keeps an extent: {@code pack(16) ‖ offset(8) ‖ length(8) ‖ sha256(32)}.
 *
 * @param pack the file's id
 * @param sha256 over the stored bytes
 */
record Packed(byte[] pack, long offset, long length, byte[] sha256) {

    private static final int ID_BYTES = 16;
    private static final int HASH_BYTES = 32;

    static String file(byte[] pack) {
        return "extents/" + HexFormat.of().formatHex(pack);
    }

    String file() {
        return file(pack);
    }

    byte[] encode() {
        return ByteBuffer.allocate(ID_BYTES + 2 * Long.BYTES + HASH_BYTES)
                .put(pack)
                .putLong(offset)
                .putLong(length)
                .put(sha256)
                .array();
    }

    static Packed decode(byte[] value) {
        ByteBuffer in = ByteBuffer.wrap(value, ID_BYTES, value.length - ID_BYTES);
        byte[] pack = Arrays.copyOf(value, ID_BYTES);
        long offset = in.getLong();
        long length = in.getLong();
        byte[] hash = new byte[HASH_BYTES];
        in.get(hash);
        return new Packed(pack, offset, length, hash);
    }
}
