package fr.bleu.storage;

import fr.bleu.trust.Names;
import fr.bleu.trust.Upkeep;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The background work that carries lifecycle policies out: every second it takes up those just laid
 * down, every hour all that are due. Accounts take turns, slice by slice; it rests as long as it
 * works. A failure is said and tried again with the next hour.
 */
public final class LifecycleRounds implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(LifecycleRounds.class.getName());
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final long WALK_NANOS = Duration.ofHours(1).toNanos();

    private final Storage storage;
    private final Lifecycle lifecycle;

    /** Accounts with a run that has not ended. */
    private final Set<Names.Holder> going = new LinkedHashSet<>();

    private final Pace pace = new Pace(LOG, "a lifecycle policy failed and is tried again");
    private final Thread thread;

    LifecycleRounds(Storage storage, Upkeep upkeep) {
        this.storage = storage;
        this.lifecycle = storage.lifecycle(upkeep, pace::rest);
        this.thread = Thread.ofVirtual().name("lifecycle").start(this::run);
    }

    private void run() {
        long walked = System.nanoTime() - WALK_NANOS;
        while (!pace.isStoppedWithin(going.isEmpty() ? EVERY : Duration.ZERO)) {
            if (System.nanoTime() - walked >= WALK_NANOS) {
                walked = System.nanoTime();
                pace.quietly(this::walk);
            }
            going.addAll(storage.lifecyclePolicies().takeFresh());
            for (Names.Holder account : List.copyOf(going)) {
                pace.quietly(() -> look(account));
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
            pace.rest();
        }
    }

    @Override
    public void close() throws InterruptedException {
        pace.stop();
        thread.join();
    }
}
