package fr.bleu.storage;

import fr.bleu.trust.Names;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Iterator;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The background work that gives space back: every second it looks after the accounts that have
 * been changed of late, every hour after all. It rests as long as it works. A failure is said and
 * tried again; rounds never overlap.
 */
public final class Collector implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Collector.class.getName());
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final long WALK_NANOS = Duration.ofHours(1).toNanos();
    private static final long LONGEST_REST_NANOS = Duration.ofMillis(200).toNanos();

    private final Storage storage;
    private final Sweep sweep;
    private final SessionExpiry sessions;
    private final Expiry expiry;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread rounds;
    private final Thread reclaiming;
    private long workBegan;

    Collector(Storage storage, fr.bleu.trust.Upkeep upkeep) {
        this.storage = storage;
        Collecting.Tools tools = storage.tools(this::rest);
        this.sweep = new Sweep(tools, upkeep, storage.activeReads(), Sweep.GRACE);
        this.sessions = new SessionExpiry(tools, upkeep);
        this.expiry = new Expiry(tools, upkeep);
        this.rounds = Thread.ofVirtual().name("collector").start(this::run);
        this.reclaiming = Thread.ofVirtual().name("reclaim").start(this::reclaim);
    }

    private void run() {
        long walked = System.nanoTime() - WALK_NANOS;
        while (!isStopped(EVERY.toNanos())) {
            workBegan = System.nanoTime();
            if (System.nanoTime() - walked >= WALK_NANOS) {
                walked = System.nanoTime();
                quietly(this::walk);
            }
            for (Names.Holder account : storage.accounts().activity().accounts()) {
                if (isStopped(0)) {
                    return;
                }
                quietly(() -> look(account));
            }
        }
    }

    private void look(Names.Holder account) {
        if (sweep.look(account) == Sweep.Found.NOTHING) {
            storage.accounts().activity().foundNothing(account);
        }
    }

    private void walk() {
        for (Names.Holder account : storage.allAccounts()) {
            sessions.look(account);
            expiry.run(account);
            if (sweep.look(account) == Sweep.Found.SOMETHING) {
                storage.accounts().activity().note(account);
            }
            rest();
        }
    }

    private void reclaim() {
        quietly(
                () -> {
                    try {
                        storage.extents().reclaim(this::owners, () -> isStopped(0));
                    } catch (IOException e) {
                        LOG.log(Level.WARNING, "unused space is looked for at the next start", e);
                    }
                });
    }

    private Iterator<UUID> owners() {
        Iterator<Names.Holder> accounts = storage.allAccounts().iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return accounts.hasNext();
            }

            @Override
            public UUID next() {
                return accounts.next().owner();
            }
        };
    }

    /** Rests for as long as the last piece of work took. */
    private void rest() {
        long worked = System.nanoTime() - workBegan;
        if (isStopped(Math.min(worked, LONGEST_REST_NANOS))) {
            throw new CancellationException();
        }
        workBegan = System.nanoTime();
    }

    private void quietly(Runnable work) {
        try {
            work.run();
        } catch (CancellationException e) {
            // Closing; what is left waits for the next start.
        } catch (RuntimeException e) {
            if (!isStopped(0)) {
                LOG.log(Level.WARNING, "collecting failed and is tried again", e);
            }
        }
    }

    private boolean isStopped(long nanos) {
        try {
            return stop.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public void close() throws InterruptedException {
        stop.countDown();
        rounds.join();
        reclaiming.join();
    }
}
