package fr.bleu.store.engine;

import fr.bleu.store.LedgerEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

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

    /** The entries of some indexes, in their order. */
    static List<LedgerEntry> read(EngineView engine, List<Long> indexes) {
        List<byte[]> leaves = engine.getAll(Space.LEDGER, map(indexes, Layout::leaf));
        List<byte[]> sealed = engine.getAll(Space.LEDGER, map(indexes, Layout::sealed));
        List<LedgerEntry> entries = new ArrayList<>(indexes.size());
        for (int i = 0; i < indexes.size(); i++) {
            byte[] kept = sealed.get(i) == null ? DROPPED : Layout.unframed(sealed.get(i));
            entries.add(new LedgerEntry(indexes.get(i), leaves.get(i), kept));
        }
        return entries;
    }

    private static List<byte[]> map(List<Long> indexes, LongFunction<byte[]> key) {
        return indexes.stream().map(key::apply).toList();
    }
}
