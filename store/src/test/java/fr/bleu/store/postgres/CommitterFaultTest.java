package fr.bleu.store.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.store.ChangeId;
import fr.bleu.store.Changes;
import fr.bleu.store.Check;
import fr.bleu.store.Key;
import fr.bleu.store.LedgerMismatchException;
import fr.bleu.store.Oracle;
import fr.bleu.store.Outcome;
import fr.bleu.store.Reads;
import fr.bleu.store.Store;
import fr.bleu.store.StoreFailedException;
import fr.bleu.store.TestClock;
import fr.bleu.store.Write;
import fr.bleu.store.engine.OutcomeRecord;
import fr.bleu.store.engine.RecordReads;
import fr.bleu.store.engine.Ticket;
import fr.bleu.store.postgres.LossySource.Loss;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** What a committer answers when its database fails it. */
@Tag("postgres")
class CommitterFaultTest {

    private static final Key COUNT = Changes.key("count");

    private final Random random = new Random(3);
    private PostgresOptions options;
    private Sources sources;
    private Database database;
    private PostgresLedger ledger;

    @BeforeEach
    void open() throws Exception {
        options = Cluster.shared().newDatabase();
        sources = new Sources(options);
        Schema.migrate(sources.migrating());
        database = new Database(sources.reading(), 1);
        ledger = PostgresLedger.open(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aCommitWhoseAnswerIsLostIsAnsweredAsItWas() {
        Outcome.Committed committed =
                assertInstanceOf(
                        Outcome.Committed.class, commit(committer(Loss.AFTER, Loss.AFTER), add()));

        assertEquals(1, committed.sequence());
        assertEquals(1, count());
        assertEquals(1, ledger.size());
        Oracle.assertLedgerVerifies(ledger);
    }

    @Test
    void aCommitThatIsLostBeforeItIsDoneIsDoneOnce() {
        assertInstanceOf(
                Outcome.Committed.class, commit(committer(Loss.BEFORE, Loss.AFTER), add()));

        assertEquals(1, count());
        assertEquals(1, ledger.size());
    }

    /** It waited so long that the lost answer comes after the time that a change is tried. */
    @Test
    void aLateCommitWhoseAnswerIsLostIsAnsweredAsItWas() throws Exception {
        Ticket ticket = add();
        Thread.sleep(Database.PATIENCE.plusMillis(100));

        assertInstanceOf(Outcome.Committed.class, commit(committer(Loss.AFTER), ticket));
    }

    /** Commit times never run backwards, ids do as their nodes' clocks do. */
    @Test
    void aClockThatWasAheadOnceKeepsNoFreshIdOut() {
        TestClock clock = new TestClock();
        PostgresCommitter committer =
                new PostgresCommitter(
                        sources.committing(),
                        ledger,
                        options.withClock(clock),
                        new DatabaseClock());
        clock.move(Duration.ofDays(3));
        Outcome.Committed ahead =
                assertInstanceOf(Outcome.Committed.class, commit(committer, ticket(clock)));
        clock.move(Duration.ofDays(-3));

        Ticket ticket = ticket(clock);
        Outcome.Committed fresh =
                assertInstanceOf(Outcome.Committed.class, commit(committer, ticket));
        assertEquals(ahead.commitTimeMicros(), fresh.commitTimeMicros());
        assertInstanceOf(Outcome.Committed.class, commit(committer, ticket(clock)));
        assertTrue(OutcomeRecord.read(new Committed(database), ticket.change().id()) != null);
    }

    private Ticket ticket(TestClock clock) {
        return new Ticket(Changes.of(Changes.id(clock, random), List.of(), List.of()));
    }

    /** As behind a proxy that drops settings, or has its own. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "synchronous_commit=local",
                "client_min_messages=error",
                "idle_in_transaction_session_timeout=0",
                "lock_timeout=0",
                "statement_timeout=1000",
                "default_transaction_isolation=serializable"
            })
    void aConnectionThatLacksASettingOfTheFenceIsNotUsed(String setting) {
        PGSimpleDataSource source = sources.committing();
        source.setOptions(source.getOptions() + " -c " + setting);

        assertInstanceOf(
                Outcome.Busy.class,
                commit(new PostgresCommitter(source, ledger, options, new DatabaseClock()), add()));
        assertTrue(reads().get(COUNT).isEmpty());
    }

    /** The first answer is lost, and then the record has changed: the change did commit. */
    @Test
    void aCommitThatIsTriedAgainIsNoConflictWithItself() {
        Ticket ticket = ticket(List.of(new Check.Absent(Changes.key("a"))), Changes.put("a", "x"));

        assertInstanceOf(Outcome.Committed.class, commit(committer(Loss.AFTER), ticket));
    }

    @Test
    void anOutcomeThatIsNotLearntInTimeIsUnknown() {
        Loss[] always = Collections.nCopies(10_000, Loss.AFTER).toArray(Loss[]::new);
        Ticket ticket = add();

        assertInstanceOf(Outcome.Unknown.class, commit(committer(always), ticket));
        assertTrue(OutcomeRecord.read(new Committed(database), ticket.change().id()) != null);
    }

    @Test
    void aFullDiskIsBusyAndWritesNothing() throws Exception {
        PostgresCommitter committer = committer();
        execute(
                "CREATE FUNCTION bleu.full() RETURNS trigger LANGUAGE plpgsql AS"
                        + " $$ BEGIN RAISE EXCEPTION 'full' USING ERRCODE = '53100'; END $$");
        execute(
                "CREATE TRIGGER full_disk BEFORE INSERT ON bleu.outcomes"
                        + " EXECUTE FUNCTION bleu.full()");

        assertInstanceOf(Outcome.Busy.class, commit(committer, add()));

        execute("DROP TRIGGER full_disk ON bleu.outcomes");
        assertTrue(reads().get(COUNT).isEmpty());
        assertInstanceOf(Outcome.Committed.class, commit(committer, add()));
        assertEquals(1, ledger.size());
    }

    /** Even when what it has lost has no entries: the tree is the same. */
    @Test
    void aDatabaseThatHasLostWhatWasSeenIsNotWrittenTo() throws Exception {
        PostgresCommitter committer = committer();
        assertInstanceOf(Outcome.Committed.class, commit(committer, add()));
        execute("CREATE TABLE bleu.kept AS SELECT * FROM bleu.head");
        ChangeId id = ChangeId.random(System.currentTimeMillis(), random);
        Ticket lost = new Ticket(Changes.of(id, List.of(), List.of(Changes.put("a", "x"))));
        assertInstanceOf(Outcome.Committed.class, commit(committer, lost));
        execute("UPDATE bleu.head SET (sequence, value) = (SELECT sequence, value FROM bleu.kept)");

        assertInstanceOf(Outcome.Busy.class, commit(committer, add()));
        assertThrows(LedgerMismatchException.class, ledger::size);
    }

    /** Nobody is the standby, so that COMMIT waits; the server is told to wait no longer. */
    @Test
    void whatTheStandbyDoesNotHaveIsNotAcknowledged() throws Exception {
        try (Cluster cluster = Cluster.start()) {
            PostgresOptions here = cluster.newDatabase();
            try (Store store = PostgresStore.open(here);
                    Store other = PostgresStore.open(here)) {
                commitWithoutStandby(cluster, store, other);
            }
        }
    }

    private void commitWithoutStandby(Cluster cluster, Store store, Store other) throws Exception {
        cluster.set("synchronous_standby_names", "nobody");
        Ticket ticket = add();
        FutureTask<Outcome> answer = new FutureTask<>(() -> store.commit(ticket.change()));
        Thread.startVirtualThread(answer);
        while (!answer.isDone()) {
            cluster.execute(
                    "postgres",
                    "SELECT pg_cancel_backend(pid) FROM pg_stat_activity"
                            + " WHERE wait_event = 'SyncRep'");
            Thread.sleep(20);
        }
        assertInstanceOf(Outcome.Unknown.class, answer.get());
        ChangeId id = ticket.change().id();
        assertThrows(StoreFailedException.class, () -> store.resolve(id));
        assertThrows(StoreFailedException.class, () -> other.ledger().size());

        cluster.set("synchronous_standby_names", "");
        assertInstanceOf(Outcome.Committed.class, store.commit(ticket.change()));
        assertEquals(1, store.resolve(id).orElseThrow().sequence());
        assertEquals(1, other.ledger().size());
    }

    @Test
    void aLedgerThatDoesNotContinueTheOneThatWasSeenIsNotFollowed() throws Exception {
        PostgresLedger behind = PostgresLedger.open(database);
        PostgresCommitter committer = committer();
        assertInstanceOf(Outcome.Committed.class, commit(committer, add()));
        execute(
                "UPDATE bleu.ledger SET value = set_byte(value, 40, get_byte(value, 40) # 1)"
                        + " WHERE key = '\\x016c0000000000000000'");

        assertThrows(LedgerMismatchException.class, behind::size);
    }

    private PostgresCommitter committer(Loss... losses) {
        return new PostgresCommitter(
                new LossySource(sources.committing(), List.of(losses)).source(),
                ledger,
                options,
                new DatabaseClock());
    }

    private static Outcome commit(PostgresCommitter committer, Ticket ticket) {
        committer.commit(new ArrayList<>(List.of(ticket)));
        return ticket.await();
    }

    private Ticket add() {
        return ticket(List.of(), new Write.Add(COUNT, 1, 0, 10));
    }

    private Ticket ticket(List<Check> checks, Write write) {
        ChangeId id = ChangeId.random(System.currentTimeMillis(), random);
        return new Ticket(
                Changes.withEntries(
                        id, checks, List.of(write), Changes.entry(1, id.toString(), true)));
    }

    private long count() {
        return ByteBuffer.wrap(reads().get(COUNT).orElseThrow().value(), 1, 8).getLong();
    }

    private Reads reads() {
        return new RecordReads(new Committed(database));
    }

    private void execute(String sql) throws Exception {
        Cluster.shared().execute(options.address().database(), sql);
    }
}
