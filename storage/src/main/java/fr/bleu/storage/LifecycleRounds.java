package fr.bleu.storage;

import fr.bleu.trust.Names;
import fr.bleu.trust.Upkeep;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The background work that carries lifecycle policies out: every second it takes up those just laid
 * down, every hour all that are due. Accounts take turns, slice by slice; it rests as long as it
 * works. A failure is said and tried again with the next hour.
 */
public final class LifecycleRounds implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(LifecycleRounds.class.getName());
    private static final long EVERY_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long WALK_NANOS = Duration.ofHours(1).toNanos();
    private static final long LONGEST_REST_NANOS = Duration.ofMillis(200).toNanos();

    private final Storage storage;
    private final Lifecycle lifecycle;

    /** Accounts with a run that has not ended. */
    private final Set<Names.Holder> going = new LinkedHashSet<>();

    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private long workBegan;

    LifecycleRounds(Storage storage, Upkeep upkeep) {
        this.storage = storage;
        this.lifecycle = storage.lifecycle(upkeep, this::rest);
        this.thread = Thread.ofVirtual().name("lifecycle").start(this::run);
    }

    private void run() {
        long walked = System.nanoTime() - WALK_NANOS;
        while (!isStopped(going.isEmpty() ? EVERY_NANOS : 0)) {
            workBegan = System.nanoTime();
            if (System.nanoTime() - walked >= WALK_NANOS) {
                walked = System.nanoTime();
                quietly(this::walk);
            }
            going.addAll(storage.lifecyclePolicies().takeFresh());
            for (Names.Holder account : List.copyOf(going)) {
                quietly(() -> look(account));
            }
        }
    }

    private void look(Names.Holder account) {
        going.remove(account);
        if (lifecycle.slice(account) == Lifecycle.Found.MORE) {
            going.add(account);
        }
    }

    private void walk() {
        for (Names.Holder account : storage.allAccounts()) {
            if (lifecycle.isDue(account)) {
                going.add(account);
            }
            rest();
        }
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
            // Closing; the next start goes on from where the run was noted.
        } catch (RuntimeException e) {
            if (!isStopped(0)) {
                LOG.log(Level.WARNING, "a lifecycle policy failed and is tried again", e);
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
        thread.join();
    }
}
