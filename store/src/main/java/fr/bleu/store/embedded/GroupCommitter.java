package fr.bleu.store.embedded;

import fr.bleu.store.Change;
import fr.bleu.store.ChangeId;
import fr.bleu.store.Outcome;
import fr.bleu.store.Room;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The one writer. Its thread takes what has queued, tests checks in order, writes one batch, which
 * syncs once, and answers all. It is a platform thread: the sync blocks in native code, which a
 * virtual thread would do on a carrier.
 *
 * <p>A failed write is never tried again, since it proves nothing about what the first one lost (a
 * system reports a failed sync once and then forgets the pages). Everything pending is answered
 * {@link Outcome.Unknown}, and the fatal handler stops the process.
 */
final class GroupCommitter {

    /** How old, or how far ahead of the clock, the id of a new change may be. */
    static final Duration ID_WINDOW = Duration.ofHours(24);

    /** How long outcomes are kept, by their ids' age: 24 hours from any commit at least. */
    static final Duration OUTCOMES_KEPT = ID_WINDOW.multipliedBy(2);

    private static final long HOUSEKEEPING_MICROS = Duration.ofMinutes(10).toMillis() * 1_000;

    private final Engine engine;
    private final EngineLedger ledger;
    private final LedgerAppender appender;
    private final StoreOptions options;
    private final CommitQueues queues;
    private final Thread thread;

    private long sequence;
    private long commitTimeMicros;
    private long housekeptMicros;

    /** Set by the committer's thread, before it answers, when a write has failed. */
    private volatile boolean failed;

    GroupCommitter(Engine engine, EngineLedger ledger, Head head, StoreOptions options) {
        this.engine = engine;
        this.ledger = ledger;
        this.options = options;
        sequence = head.sequence();
        commitTimeMicros = head.commitTimeMicros();
        appender = new LedgerAppender(head, ledger.edge());
        queues = new CommitQueues(options.bounds());
        thread = Thread.ofPlatform().name("store-committer").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    Outcome commit(Change change) {
        requireFreshId(change.id());
        if (options.room().get() == Room.NONE) {
            return new Outcome.Busy(change.id());
        }
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
        List<Ticket> tickets = queues.take();
        while (!tickets.isEmpty()) {
            if (failed) {
                answerUnknown(tickets);
            } else {
                commit(tickets);
            }
            tickets = queues.take();
        }
    }

    /** Commits one batch and answers it; for the committer's thread, or a test without one. */
    void commit(List<Ticket> tickets) {
        List<Outcome> outcomes;
        try {
            outcomes = write(tickets);
        } catch (IOException | RuntimeException | Error failure) {
            failed = true;
            queues.close();
            answerUnknown(tickets);
            options.fatal().accept(failure);
            return;
        }
        for (int i = 0; i < tickets.size(); i++) {
            if (outcomes.get(i) != null) {
                tickets.get(i).answer(outcomes.get(i));
            }
        }
    }

    /** The outcome of each ticket; null for one that was refused. */
    private List<Outcome> write(List<Ticket> tickets) throws IOException {
        long now = Math.max(commitTimeMicros, micros(options.clock().instant()));
        Batch batch = new Batch(engine, appender, sequence, now);
        List<Outcome> outcomes = new ArrayList<>(tickets.size());
        for (Ticket ticket : tickets) {
            outcomes.add(add(batch, ticket));
        }
        if (!batch.isEmpty()) {
            EngineBatch writes = batch.writes();
            dropOldOutcomes(now, writes);
            long began = System.nanoTime();
            engine.write(writes);
            options.listener().written(tickets.size(), System.nanoTime() - began);
            sequence = batch.sequence();
            commitTimeMicros = now;
            ledger.publish(appender.edge());
        }
        return outcomes;
    }

    private static Outcome add(Batch batch, Ticket ticket) {
        try {
            return batch.add(ticket.change());
        } catch (IllegalArgumentException refusal) {
            ticket.refuse(refusal);
            return null;
        }
    }

    private void dropOldOutcomes(long nowMicros, EngineBatch writes) {
        if (nowMicros - housekeptMicros < HOUSEKEEPING_MICROS) {
            return;
        }
        housekeptMicros = nowMicros;
        long horizonMillis = options.clock().millis() - OUTCOMES_KEPT.toMillis();
        if (horizonMillis > 0) {
            writes.deleteRange(
                    Space.OUTCOMES, Layout.outcomesFrom(0), Layout.outcomesFrom(horizonMillis));
        }
    }

    /**
     * An id outside the window is refused: its outcome would be dropped too early, so that trying
     * again might apply the change twice, or kept too long.
     */
    private void requireFreshId(ChangeId id) {
        long ageMillis = options.clock().millis() - id.unixMillis();
        if (Math.abs(ageMillis) > ID_WINDOW.toMillis() && OutcomeRecord.read(engine, id) == null) {
            throw new IllegalArgumentException("the change's id is not of the last 24 hours");
        }
    }

    private static void answerUnknown(List<Ticket> tickets) {
        for (Ticket ticket : tickets) {
            ticket.answer(new Outcome.Unknown(ticket.change().id()));
        }
    }

    private static long micros(Instant instant) {
        return Math.addExact(
                Math.multiplyExact(instant.getEpochSecond(), 1_000_000L),
                instant.getNano() / 1_000);
    }
}
