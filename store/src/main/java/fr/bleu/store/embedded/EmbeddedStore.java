package fr.bleu.store.embedded;

import fr.bleu.store.Change;
import fr.bleu.store.ChangeId;
import fr.bleu.store.Key;
import fr.bleu.store.LedgerTree;
import fr.bleu.store.Outcome;
import fr.bleu.store.Room;
import fr.bleu.store.Snapshot;
import fr.bleu.store.Store;
import fr.bleu.store.engine.Copyable;
import fr.bleu.store.engine.EngineLedger;
import fr.bleu.store.engine.EngineView;
import fr.bleu.store.engine.Head;
import fr.bleu.store.engine.OutcomeRecord;
import fr.bleu.store.engine.RecordReads;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A store on one engine of this process. */
final class EmbeddedStore implements Store, Copyable {

    private final Engine engine;
    private final EngineLedger ledger;
    private final GroupCommitter committer;
    private final RecordReads reads;
    private final Supplier<Room> room;
    private final Runnable afterClose;

    private EmbeddedStore(Engine engine, StoreOptions options, Runnable afterClose) {
        this.engine = engine;
        this.room = options.room();
        this.afterClose = afterClose;
        Head head = Head.read(engine);
        ledger = EngineLedger.open(engine, head);
        ledger.require(options.minimumLedgerSize(), options.minimumLedgerRoot());
        committer = new GroupCommitter(engine, ledger, head, options);
        reads = new RecordReads(engine);
    }

    /**
     * Starts a store. The engine is closed with it, or at once when this throws.
     *
     * @param afterClose releases what outlives the engine
     */
    static EmbeddedStore open(Engine engine, StoreOptions options, Runnable afterClose) {
        EmbeddedStore store;
        try {
            store = new EmbeddedStore(engine, options, afterClose);
        } catch (RuntimeException e) {
            engine.close();
            throw e;
        }
        store.committer.start();
        return store;
    }

    /** Tests, without writing, that an engine holds the ledger that the options demand. */
    static void requireLedger(EngineView engine, StoreOptions options) {
        EngineLedger.open(engine, Head.read(engine))
                .require(options.minimumLedgerSize(), options.minimumLedgerRoot());
    }

    @Override
    public Optional<Stored> get(Key key) {
        return reads.get(key);
    }

    @Override
    public List<Stored> scan(Key from, Key to, int limit) {
        return reads.scan(from, to, limit);
    }

    @Override
    public Snapshot snapshot() {
        return new RecordReads(engine.snapshot());
    }

    @Override
    public EngineView moment() {
        return engine.snapshot();
    }

    @Override
    public Outcome commit(Change change) {
        return committer.commit(change);
    }

    @Override
    public Optional<Outcome.Committed> resolve(ChangeId id) {
        return Optional.ofNullable(OutcomeRecord.read(engine, id));
    }

    @Override
    public LedgerTree ledger() {
        return ledger;
    }

    @Override
    public Room room() {
        return room.get();
    }

    @Override
    public void close() {
        committer.close();
        engine.close();
        afterClose.run();
    }
}
