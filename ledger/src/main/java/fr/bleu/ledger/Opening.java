package fr.bleu.ledger;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * An entry that an export opens: {@code index(8) ‖ salt(32) ‖ length(4) ‖ entry}, big endian.
 *
 * @param index the entry's index
 * @param salt the commitment's salt, 32 bytes
 * @param entry the entry's bytes, at most {@link #ENTRY_LIMIT}
 */
public record Opening(long index, byte[] salt, byte[] entry) {

    /** The longest entry, in bytes. */
    public static final int ENTRY_LIMIT = 1 << 20;

    /** Bytes before the entry's own. */
    static final int HEADER_BYTES = Long.BYTES + Leaf.SALT_BYTES + Integer.BYTES;

    public Opening {
        if (index < 0 || salt.length != Leaf.SALT_BYTES || entry.length > ENTRY_LIMIT) {
            throw new IllegalArgumentException("not an opening of an entry");
        }
    }

    void write(DataOutputStream out) throws IOException {
        out.writeLong(index);
        out.write(salt);
        out.writeInt(entry.length);
        out.write(entry);
    }

    /** Reads one; anything that ends early or is out of bounds is malformed. */
    static Opening read(DataInputStream in) throws IOException, MalformedException {
        byte[] header = in.readNBytes(HEADER_BYTES);
        if (header.length < HEADER_BYTES) {
            throw new MalformedException("ends within an opened entry");
        }
        ByteBuffer fields = ByteBuffer.wrap(header);
        long index = fields.getLong();
        byte[] salt = new byte[Leaf.SALT_BYTES];
        fields.get(salt);
        int length = fields.getInt();
        if (index < 0 || length < 0 || length > ENTRY_LIMIT) {
            throw new MalformedException("holds an opened entry with an impossible header");
        }
        byte[] entry = in.readNBytes(length);
        if (entry.length < length) {
            throw new MalformedException("ends within an opened entry");
        }
        return new Opening(index, salt, entry);
    }
}
