package fr.bleu.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import fr.bleu.http.FakeRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On a node abroad, whose region the tenant gives up meanwhile. */
class NarrowedPolicyTest {
    private static final String BLOCKS =
            "<BlockList><Uncommitted>QQ==</Uncommitted><Uncommitted>Qg==</Uncommitted></BlockList>";
    private static final String REFUSED = "403 AuthorizationFailure";

    private final World world = World.abroad();

    @BeforeEach
    void open() {
        byKey(world.anonymous("PUT", "/con?restype=container"), "201");
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void byKey(FakeRequest request, String outcome) {
        assertEquals(outcome, World.outcome(world.send(world.signed(request))));
    }

    private FakeRequest block(String id) {
        return world.anonymous("PUT", "/con/b?comp=block&blockid=" + id).body(new byte[100_000]);
    }

    private FakeRequest blob(int bytes) {
        return world.anonymous("PUT", "/con/b")
                .with("x-ms-blob-type", "BlockBlob")
                .body(new byte[bytes]);
    }

    @Test
    void theNextBlockByAccountKeyIsRefusedAndThoseBeforeItAreNotPublished() {
        byKey(block("QQ=="), "201");
        byKey(block("Qg==").meanwhile(world.management::keepToFrance), REFUSED);
        assertEquals(100_000, world.inside.uncommitted("con", "b").length());
        byKey(world.anonymous("PUT", "/con/b?comp=blocklist").body(BLOCKS), REFUSED);
        byKey(world.anonymous("HEAD", "/con/b"), "404 BlobNotFound");
    }

    @Test
    void anUploadByAccountKeyIsRefused() {
        byKey(blob(100_000).meanwhile(world.management::keepToFrance), REFUSED);
        byKey(world.anonymous("HEAD", "/con/b"), "404 BlobNotFound");
    }

    @Test
    void anUploadByASignatureIsRefused() {
        String token = Sas.service(world.account("acct"), "con", Map.of("sr", "c", "sp", "racwd"));
        FakeRequest request =
                world.anonymous("PUT", "/con/b?" + token)
                        .with("x-ms-blob-type", "BlockBlob")
                        .body(new byte[100])
                        .meanwhile(world.management::keepToFrance);
        assertEquals(REFUSED, World.outcome(world.send(request)));
    }

    @Test
    void readingAndDeletingGoOn() {
        byKey(blob(100), "201");
        world.management.keepToFrance();
        byKey(world.anonymous("GET", "/con/b"), "200");
        byKey(world.anonymous("DELETE", "/con/b"), "202");
    }

    /** Its files hold names of blobs: they are content. */
    @Test
    void theChangeFeedIsLeftToAnotherNode() {
        world.management.feed();
        byKey(blob(100), "201");
        world.housekeeping.publish();
        Feed feed = new Feed(world);
        assertEquals(List.of("BlobCreated PutBlob b"), feed.told());
        world.management.keepToFrance();
        byKey(world.anonymous("DELETE", "/con/b"), "202");
        world.housekeeping.publish();
        assertEquals(List.of("BlobCreated PutBlob b"), feed.told());
    }
}
