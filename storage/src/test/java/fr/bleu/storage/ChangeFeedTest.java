package fr.bleu.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What the change feed tells, where, and to whom. */
class ChangeFeedTest {
    private final World world = new World();
    private final Feed feed = new Feed(world);

    ChangeFeedTest() {
        world.send("PUT", "/con?restype=container");
    }

    @Test
    void aChangeIsTold() {
        world.feed();
        world.put("/con/a", new byte[3]);
        world.publish();
        assertEquals(List.of("BlobCreated PutBlob a"), feed.told());
        world.send("DELETE", "/con/a");
        world.publish();
        assertEquals(List.of("BlobCreated PutBlob a", "BlobDeleted DeleteBlob a"), feed.told());
        assertTrue(FeedFile.SCHEMA.length() < 3_500, "it must fit the first 4 KiB");
    }
}
