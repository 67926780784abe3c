package fr.bleu.store.postgres;

import fr.bleu.store.Change;
import fr.bleu.store.ChangeId;
import fr.bleu.store.LedgerMismatchException;
import fr.bleu.store.Outcome;
import fr.bleu.store.StoreFailedException;
import fr.bleu.store.engine.Batch;
import fr.bleu.store.engine.CommitQueues;
import fr.bleu.store.engine.LedgerAppender;
import fr.bleu.store.engine.OutcomeRecord;
import fr.bleu.store.engine.Ticket;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * A node's one writer. Its thread takes what has queued, waits for the node's turn, tests checks in
 * order, writes one transaction and answers all.
 *
 * <p>When the database is lost, the same batch is tried again for {@link Database#PATIENCE}. That
 * also resolves a COMMIT whose answer was lost: the next turn begins only when that transaction has
 * ended, and a change that it has committed is found by its id and answered as it was.
 */
final class PostgresCommitter {

    private static final Logger LOG = Logger.getLogger(PostgresCommitter.class.getName());

    private static final long FIRST_PAUSE_NANOS = Duration.ofMillis(20).toNanos();
    private static final long LONGEST_PAUSE_NANOS = Duration.ofMillis(500).toNanos();

    private final DataSource source;
    private final PostgresLedger ledger;
    private final PostgresOptions options;
    private final DatabaseClock clock;
    private final CommitQueues queues;
    private final Thread thread;

    /** The connection of the committer's thread; null when there is none. */
    private Connection connection;

    /** Whether COMMIT was sent in the current attempt. */
    private boolean committing;

    PostgresCommitter(
            DataSource source,
            PostgresLedger ledger,
            PostgresOptions options,
            DatabaseClock clock) {
        this.source = source;
        this.ledger = ledger;
        this.options = options;
        this.clock = clock;
        queues = new CommitQueues(options.bounds());
        thread = Thread.ofPlatform().name("store-committer").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    Outcome commit(Change change) {
        Ticket ticket = new Ticket(change);
        return queues.offer(ticket) ? ticket.await() : new Outcome.Busy(change.id());
    }

    /** Takes no more changes and waits until those that have queued are answered. */
    void close() {
        queues.close();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (queues.await()) {
            commit(new ArrayList<>());
        }
        disconnect();
    }

    /**
     * Commits one batch and answers it; for the committer's thread, or a test without one.
     *
     * @param tickets the batch; an empty list is filled from the queues
     */
    void commit(List<Ticket> tickets) {
        long pause = FIRST_PAUSE_NANOS;
        boolean doubtful = false;
        while (true) {
            try {
                attempt(tickets).forEach(Runnable::run);
                return;
            } catch (SQLException | RuntimeException | Error failure) {
                disconnect();
                fill(tickets);
                // The next turn tells what became of a COMMIT: it is tried, however late it is.
                boolean late = isLate(tickets) && (doubtful || !committing);
                doubtful |= committing;
                if (late || !(isPassing(failure) || isDisproved(failure))) {
                    giveUp(tickets, doubtful, failure);
                    return;
                }
            }
            LockSupport.parkNanos(pause);
            pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
        }
    }

    private void fill(List<Ticket> tickets) {
        if (tickets.isEmpty()) {
            tickets.addAll(queues.take());
        }
    }

    private static boolean isLate(List<Ticket> tickets) {
        long oldest = tickets.stream().mapToLong(Ticket::queuedNanos).min().orElseThrow();
        return System.nanoTime() - oldest > Database.PATIENCE.toNanos();
    }

    /**
     * Tries to commit a batch. It is made up when the turn has come: what queues while other nodes
     * have theirs is in it.
     *
     * @return what answers each ticket
     */
    private List<Runnable> attempt(List<Ticket> tickets) throws SQLException {
        committing = false;
        try (Turn turn = Turn.take(connected())) {
            clock.observe(turn.time());
            fill(tickets);
            turn.readAhead(tickets.stream().map(Ticket::change).toList());
            LedgerAppender appender = ledger.appender(turn.head(), turn.view());
            long clockMicros = clockMicros(turn);
            long now = Math.max(turn.head().commitTimeMicros(), clockMicros);
            // Ids are made by clocks, which commit times may be ahead of.
            long clockMillis = clockMicros / 1_000;
            Batch batch = new Batch(turn.view(), appender, turn.head().sequence(), now);
            List<Runnable> answers = new ArrayList<>(tickets.size());
            for (Ticket ticket : tickets) {
                answers.add(decide(batch, ticket, turn, clockMillis));
            }
            if (!batch.isEmpty()) {
                long began = System.nanoTime();
                turn.write(batch.writes(), clockMillis - OutcomeRecord.KEPT.toMillis());
                commit(turn);
                options.listener().written(tickets.size(), System.nanoTime() - began);
                ledger.publish(batch.head(), appender.edge());
            } else if (turn.head().sequence() > ledger.sequence()) {
                // An answer may be of a commit, lost or another node's, that the standby lacks yet.
                // The turn's lock is a write, so that this commit waits for all before it.
                commit(turn);
                ledger.publish(turn.head(), appender.edge());
            }
            return answers;
        }
    }

    private Runnable decide(Batch batch, Ticket ticket, Turn turn, long clockMillis) {
        try {
            requireFreshId(ticket.change().id(), turn, clockMillis);
            Outcome outcome = batch.add(ticket.change());
            return () -> ticket.answer(outcome);
        } catch (IllegalArgumentException refusal) {
            return () -> ticket.refuse(refusal);
        }
    }

    /**
     * An id outside the window is refused: its outcome would be dropped too early, so that trying
     * again might apply the change twice, or kept too long.
     */
    private static void requireFreshId(ChangeId id, Turn turn, long clockMillis) {
        long ageMillis = clockMillis - id.unixMillis();
        if (Math.abs(ageMillis) > OutcomeRecord.ID_WINDOW.toMillis()
                && OutcomeRecord.read(turn.view(), id) == null) {
            throw new IllegalArgumentException("the change's id is not of the last 24 hours");
        }
    }

    private void commit(Turn turn) throws SQLException {
        connection.clearWarnings();
        committing = true;
        turn.commit();
        Failures.requireReplicated(connection.getWarnings());
    }

    private long clockMicros(Turn turn) {
        return options.clock()
                .map(tests -> ChronoUnit.MICROS.between(Instant.EPOCH, tests.instant()))
                .orElse(turn.time().databaseMicros());
    }

    private Connection connected() throws SQLException {
        if (connection == null) {
            connection = source.getConnection();
            Sources.requireFence(connection);
            connection.setAutoCommit(false);
        }
        return connection;
    }

    /** A connection on which something failed is not used again. */
    private void disconnect() {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                LOG.log(Level.FINE, "a lost connection: {0}", Failures.line(e));
            }
            connection = null;
        }
    }

    private static boolean isPassing(Throwable failure) {
        return switch (failure) {
            case SQLException sql -> Failures.isPassing(sql);
            case StoreFailedException read -> isPassing(read.getCause());
            default -> false;
        };
    }

    /**
     * Whether the database has, after all, what a turn seemed to lack: the turn was lost meanwhile,
     * or on a server that is no longer the primary.
     */
    private boolean isDisproved(Throwable failure) {
        if (!(failure instanceof LedgerMismatchException)) {
            return false;
        }
        try {
            ledger.refresh();
            return true;
        } catch (StoreFailedException | LedgerMismatchException e) {
            LOG.log(Level.FINE, "not disproved: {0}", e.getMessage());
            return false;
        }
    }

    private static void giveUp(List<Ticket> tickets, boolean doubtful, Throwable failure) {
        LOG.warning(
                () ->
                        tickets.size()
                                + " changes were not committed: "
                                + (failure instanceof SQLException sql
                                        ? Failures.line(sql)
                                        : failure));
        for (Ticket ticket : tickets) {
            ChangeId id = ticket.change().id();
            ticket.answer(doubtful ? new Outcome.Unknown(id) : new Outcome.Busy(id));
        }
    }
}
