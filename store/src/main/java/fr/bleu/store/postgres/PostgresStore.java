package fr.bleu.store.postgres;

import fr.bleu.store.Change;
import fr.bleu.store.ChangeId;
import fr.bleu.store.Key;
import fr.bleu.store.LedgerMismatchException;
import fr.bleu.store.LedgerTree;
import fr.bleu.store.Outcome;
import fr.bleu.store.Snapshot;
import fr.bleu.store.StoppedStore;
import fr.bleu.store.Store;
import fr.bleu.store.StoreFailedException;
import fr.bleu.store.StoreUnusableException;
import fr.bleu.store.copy.StoreLoad;
import fr.bleu.store.engine.Copyable;
import fr.bleu.store.engine.EngineLedger;
import fr.bleu.store.engine.EngineView;
import fr.bleu.store.engine.Head;
import fr.bleu.store.engine.OutcomeRecord;
import fr.bleu.store.engine.RecordReads;
import fr.bleu.store.engine.ViewedStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * The store of a node over the PostgreSQL (15 or newer) that all nodes of its stamp share.
 *
 * <p>Reads wait {@link Database#PATIENCE} for a database that is lost or fails over, and then throw
 * {@link StoreFailedException}; commits wait as long, and are then {@link Outcome.Busy}, or {@link
 * Outcome.Unknown} if the database may have committed them.
 */
public final class PostgresStore implements Store, Copyable {

    private final Sources sources;
    private final Database database;
    private final PostgresLedger ledger;
    private final PostgresCommitter committer;
    private final Committed committed;
    private final InstantSource clock;
    private final ClockWatch watch;
    private final OneAtATime resolving = new OneAtATime();

    private PostgresStore(Database database, Sources sources, PostgresOptions options) {
        this.sources = sources;
        this.database = database;
        committed = new Committed(database);
        ledger = PostgresLedger.open(database);
        ledger.require(options.minimumLedgerSize(), options.minimumLedgerRoot());
        DatabaseClock databases = new DatabaseClock();
        clock = options.clock().orElse(databases);
        committer = new PostgresCommitter(sources.committing(), ledger, options, databases);
        watch = new ClockWatch(database, databases);
    }

    /**
     * Opens the store, and brings the database's schema to this version's form.
     *
     * @throws LedgerMismatchException when its ledger is behind the last published checkpoint
     * @throws StoreUnusableException when the database is not reached, is too old or of a newer
     *     schema, its standby lacks commits, a proxy drops settings, or its ledger is damaged
     */
    public static Store open(PostgresOptions options) {
        Sources sources = new Sources(options);
        Schema.migrate(sources.migrating());
        sources.verify();
        Database database = new Database(sources.reading(), options.poolSize());
        PostgresStore store;
        try {
            store = new PostgresStore(database, sources, options);
        } catch (StoreFailedException e) {
            database.close();
            throw new StoreUnusableException(e.getMessage(), e);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
        store.committer.start();
        return store;
    }

    /**
     * The store of a stamp no node of which runs, for reading alone: neither schema nor rows are
     * changed.
     *
     * @throws StoreUnusableException when the database is not reached, in use, or of another schema
     */
    public static StoppedStore stopped(PostgresOptions options) {
        Sources sources = new Sources(options);
        Schema.requireCurrent(sources.migrating());
        requireAlone(sources);
        Database database = new Database(sources.reading(), options.poolSize());
        try {
            Head head = database.read(on -> new Rows(on).head());
            return new ViewedStore(new Committed(database), head, database::close);
        } catch (StoreFailedException e) {
            database.close();
            throw new StoreUnusableException(e.getMessage(), e);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /** A session that was just closed may take a moment to end. */
    private static void requireAlone(Sources sources) {
        try (Connection connection = sources.reading().getConnection()) {
            Rows rows = new Rows(connection);
            for (int tries = 0; rows.others() > 0; tries++) {
                if (tries == 100) {
                    throw new StoreUnusableException(
                            "the database is in use: stop every node, and what else is connected");
                }
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        } catch (SQLException e) {
            throw new StoreUnusableException("the database cannot be used: " + Failures.line(e), e);
        }
    }

    /**
     * Begins to fill an empty database, whose schema is brought to this version's form first.
     *
     * @throws StoreUnusableException when it holds anything or cannot be used
     */
    public static StoreLoad load(PostgresOptions options) {
        return new StoreLoad(PostgresLoad.into(options));
    }

    @Override
    public Optional<Stored> get(Key key) {
        return new RecordReads(committed).get(key);
    }

    @Override
    public List<Optional<Stored>> getAll(List<Key> keys) {
        return new RecordReads(committed).getAll(keys);
    }

    @Override
    public List<Stored> scan(Key from, Key to, int limit) {
        return new RecordReads(committed).scan(from, to, limit);
    }

    @Override
    public Snapshot snapshot() {
        return new RecordReads(new Moment(database));
    }

    /** On a connection of its own: pools and their time limits are for what is short. */
    @Override
    public EngineView moment() {
        try {
            return new Moment(database, Database.begun(sources.copying()));
        } catch (SQLException e) {
            throw database.failed(e);
        }
    }

    @Override
    public Outcome commit(Change change) {
        if (!database.admits()) {
            return new Outcome.Busy(change.id());
        }
        Outcome outcome = committer.commit(change);
        if (outcome instanceof Outcome.Committed) {
            database.reached();
        }
        return outcome;
    }

    @Override
    public Optional<Outcome.Committed> resolve(ChangeId id) {
        ledger.requireKept();
        Outcome.Committed outcome = OutcomeRecord.read(committed, id);
        if (outcome == null) {
            // Its COMMIT may be on its way: a lost connection's, or another node's.
            outcome = resolving.run(() -> database.read(on -> afterTurn(on, id)));
        }
        if (outcome != null && outcome.sequence() > ledger.sequence()) {
            // Not an answer before it is there for good.
            ledger.refresh();
        }
        return Optional.ofNullable(outcome);
    }

    private static Outcome.Committed afterTurn(Connection connection, ChangeId id)
            throws SQLException {
        return new Rows(connection).afterTurn(on -> OutcomeRecord.read(new TurnView(on), id));
    }

    @Override
    public LedgerTree ledger() {
        return ledger;
    }

    /** The database's clock, and so that of every node. */
    @Override
    public InstantSource clock() {
        return clock;
    }

    @Override
    public Optional<LedgerTree> archived(int generation) {
        return EngineLedger.archived(committed, generation);
    }

    @Override
    public void close() {
        watch.close();
        committer.close();
        database.close();
    }
}
