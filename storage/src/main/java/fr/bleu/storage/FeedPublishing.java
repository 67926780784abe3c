package fr.bleu.storage;

import fr.bleu.trust.Names;
import fr.bleu.trust.Records;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The background work that publishes change feeds: every few seconds where something was changed of
 * late, every hour wherever there is a feed. A failure is said and tried again.
 */
public final class FeedPublishing implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(FeedPublishing.class.getName());

    /** Azure publishes after a few minutes. */
    private static final Duration EVERY = Duration.ofSeconds(10);

    private static final long WALK_NANOS = Duration.ofHours(1).toNanos();

    private final FeedPublisher publisher;
    private final Records records;
    private final Activity feeds;
    private final AllAccounts all;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread rounds;

    FeedPublishing(FeedPublisher publisher, Records records, Activity feeds, AllAccounts all) {
        this.publisher = publisher;
        this.records = records;
        this.feeds = feeds;
        this.all = all;
        this.rounds = Thread.ofVirtual().name("change-feed").start(this::run);
    }

    private void run() {
        long walked = System.nanoTime() - WALK_NANOS;
        while (!isStopped(EVERY.toNanos())) {
            if (System.nanoTime() - walked >= WALK_NANOS) {
                walked = System.nanoTime();
                quietly(this::walk);
            }
            for (Names.Holder account : feeds.accounts()) {
                if (isStopped(0)) {
                    return;
                }
                quietly(() -> look(account));
            }
        }
    }

    /** Notes every account that has a feed, or had one; no key is needed for that. */
    private void walk() {
        for (Names.Holder account : all) {
            boolean begun = records.get(FeedState.key(account.owner())).isPresent();
            if (begun || isOn(account)) {
                feeds.note(account);
            }
        }
    }

    private boolean isOn(Names.Holder account) {
        return records.get(AccountRecord.key(account.owner()))
                .map(stored -> AccountRecord.settings(stored.value()).service().changeFeed())
                .filter(FeedSettings::enabled)
                .isPresent();
    }

    private void look(Names.Holder account) {
        if (publisher.look(account)) {
            feeds.note(account);
        } else {
            feeds.foundNothing(account);
        }
    }

    private void quietly(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            if (!isStopped(0)) {
                LOG.log(Level.WARNING, "publishing a change feed failed and is tried again", e);
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
    }
}
