package fr.bleu.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * One thing in the midst of another, wherever the latter looks at the clock: changes, publishing,
 * and the turn of the hour. What was acknowledged is told once, each blob's changes in order.
 */
class FeedInterleavingTest {
    private static final int MOST_LOOKS = 60;

    private enum Work {
        PUT,
        METADATA,
        DELETE,
        PUBLISH,
        PUBLISH_AN_HOUR_LATER
    }

    @Test
    void everythingIsToldOnceAndInOrder() {
        int met = 0;
        for (Work outer : Work.values()) {
            for (Work inner : Work.values()) {
                met += pair(outer, inner);
            }
        }
        assertTrue(met > 60, "only " + met + " interleavings");
    }

    private int pair(Work outer, Work inner) {
        for (int look = 1; look <= MOST_LOOKS; look++) {
            try (World world = new World()) {
                if (!meets(world, outer, inner, look)) {
                    return look - 1;
                }
            }
        }
        throw new AssertionError(outer + " looks at the clock too often");
    }

    private boolean meets(World world, Work outer, Work inner, int look) {
        world.send("PUT", "/con?restype=container");
        world.management.feed();
        world.put("/con/a", new byte[1]);
        world.housekeeping.publish();
        world.put("/con/a", new byte[2]);
        List<String> told =
                new ArrayList<>(List.of("BlobCreated PutBlob a", "BlobCreated PutBlob a"));
        if (outer == Work.PUBLISH_AN_HOUR_LATER) {
            world.clock.advance(Duration.ofHours(1));
            // Keys are unwrapped anew by now, which nothing can be in the midst of.
            World.bytes(world.send("GET", "/con/a"));
        }
        List<String> within = new ArrayList<>();
        world.clock.atLook(look, () -> run(world, inner, within));
        List<String> around = new ArrayList<>();
        run(world, outer == Work.PUBLISH_AN_HOUR_LATER ? Work.PUBLISH : outer, around);
        boolean met = world.clock.looked();
        told.addAll(within);
        told.addAll(around);
        world.housekeeping.publish();
        world.clock.advance(Duration.ofHours(3));
        world.housekeeping.publish();
        List<String> found = new Feed(world).told();
        assertEquals(told, found, outer + " around " + inner + " at look " + look);
        Feed feed = new Feed(world);
        for (String segment : feed.segments()) {
            assertEquals("Finalized", feed.json(segment).get("status").asString());
        }
        return met;
    }

    /** Their clocks tell the same time: neither's event takes the place of the other's. */
    @Test
    void twoNodesAtOneMoment() {
        try (World world = new World()) {
            world.send("PUT", "/con?restype=container");
            world.management.feed();
            world.put("/con/a", new byte[1]);
            world.put("/con/b", new byte[1]);
            for (Storage node : List.of(world.another(), world.storage)) {
                String blob = node == world.storage ? "a" : "b";
                node.deletions()
                        .blob(world.onBlob("con", blob), Deletions.Scope.BLOB, Conditions.NONE);
            }
            world.housekeeping.publish();
            List<String> told = new Feed(world).told();
            assertEquals(4, told.size(), told.toString());
        }
    }

    /** Two publishers at once: whatever one has read, the other may have published it since. */
    @Test
    void publishingInTheMidstOfPublishing() {
        int met = 0;
        for (int hours = 0; hours < 2; hours++) {
            for (int read = 1; ; read++) {
                try (World world = new World()) {
                    if (!publishersMeet(world, hours, read)) {
                        break;
                    }
                    met++;
                }
            }
        }
        assertTrue(met > 20, "only " + met + " interleavings");
    }

    private static boolean publishersMeet(World world, int hours, int read) {
        world.send("PUT", "/con?restype=container");
        world.management.feed();
        world.put("/con/a", new byte[1]);
        world.housekeeping.publish();
        world.put("/con/b", new byte[1]);
        world.clock.advance(Duration.ofHours(hours));
        world.put("/con/c", new byte[1]);
        AtReads reads = new AtReads(world.trust.records(), read, world.housekeeping::publish);
        world.housekeeping.publish(reads);
        world.housekeeping.publish();
        assertEquals(
                List.of("BlobCreated PutBlob a", "BlobCreated PutBlob b", "BlobCreated PutBlob c"),
                new Feed(world).told(),
                hours + " hours, at read " + read);
        return reads.acted();
    }

    /** A publisher that slept for hours never tells readers to read less far than they did. */
    @Test
    void whatIsConsumableNeverGoesBack() {
        int met = 0;
        for (int read = 1; ; read++) {
            try (World world = new World()) {
                if (!consumableStays(world, read)) {
                    break;
                }
                met++;
            }
        }
        assertTrue(met > 5, "only " + met + " interleavings");
    }

    private static boolean consumableStays(World world, int read) {
        world.send("PUT", "/con?restype=container");
        world.management.feed();
        world.housekeeping.publish();
        world.put("/con/a", new byte[1]);
        String[] told = new String[1];
        Runnable meanwhile =
                () -> {
                    world.housekeeping.publish();
                    world.clock.advance(Duration.ofHours(3));
                    world.put("/con/b", new byte[1]);
                    world.housekeeping.publish();
                    told[0] = consumable(world);
                };
        AtReads reads = new AtReads(world.trust.records(), read, meanwhile);
        world.housekeeping.publish(reads);
        if (reads.acted()) {
            assertEquals(told[0], consumable(world), "at read " + read);
        }
        return reads.acted();
    }

    private static String consumable(World world) {
        return new Feed(world).json("meta/segments.json").get("lastConsumable").asString();
    }

    /** The inner one commits first; what then cannot be done any more is not told. */
    private static void run(World world, Work work, List<String> told) {
        switch (work) {
            case PUT -> {
                assertEquals(201, world.put("/con/a", new byte[3]).status());
                told.add("BlobCreated PutBlob a");
            }
            case METADATA -> {
                if (world.send(world.request("PUT", "/con/a?comp=metadata")).status() == 200) {
                    told.add("BlobPropertiesUpdated SetBlobMetadata a");
                }
            }
            case DELETE -> {
                if (world.send("DELETE", "/con/a").status() == 202) {
                    told.add("BlobDeleted DeleteBlob a");
                }
            }
            case PUBLISH -> world.housekeeping.publish();
            case PUBLISH_AN_HOUR_LATER -> {
                world.clock.advance(Duration.ofHours(1));
                world.housekeeping.publish();
            }
        }
    }
}
