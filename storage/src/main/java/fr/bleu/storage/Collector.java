package fr.bleu.storage;

import fr.bleu.trust.Names;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Iterator;
import java.util.UUID;

/**
 * The background work that gives space back: every second it looks after the accounts that have
 * been changed of late, every hour after all. It rests as long as it works. A failure is said and
 * tried again; rounds never overlap.
 */
public final class Collector implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Collector.class.getName());

    /** What a node that died meanwhile has left is found by the others within a day. */
    private static final Duration RECLAIM_EVERY = Duration.ofDays(1);

    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final long WALK_NANOS = Duration.ofHours(1).toNanos();

    /**
     * What waits to be collected.
     *
     * @param accounts that have garbage
     * @param records of garbage; at most 5,000 of one account are seen
     * @param oldest how long the account has waited whose garbage was not all collected since
     */
    public record Backlog(int accounts, long records, Duration oldest) {}

    private final Storage storage;
    private final Sweep sweep;
    private final SessionExpiry sessions;
    private final Expiry expiry;
    private final Pace pace = new Pace(LOG, "collecting failed and is tried again");
    private final Thread rounds;
    private final Thread reclaiming;

    /** Where this process alone reads: it knows of every read. */
    public static final Duration ALONE = Sweep.GRACE;

    /**
     * Where other nodes read, too, whose reads this one does not know: what was replaced stays for
     * as long as a slow reader may take for it.
     */
    public static final Duration AMONG_NODES = Duration.ofMinutes(15);

    /**
     * @param grace how long garbage lies before it is collected
     */
    Collector(Storage storage, fr.bleu.trust.Upkeep upkeep, Duration grace) {
        this.storage = storage;
        Collecting.Tools tools = storage.tools(pace::rest);
        this.sweep = new Sweep(tools, upkeep, storage.activeReads(), grace);
        this.sessions = new SessionExpiry(tools, upkeep);
        this.expiry = new Expiry(tools, upkeep);
        this.rounds = Thread.ofVirtual().name("collector").start(this::run);
        this.reclaiming = Thread.ofVirtual().name("reclaim").start(this::reclaim);
    }

    /** What the last looks have found. */
    public Backlog backlog() {
        return sweep.backlog();
    }

    private void run() {
        long walked = System.nanoTime() - WALK_NANOS;
        while (!pace.isStoppedWithin(EVERY)) {
            if (System.nanoTime() - walked >= WALK_NANOS) {
                walked = System.nanoTime();
                pace.quietly(this::walk);
            }
            for (Names.Holder account : storage.accounts().activity().accounts()) {
                if (pace.isStopped()) {
                    return;
                }
                pace.quietly(() -> look(account));
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
            pace.rest();
        }
    }

    private void reclaim() {
        do {
            reclaimOnce();
        } while (!pace.isStoppedWithin(RECLAIM_EVERY));
    }

    private void reclaimOnce() {
        pace.quietly(
                () -> {
                    try {
                        storage.extents().reclaim(this::owners, pace::isStopped);
                    } catch (IOException e) {
                        LOG.log(Level.WARNING, "unused space is looked for another day", e);
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

    @Override
    public void close() throws InterruptedException {
        pace.stop();
        rounds.join();
        reclaiming.join();
    }
}
