package fr.bleu.store.engine;

import java.util.List;

/** The ledger of an earlier generation, as if it were the store's. */
public record ArchivedView(EngineView view, int generation) implements EngineView {

    /** Whether there is a ledger of this generation. */
    static boolean isThere(EngineView view, int generation) {
        return new ArchivedView(view, generation).get(Space.LEDGER, Layout.HEAD) != null;
    }

    /** The next earlier generation with any row; 0 when there is none. */
    static int next(EngineView view, int after) {
        byte[] nothing = {Layout.FORMAT};
        byte[] from = Layout.archived(after + 1, nothing);
        byte[] to = Layout.archived(Integer.MAX_VALUE, nothing);
        List<Entry> first = view.scan(Space.LEDGER, from, to, 1);
        return first.isEmpty() ? 0 : Layout.archivedGeneration(first.getFirst().key());
    }

    @Override
    public byte[] get(Space space, byte[] key) {
        return view.get(requireLedger(space), Layout.archived(generation, key));
    }

    @Override
    public List<Entry> scan(Space space, byte[] from, byte[] to, int limit) {
        return found(view.scan(requireLedger(space), bound(from), bound(to), limit));
    }

    @Override
    public List<Entry> scanReverse(Space space, byte[] from, byte[] to, int limit) {
        return found(view.scanReverse(requireLedger(space), bound(from), bound(to), limit));
    }

    @Override
    public void close() {
        view.close();
    }

    /** A range's end may lie outside of all that the ledger's keys begin with. */
    private byte[] bound(byte[] key) {
        int first = key.length == 0 ? 0 : Byte.toUnsignedInt(key[0]);
        if (first == Layout.FORMAT) {
            return Layout.archived(generation, key);
        }
        byte[] nothing = {Layout.FORMAT};
        return Layout.archived(first < Layout.FORMAT ? generation : generation + 1, nothing);
    }

    private static List<Entry> found(List<Entry> entries) {
        return entries.stream()
                .map(it -> new Entry(Layout.unarchived(it.key()), it.value()))
                .toList();
    }

    private static Space requireLedger(Space space) {
        if (space != Space.LEDGER) {
            throw new IllegalArgumentException("only ledgers have generations");
        }
        return space;
    }
}
