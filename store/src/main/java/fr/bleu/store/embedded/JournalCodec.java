package fr.bleu.store.embedded;

import fr.bleu.store.engine.EngineBatch;
import fr.bleu.store.engine.Layout;
import fr.bleu.store.engine.Space;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * A batch as a journal record: {@code format}, then for each operation {@code kind(1) ‖ space(1) ‖
 * length(4) ‖ bytes [‖ length(4) ‖ bytes]}.
 */
final class JournalCodec {

    private static final int PUT = 1;
    private static final int DELETE = 2;
    private static final int DELETE_RANGE = 3;

    private JournalCodec() {}

    static byte[] encode(EngineBatch batch) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(Layout.FORMAT);
        for (EngineBatch.Op op : batch.ops()) {
            switch (op) {
                case EngineBatch.Put put -> write(out, PUT, put.space(), put.key(), put.value());
                case EngineBatch.Delete delete -> write(out, DELETE, delete.space(), delete.key());
                case EngineBatch.DeleteRange range ->
                        write(out, DELETE_RANGE, range.space(), range.from(), range.to());
            }
        }
        return out.toByteArray();
    }

    static EngineBatch decode(byte[] payload) {
        ByteBuffer in = ByteBuffer.wrap(payload);
        if (in.get() != Layout.FORMAT) {
            throw new IllegalStateException("a journal record of another format");
        }
        EngineBatch batch = new EngineBatch();
        while (in.hasRemaining()) {
            int kind = in.get();
            Space space = Space.values()[in.get()];
            switch (kind) {
                case PUT -> batch.put(space, part(in), part(in));
                case DELETE -> batch.delete(space, part(in));
                case DELETE_RANGE -> batch.deleteRange(space, part(in), part(in));
                default -> throw new IllegalStateException("a journal operation " + kind);
            }
        }
        return batch;
    }

    private static void write(ByteArrayOutputStream out, int kind, Space space, byte[]... parts) {
        out.write(kind);
        out.write(space.ordinal());
        for (byte[] part : parts) {
            out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
            out.writeBytes(part);
        }
    }

    private static byte[] part(ByteBuffer in) {
        byte[] part = new byte[in.getInt()];
        in.get(part);
        return part;
    }
}
