package fr.bleu.extents;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Keeps this writer's epoch alive, and closes those of dead ones: whose lease has not changed for
 * as long as a lease lasts, by this node's own monotonic clock and while this node could reach the
 * store itself. No two clocks are compared. To close a living writer's epoch by mistake costs it
 * the extents that it has not committed, and nothing else: it claims another one.
 */
final class EpochKeeper implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(EpochKeeper.class.getName());

    /** How often a lease is renewed in the time it lasts. */
    private static final int RENEWALS = 6;

    private static final long LONGEST_REST_MILLIS = 200;

    /** An epoch with the number of the last extent in it. */
    private record Current(WriterEpochs.Claimed epoch, AtomicLong extents) {}

    /** When another's lease was first seen as it is. */
    private record Seen(long lease, long sinceNanos) {}

    private final WriterEpochs epochs;
    private final WriterEpochs.Reservation reservation;
    private final LongSupplier nanos;
    private final Duration lease;
    private final Map<Long, Seen> others = new HashMap<>();
    private final Thread thread;
    private final CountDownLatch stop = new CountDownLatch(1);
    private volatile Current current;
    private volatile long lastNumber;

    /**
     * Claims an epoch.
     *
     * @param nanos a monotonic clock
     */
    EpochKeeper(
            WriterEpochs epochs,
            WriterEpochs.Reservation reservation,
            LongSupplier nanos,
            Duration lease)
            throws IOException {
        this.epochs = epochs;
        this.reservation = reservation;
        this.nanos = nanos;
        this.lease = lease;
        this.current = claim();
        this.thread = Thread.ofVirtual().name("extent-epoch").start(this::run);
    }

    /** The id of a new extent, and the check that holds while its writer's epoch is live. */
    record Started(UUID extent, WriterEpochs.Claimed epoch) {}

    /** Of the epoch that it has, or had last. */
    long number() {
        return lastNumber;
    }

    Started next() throws IOException {
        Current now = current;
        if (now == null || isStopped()) {
            throw new ExtentsUnavailableException("this writer has no epoch now", null);
        }
        UUID id = new UUID(now.epoch.number(), now.extents.incrementAndGet());
        return new Started(id, now.epoch);
    }

    /** Returns when every writer has renewed its lease since the call, or was shut out. */
    void settle(BooleanSupplier ended) {
        Map<Long, Long> doubtful = foreign();
        long pause = Math.min(LONGEST_REST_MILLIS, pauseMillis());
        while (!doubtful.isEmpty() && !ended.getAsBoolean() && !stoppedWithin(pause)) {
            Map<Long, Long> now = epochs.leases();
            doubtful.entrySet().removeIf(it -> !it.getValue().equals(now.get(it.getKey())));
        }
    }

    /** Renews and looks at the others once. */
    synchronized void tick() throws IOException {
        if (isStopped()) {
            return;
        }
        try {
            keep();
            lookAtOthers();
        } catch (IOException | RuntimeException e) {
            // Who could not reach the store cannot tell whether others did.
            others.clear();
            throw e;
        }
    }

    private void keep() throws IOException {
        if (current == null || !epochs.renew(current.epoch)) {
            LOG.log(Level.WARNING, "this writer's epoch was closed: it claims another one");
            current = null;
            current = claim();
        }
    }

    private Current claim() throws IOException {
        WriterEpochs.Claimed claimed = epochs.claim(reservation);
        lastNumber = claimed.number();
        return new Current(claimed, new AtomicLong());
    }

    private void lookAtOthers() throws IOException {
        Map<Long, Long> leases = foreign();
        others.keySet().retainAll(leases.keySet());
        for (Map.Entry<Long, Long> each : leases.entrySet()) {
            long number = each.getKey();
            Seen seen = others.get(number);
            if (seen == null || seen.lease != each.getValue()) {
                others.put(number, new Seen(each.getValue(), nanos.getAsLong()));
            } else if (nanos.getAsLong() - seen.sinceNanos >= lease.toNanos()
                    && epochs.closeExpired(number, seen.lease)) {
                LOG.log(Level.INFO, "closed the epoch " + number + " of a dead extent writer");
            }
        }
    }

    private Map<Long, Long> foreign() {
        Map<Long, Long> leases = epochs.leases();
        Current now = current;
        if (now != null) {
            leases.remove(now.epoch.number());
        }
        return leases;
    }

    private void run() {
        boolean failing = false;
        while (!stoppedWithin(pauseMillis())) {
            try {
                tick();
                failing = false;
            } catch (IOException | RuntimeException e) {
                if (!failing) {
                    LOG.log(Level.WARNING, "the extent writer's lease was not renewed: " + e);
                }
                failing = true;
            }
        }
    }

    private long pauseMillis() {
        return Math.max(1, lease.toMillis() / RENEWALS);
    }

    private boolean isStopped() {
        return stop.getCount() == 0;
    }

    private boolean stoppedWithin(long millis) {
        try {
            return stop.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Stops as a kill does: the epoch stays live until its lease ends. */
    void abandon() {
        stop.countDown();
    }

    /** Closes the epoch: nothing that was not committed can be any more. */
    @Override
    public void close() {
        abandon();
        try {
            thread.join();
            Current last = current;
            current = null;
            if (last != null) {
                epochs.close(last.epoch);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, "another node closes this extent writer's epoch: " + e);
        }
    }
}
