package fr.bleu.storage;

import fr.bleu.store.Reads;
import fr.bleu.trust.Names;
import fr.bleu.trust.Records;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a node does in the background, when a test says so. */
public final class Housekeeping {
    private final World world;
    private Sweep sweep;
    Runnable afterSweepCommit = () -> {};

    Housekeeping(World world) {
        this.world = world;
    }

    List<Names.Holder> allAccounts() {
        List<Names.Holder> all = new ArrayList<>();
        world.storage.allAccounts().forEach(all::add);
        return all;
    }

    private Sweep sweeping() {
        if (sweep == null) {
            sweep =
                    new Sweep(
                            world.storage.tools(() -> afterSweepCommit.run()),
                            world.trust.upkeep(),
                            world.storage.activeReads(),
                            Duration.ZERO);
        }
        return sweep;
    }

    /** As another node sweeps. */
    Sweep anotherSweep(Records reads, Runnable afterCommit) {
        return new Sweep(
                new Collecting.Tools(
                        reads,
                        world.trust.commits(),
                        world.trust.names(),
                        world.extents,
                        world.clock,
                        afterCommit),
                world.trust.upkeep(),
                world.storage.activeReads(),
                Duration.ZERO);
    }

    Collector.Backlog backlog() {
        return sweeping().backlog();
    }

    /** One look at each account. */
    void sweepOnce() {
        allAccounts().forEach(sweeping()::look);
    }

    /** Sweeps until nothing is left that may be collected. */
    void sweep() {
        for (int looks = 0; looks < 200; looks++) {
            boolean found = false;
            for (Names.Holder account : allAccounts()) {
                found |= sweeping().look(account) == Sweep.Found.SOMETHING;
            }
            if (!found) {
                return;
            }
        }
    }

    /** Ends sessions whose time is over. */
    void expire() {
        SessionExpiry expiry =
                new SessionExpiry(world.storage.tools(() -> {}), world.trust.upkeep());
        allAccounts().forEach(expiry::look);
    }

    /** Ends what was kept after its deletion in {@code acct} and is due; tells how much. */
    public int endDeleted() {
        return new Expiry(world.storage.tools(() -> {}), world.trust.upkeep()).run(acct());
    }

    /** Publishes the change feed of {@code acct} as far as it goes. */
    void publish() {
        publish(1L << 20);
    }

    void publish(long fileBytes) {
        world.storage.feedPublisher(world.trust.upkeep(), fileBytes).look(acct());
    }

    /** The same, by a publisher that reads through something of a test's own. */
    void publish(Reads reads) {
        FeedFiles.Tools tools =
                new FeedFiles.Tools(
                        reads,
                        world.inside.blobCommits(),
                        new BodyReader(world.extents),
                        world.keys,
                        world.clock);
        new FeedPublisher(tools, world.storage.containers(), world.trust.upkeep(), 1L << 20)
                .look(acct());
    }

    private Names.Holder acct() {
        return new Names.Holder(world.tenant, world.account("acct").id());
    }
}
