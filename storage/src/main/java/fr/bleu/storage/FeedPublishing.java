package fr.bleu.storage;

import fr.bleu.trust.Names;
import fr.bleu.trust.Records;
import java.time.Duration;

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
    private final Pace pace = new Pace(LOG, "publishing a change feed failed and is tried again");
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
        while (!pace.isStoppedWithin(EVERY)) {
            if (System.nanoTime() - walked >= WALK_NANOS) {
                walked = System.nanoTime();
                pace.quietly(this::walk);
            }
            for (Names.Holder account : feeds.accounts()) {
                if (pace.isStopped()) {
                    return;
                }
                pace.quietly(() -> look(account));
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

    @Override
    public void close() throws InterruptedException {
        pace.stop();
        rounds.join();
    }
}
