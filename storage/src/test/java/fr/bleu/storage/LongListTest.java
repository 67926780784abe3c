package fr.bleu.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Lists that do not fit one change: written invisibly, published by one commit. */
class LongListTest {
    /** Five chunks and one block, so that they are prepared in two changes. */
    private static final int BLOCKS = 5 * Manifests.CHUNK_BLOCKS + 1;

    private static final int MOST_SYNCS = 60;

    private static void putBlocks(World world) {
        assertEquals(201, putBlock(world, "AAAA", "a").status());
        assertEquals(201, putBlock(world, "BBBB", "bcd").status());
    }

    private static Answer putBlock(World world, String id, String body) {
        return world.send(world.request("PUT", "/con/b?comp=block&blockid=" + id).body(body));
    }

    /** Alternating blocks, one and three bytes long, in five chunks. */
    private static Answer putList(World world, String source) {
        StringBuilder xml = new StringBuilder("<BlockList>");
        for (int i = 0; i < BLOCKS; i++) {
            String id = i % 2 == 0 ? "AAAA" : "BBBB";
            xml.append('<' + source + '>').append(id).append("</" + source + '>');
        }
        return world.send(world.request("PUT", "/con/b?comp=blocklist").body(xml + "</BlockList>"));
    }

    private static byte[] content() {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (int i = 0; i < BLOCKS; i++) {
            content.writeBytes((i % 2 == 0 ? "a" : "bcd").getBytes(StandardCharsets.US_ASCII));
        }
        return content.toByteArray();
    }

    @Test
    void rangesAreReadAcrossTheChunksOfAList() {
        Random random = new Random(1);
        byte[] content = content();
        try (World world = new World()) {
            world.send("PUT", "/con?restype=container");
            putBlocks(world);
            assertEquals("201", World.outcome(putList(world, "Uncommitted")));
            // Once more, from the list that is there: the old manifest goes, its extents stay.
            assertEquals("201", World.outcome(putList(world, "Committed")));
            assertArrayEquals(content, World.bytes(world.send("GET", "/con/b")));
            for (int i = 0; i < 60; i++) {
                int first = random.nextInt(content.length);
                int last = first + random.nextInt(content.length - first);
                Answer part =
                        world.send(
                                world.request("GET", "/con/b")
                                        .with("range", "bytes=" + first + "-" + last));
                assertArrayEquals(
                        Arrays.copyOfRange(content, first, last + 1),
                        World.bytes(part),
                        first + "-" + last);
            }
            assertEquals(
                    BLOCKS,
                    World.text(world.send("GET", "/con/b?comp=blocklist"))
                                    .split("<Block>", -1)
                                    .length
                            - 1);
        }
    }

    @Test
    void powerLostAtEachSyncOfALongListShowsAllOfItOrNothing() {
        int interrupted = 0;
        int published = 0;
        for (int sync = 1; sync <= MOST_SYNCS; sync++) {
            boolean acknowledged;
            try (Mortal life = new Mortal(sync)) {
                life.world.send("PUT", "/con?restype=container");
                putBlocks(life.world);
                life.disk.powerOffAtSync(sync);
                acknowledged = putList(life.world, "Latest").status() == 201;
                life.restart();
                Answer shown = life.world.send("GET", "/con/b");
                if (shown.status() == 200) {
                    assertArrayEquals(content(), World.bytes(shown), "sync " + sync);
                    published++;
                } else {
                    assertEquals("404 BlobNotFound", World.outcome(shown));
                    assertTrue(!acknowledged, "an acknowledged list was lost at sync " + sync);
                    assertEquals(
                            "201", World.outcome(putList(life.world, "Latest")), "sync " + sync);
                    assertArrayEquals(content(), World.bytes(life.world.send("GET", "/con/b")));
                    interrupted++;
                }
            }
            if (acknowledged) {
                break;
            }
        }
        assertTrue(interrupted >= 3, "only " + interrupted + " syncs were interrupted");
        assertTrue(published >= 1, "the list was never published");
    }
}
