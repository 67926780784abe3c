package fr.bleu.store.engine;

import java.util.List;

/** The ledger of an earlier generation, as if it were the store's. */
public record ArchivedView(EngineView view, int generation) implements EngineView {

    @Override
    public byte[] get(Space space, byte[] key) {
        return view.get(requireLedger(space), Layout.archived(generation, key));
    }

    @Override
    public List<Entry> scan(Space space, byte[] from, byte[] to, int limit) {
        return found(
                view.scan(
                        requireLedger(space),
                        Layout.archived(generation, from),
                        Layout.archived(generation, to),
                        limit));
    }

    @Override
    public List<Entry> scanReverse(Space space, byte[] from, byte[] to, int limit) {
        return found(
                view.scanReverse(
                        requireLedger(space),
                        Layout.archived(generation, from),
                        Layout.archived(generation, to),
                        limit));
    }

    @Override
    public void close() {
        view.close();
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
