package fr.bleu.store.engine;

import fr.bleu.store.Change;
import fr.bleu.store.ChangeId;
import fr.bleu.store.Key;
import fr.bleu.store.LedgerEntry;
import fr.bleu.store.LedgerTree;
import fr.bleu.store.Outcome;
import fr.bleu.store.Snapshot;
import fr.bleu.store.StoppedStore;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/**
 * A stopped store, as its engine shows it: what nobody changes is of one moment.
 *
 * @param head where it stands
 * @param release called after the view is closed
 */
public record ViewedStore(EngineView view, Head head, Runnable release)
        implements StoppedStore, Copyable {

    @Override
    public Optional<Stored> get(Key key) {
        return new RecordReads(view).get(key);
    }

    @Override
    public List<Stored> scan(Key from, Key to, int limit) {
        return new RecordReads(view).scan(from, to, limit);
    }

    @Override
    public Snapshot snapshot() {
        return new RecordReads(moment());
    }

    @Override
    public EngineView moment() {
        return new Kept(view);
    }

    /** A view that whoever reads it does not close. */
    private record Kept(EngineView view) implements EngineView {

        @Override
        public byte[] get(Space space, byte[] key) {
            return view.get(space, key);
        }

        @Override
        public List<Entry> scan(Space space, byte[] from, byte[] to, int limit) {
            return view.scan(space, from, to, limit);
        }

        @Override
        public List<Entry> scanReverse(Space space, byte[] from, byte[] to, int limit) {
            return view.scanReverse(space, from, to, limit);
        }

        @Override
        public void close() {}
    }

    @Override
    public Outcome commit(Change change) {
        throw new UnsupportedOperationException("the store is open for reading alone");
    }

    @Override
    public Optional<Outcome.Committed> resolve(ChangeId id) {
        return Optional.ofNullable(OutcomeRecord.read(view, id));
    }

    /**
     * The tree, rebuilt at each call.
     *
     * @throws fr.bleu.store.StoreUnusableException when it does not have the head's root
     */
    @Override
    public LedgerTree ledger() {
        return EngineLedger.open(view, head);
    }

    @Override
    public Optional<LedgerTree> archived(int generation) {
        return EngineLedger.archived(view, generation);
    }

    @Override
    public long size() {
        return head.tree().size();
    }

    @Override
    public List<LedgerEntry> entries(long from, long to) {
        return LedgerEntries.read(view, from, to);
    }

    @Override
    public Verified verify(IntPredicate knownTable, Consumer<String> found) {
        long records = new RecordCheck(view, head, knownTable, found).check();
        long entries = new TreeCheck(view, head, found).check();
        for (int generation = ArchivedView.next(view, 0);
                generation > 0;
                generation = ArchivedView.next(view, generation)) {
            EngineView earlier = new ArchivedView(view, generation);
            String name = "generation " + generation + ": ";
            entries +=
                    new TreeCheck(earlier, Head.read(earlier), it -> found.accept(name + it))
                            .check();
        }
        return new Verified(records, entries);
    }

    @Override
    public void close() {
        view.close();
        release.run();
    }
}
