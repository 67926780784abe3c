package fr.bleu.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.keys.RootKey;
import fr.bleu.store.Key;
import fr.bleu.store.disk.SimulatedDisk;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How the change feed is laid out in hours and files, and how long it is kept. */
class FeedSegmentsTest {
    private static final String NOON = "idx/segments/2026/11/23/1200/meta.json";
    private static final String ONE = "idx/segments/2026/11/23/1300/meta.json";

    private final World world = new World();
    private final Feed feed = new Feed(world);

    @BeforeEach
    void open() {
        world.send("PUT", "/con?restype=container");
        world.management.feed();
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void put(String blob) {
        assertEquals(201, world.put("/con/" + blob, new byte[1]).status());
    }

    private void later(int minutes) {
        world.clock.advance(Duration.ofMinutes(minutes));
    }

    private String status(String segment) {
        return feed.json(segment).get("status").asString();
    }

    private String lastConsumable() {
        return feed.json("meta/segments.json").get("lastConsumable").asString();
    }

    private List<String> blobs(String segment) {
        return feed.events(segment).stream().map(Feed.Event::blob).toList();
    }

    @Test
    void anEmptyFeedIsThereAndEmpty() {
        world.housekeeping.publish();
        assertEquals(List.of(), feed.segments());
        assertEquals("1601-01-01T00:00:00.000Z", lastConsumable());
        later(120);
        world.housekeeping.publish();
        assertEquals(List.of(), feed.segments());
    }

    @Test
    void eachHourIsASegmentThatIsFinalizedWhenItIsOver() {
        put("a");
        world.housekeeping.publish();
        assertEquals(List.of(NOON), feed.segments());
        assertEquals("Publishing", status(NOON));
        assertEquals("2026-11-23T12:00:00.000Z", lastConsumable());
        assertEquals("2026-11-23T12:00:00.000Z", feed.json(NOON).get("begin").asString());
        assertEquals(3_600, feed.json(NOON).get("intervalSecs").asInt());
        later(59);
        put("b");
        world.housekeeping.publish();
        later(1);
        world.housekeeping.publish();
        assertEquals("Publishing", status(NOON), "a commit of that hour may still come");
        put("c");
        world.housekeeping.publish();
        assertEquals("Finalized", status(NOON));
        assertEquals("Publishing", status(ONE));
        assertEquals("2026-11-23T13:00:00.000Z", lastConsumable());
        assertEquals(List.of("a", "b"), blobs(NOON));
        assertEquals(List.of("c"), blobs(ONE));
        later(600);
        world.housekeeping.publish();
        assertEquals("Finalized", status(ONE));
        assertEquals(List.of(NOON, ONE), feed.segments());
    }

    /** What could not be published in its hour is published in it later. */
    @Test
    void severalHoursAtOnce() {
        put("a");
        later(60);
        put("b");
        later(180);
        put("c");
        world.housekeeping.publish();
        assertEquals(List.of("a"), blobs(NOON));
        assertEquals(List.of("b"), blobs(ONE));
        assertEquals(3, feed.segments().size());
        assertEquals(
                List.of("Finalized", "Finalized", "Publishing"),
                feed.segments().stream().map(this::status).toList());
    }

    @Test
    void aLateEventBelongsToTheNextSegment() {
        put("a");
        world.housekeeping.publish();
        later(62);
        world.housekeeping.publish();
        assertEquals("Finalized", status(NOON));
        later(-5);
        put("late");
        world.housekeeping.publish();
        assertEquals(List.of("a"), blobs(NOON));
        assertEquals(List.of("late"), blobs(ONE));
    }

    @Test
    void aClockThatGoesBackLeavesTheOrder() {
        put("a");
        later(-10);
        put("a");
        world.housekeeping.publish();
        later(-10);
        put("a");
        world.housekeeping.publish();
        List<String> sequencers = new ArrayList<>();
        for (Feed.Event event : feed.events()) {
            sequencers.add((String) event.data().get("sequencer"));
        }
        assertEquals(3, sequencers.size());
        assertEquals(sequencers.stream().sorted().distinct().toList(), sequencers);
    }

    @Test
    void aLogFileThatIsFullIsFollowedByAnother() {
        for (int i = 0; i < 5; i++) {
            put("b" + i);
            world.housekeeping.publish(1);
        }
        List<String> files = feed.names("log/");
        assertEquals("log/00/2026/11/23/1200/00000.avro", files.getFirst());
        assertEquals("log/00/2026/11/23/1200/00001.avro", files.get(1));
        assertEquals(5, files.size());
        assertEquals(List.of("b0", "b1", "b2", "b3", "b4"), blobs(NOON));
    }

    /** Larger blocks lie in extents. */
    @Test
    void manyEventsAtOnce() {
        for (int i = 0; i < 1_100; i++) {
            put("b" + i);
        }
        world.housekeeping.publish();
        List<String> blobs = blobs(NOON);
        assertEquals(1_100, blobs.size());
        for (int i = 0; i < 1_100; i++) {
            assertEquals("b" + i, blobs.get(i));
        }
        assertTrue(feed.file("log/00/2026/11/23/1200/00000.avro").length > 400_000);
    }

    @Test
    void retention() {
        world.management.settings(old -> old.withChangeFeed(new FeedSettings(true, 2)));
        put("a");
        later(60);
        put("b");
        world.housekeeping.publish();
        later(2 * 24 * 60 - 1);
        world.housekeeping.publish();
        assertEquals(List.of(NOON, ONE), feed.segments());
        later(1);
        world.housekeeping.publish();
        assertEquals(List.of(ONE), feed.segments());
        assertEquals(List.of("log/00/2026/11/23/1300/00000.avro"), feed.names("log/"));
        world.housekeeping.sweep();
        SweepOracle.check(world.store, world.account("acct").id());
    }

    @Test
    void aDeletedAccountLeavesNothing() {
        put("a");
        world.housekeeping.publish();
        put("b");
        UUID account = world.account("acct").id();
        world.management.deleteAccount("acct");
        world.housekeeping.sweep();
        Key owner = Key.ofBytes(Arrays.copyOf(Key.of(account, Tables.FEED).bytes(), 17));
        assertEquals(List.of(), world.store.scanPrefix(owner, 10));
    }

    /** A restart finds the latest time that was given, published or not. */
    @Test
    void aClockThatGoesBackOverARestart() {
        for (boolean published : new boolean[] {false, true}) {
            SimulatedDisk disk = new SimulatedDisk(7);
            RootKey root = RootKey.generate(new SecureRandom());
            UUID tenant = UUID.randomUUID();
            UUID principal = UUID.randomUUID();
            TestClock clock = new TestClock();
            World first = new World(clock, disk, disk, root, tenant, principal);
            first.bearAccount();
            first.send("PUT", "/con?restype=container");
            first.management.feed();
            first.put("/con/a", new byte[1]);
            if (published) {
                first.housekeeping.publish();
            }
            first.close();
            clock.advance(Duration.ofMinutes(-90));
            try (World second = new World(clock, disk, disk, root, tenant, principal)) {
                second.send("DELETE", "/con/a");
                second.housekeeping.publish();
                assertEquals(
                        List.of("BlobCreated PutBlob a", "BlobDeleted DeleteBlob a"),
                        new Feed(second).told());
            }
        }
    }
}
