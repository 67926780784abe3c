package fr.bleu.extents;

import fr.bleu.store.Key;
import fr.bleu.store.Table;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Where an extent lies: a record {@code owner ‖ extent id} → {@code format(1) = 1 ‖ count(4) ‖
 * count × (epoch(8) ‖ segment(4) ‖ offset(4) ‖ length(4))}, the runs in the extent's order.
 *
 * <p>Bounded: only a first run is smaller than {@link ExtentOptions#firstRunBytes}, so the largest
 * extent has at most {@value #MAX_RUNS} runs and 120 KiB of location; neighbours are joined.
 */
final class Location {

    static final Table TABLE = Table.of(33, "extent locations");

    static final int MAX_RUNS = 6_000;

    private static final byte FORMAT = 1;
    private static final int HEADER = 1 + 4;
    private static final int RUN = 8 + 4 + 4 + 4;

    private Location() {}

    static Key key(UUID owner, UUID extent) {
        return Key.of(owner, TABLE).id(extent);
    }

    /** The extent whose location has this key. */
    static UUID extentIn(Key key) {
        byte[] bytes = key.bytes();
        ByteBuffer id = ByteBuffer.wrap(bytes, bytes.length - 16, 16);
        return new UUID(id.getLong(), id.getLong());
    }

    static byte[] encode(List<Run> runs) {
        List<Run> joined = Run.join(runs);
        if (joined.size() > MAX_RUNS) {
            throw new IllegalStateException("an extent of " + joined.size() + " runs");
        }
        ByteBuffer out = ByteBuffer.allocate(HEADER + RUN * joined.size());
        out.put(FORMAT).putInt(joined.size());
        for (Run run : joined) {
            out.putLong(run.segment().epoch()).putInt(run.segment().number());
            out.putInt(run.offset()).putInt(run.length());
        }
        return out.array();
    }

    static List<Run> decode(byte[] value) {
        ByteBuffer in = ByteBuffer.wrap(value);
        if (value.length < HEADER || in.get() != FORMAT) {
            throw new IllegalStateException("an extent's location has another format");
        }
        int count = in.getInt();
        if (count < 0 || count > MAX_RUNS || in.remaining() != count * RUN) {
            throw new IllegalStateException("an extent's location is cut or too long");
        }
        List<Run> runs = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            SegmentName segment = new SegmentName(in.getLong(), in.getInt());
            runs.add(new Run(segment, in.getInt(), in.getInt()));
        }
        return runs;
    }
}
