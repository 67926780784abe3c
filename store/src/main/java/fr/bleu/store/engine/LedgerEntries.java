package fr.bleu.store.engine;

import fr.bleu.store.LedgerEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads ledger entries from an engine: leaves and sealed entries lie apart. */
final class LedgerEntries {

    private static final byte[] DROPPED = {};

    private LedgerEntries() {}

    /** The entries {@code from} to {@code to - 1}. */
    static List<LedgerEntry> read(EngineView engine, long from, long to) {
        if (from >= to) {
            return List.of();
        }
        int count = Math.toIntExact(to - from);
        List<EngineView.Entry> leaves =
                engine.scan(Space.LEDGER, Layout.leaf(from), Layout.leaf(to), count);
        Map<Long, byte[]> sealed = new HashMap<>();
        for (EngineView.Entry entry :
                engine.scan(Space.LEDGER, Layout.sealed(from), Layout.sealed(to), count)) {
            sealed.put(Layout.index(entry.key()), Layout.unframed(entry.value()));
        }
        List<LedgerEntry> entries = new ArrayList<>(leaves.size());
        for (EngineView.Entry leaf : leaves) {
            long index = Layout.index(leaf.key());
            entries.add(new LedgerEntry(index, leaf.value(), sealed.getOrDefault(index, DROPPED)));
        }
        return entries;
    }

    static LedgerEntry read(EngineView engine, long index) {
        byte[] sealed = engine.get(Space.LEDGER, Layout.sealed(index));
        return new LedgerEntry(
                index,
                engine.get(Space.LEDGER, Layout.leaf(index)),
                sealed == null ? DROPPED : Layout.unframed(sealed));
    }
}
