package fr.bleu.storage.api;

import static fr.bleu.storage.World.bytes;
import static fr.bleu.storage.World.header;
import static fr.bleu.storage.World.outcome;
import static fr.bleu.storage.World.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.http.FakeRequest;
import fr.bleu.storage.World;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Append blobs over the wire's types. */
class AppendBlobTest {
    private static final String BLOB = "/con/log";

    private World world;

    @BeforeEach
    void open() {
        world = new World();
        world.send("PUT", "/con?restype=container");
    }

    @AfterEach
    void close() {
        world.close();
    }

    private FakeRequest creation(String blob) {
        return world.request("PUT", blob).with("x-ms-blob-type", "AppendBlob").body("");
    }

    private void created() {
        assertEquals("201", outcome(world.send(creation(BLOB))));
    }

    private FakeRequest appending(String body) {
        return world.request("PUT", BLOB + "?comp=appendblock").body(body);
    }

    private Answer append(String body) {
        return world.send(appending(body));
    }

    @Test
    void smallAndLargeBlocksFollowEachOther() {
        created();
        Random random = new Random(7);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        int blocks = 0;
        for (int size : new int[] {1, 16_384, 16_385, 100, 300_000, 5, 70_000, 3}) {
            byte[] block = new byte[size];
            random.nextBytes(block);
            Answer answer =
                    world.send(world.request("PUT", BLOB + "?comp=appendblock").body(block));
            assertEquals("201", outcome(answer));
            assertEquals(whole.size() + "", header(answer, "x-ms-blob-append-offset"));
            assertEquals(++blocks + "", header(answer, "x-ms-blob-committed-block-count"));
            assertTrue(header(answer, "bleu-receipt").contains("change="));
            whole.writeBytes(block);
        }
        Answer get = world.send("GET", BLOB);
        assertArrayEquals(whole.toByteArray(), bytes(get));
        assertEquals("AppendBlob", header(get, "x-ms-blob-type"));
        assertEquals("8", header(get, "x-ms-blob-committed-block-count"));
        for (int i = 0; i < 50; i++) {
            int from = random.nextInt(whole.size());
            int to = from + random.nextInt(whole.size() - from);
            Answer part =
                    world.send(
                            world.request("GET", BLOB).with("range", "bytes=" + from + "-" + to));
            assertEquals(206, part.status());
            assertArrayEquals(
                    Arrays.copyOfRange(whole.toByteArray(), from, Math.min(to + 1, whole.size())),
                    bytes(part));
        }
    }

    @Test
    void anAppendChangesTheETagAndKeepsHeadersAndMetadata() {
        world.send(
                creation(BLOB)
                        .with("x-ms-meta-a", "1")
                        .with("x-ms-blob-content-type", "text/plain"));
        Answer first = append("one");
        Answer second = append("two");
        assertNotEquals(header(first, "ETag"), header(second, "ETag"));
        Answer head = world.send("HEAD", BLOB);
        assertEquals(header(second, "ETag"), header(head, "ETag"));
        assertEquals("1", header(head, "x-ms-meta-a"));
        assertEquals("text/plain", header(head, "Content-Type"));
        assertEquals("", header(head, "x-ms-access-tier"));
        assertEquals("", header(head, "x-ms-blob-sealed"));
    }

    @Test
    void conditionsOfPositionAndSize() {
        created();
        append("12345");
        assertEquals(
                "412 AppendPositionConditionNotMet",
                outcome(world.send(appending("x").with("x-ms-blob-condition-appendpos", "4"))));
        assertEquals(
                "412 MaxBlobSizeConditionNotMet",
                outcome(world.send(appending("xy").with("x-ms-blob-condition-maxsize", "6"))));
        assertEquals(
                "412 MaxBlobSizeConditionNotMet",
                outcome(world.send(appending("xy").with("x-ms-blob-condition-maxsize", "0"))));
        assertEquals(
                "400 InvalidHeaderValue",
                outcome(world.send(appending("x").with("x-ms-blob-condition-appendpos", "-1"))));
        assertEquals(
                "201",
                outcome(
                        world.send(
                                appending("xy")
                                        .with("x-ms-blob-condition-appendpos", "5")
                                        .with("x-ms-blob-condition-maxsize", "7"))));
        assertEquals("12345xy", text(world.send("GET", BLOB)));
    }

    @Test
    void generalConditions() {
        created();
        String etag = header(append("a"), "ETag");
        append("b");
        assertEquals(
                "412 ConditionNotMet", outcome(world.send(appending("c").with("if-match", etag))));
        assertEquals(
                "404 BlobNotFound", outcome(world.send("PUT", "/con/no?comp=appendblock", "x")));
        assertEquals(
                "409 BlobAlreadyExists",
                outcome(world.send(creation(BLOB).with("if-none-match", "*"))));
    }

    @Test
    void checksumsAreHeld() throws Exception {
        created();
        String wrong = Base64.getEncoder().encodeToString(new byte[16]);
        assertEquals(
                "400 Md5Mismatch", outcome(world.send(appending("a").with("content-md5", wrong))));
        assertEquals(
                "400 Md5Mismatch",
                outcome(world.send(appending("a".repeat(20_000)).with("content-md5", wrong))));
        byte[] md5 = MessageDigest.getInstance("MD5").digest(new byte[] {97});
        String right = Base64.getEncoder().encodeToString(md5);
        Answer answer = world.send(appending("a").with("content-md5", right));
        assertEquals("201", outcome(answer));
        assertEquals(right, header(answer, "Content-MD5"));
        assertTrue(header(append("b"), "x-ms-content-crc64").length() > 4);
        assertEquals("ab", text(world.send("GET", BLOB)));
    }

    @Test
    void aSealedBlobTakesNoMore() {
        created();
        append("a");
        String etag = header(world.send("HEAD", BLOB), "ETag");
        Answer seal = world.send("PUT", BLOB + "?comp=seal");
        assertEquals("200", outcome(seal));
        assertEquals("true", header(seal, "x-ms-blob-sealed"));
        assertEquals(etag, header(seal, "ETag"));
        assertEquals("200", outcome(world.send("PUT", BLOB + "?comp=seal")));
        assertEquals("409 BlobIsSealed", outcome(append("b")));
        assertEquals("a", text(world.send("GET", BLOB)));
        assertEquals("true", header(world.send("HEAD", BLOB), "x-ms-blob-sealed"));
        assertTrue(
                text(world.send("GET", "/con?restype=container&comp=list"))
                        .contains("<BlobType>AppendBlob</BlobType><Sealed>true</Sealed>"));
        created();
        assertEquals("201", outcome(append("c")));
    }

    @Test
    void limitsOfABlock() {
        created();
        assertEquals("400 InvalidHeaderValue", outcome(append("")));
        byte[] large = new byte[(4 << 20) + 1];
        assertEquals(
                "413 RequestBodyTooLarge",
                outcome(
                        world.send(
                                world.anonymous("PUT", BLOB + "?comp=appendblock", "2020-10-02")
                                        .with("authorization", "Bearer owner")
                                        .body(large))));
        assertEquals(
                "201",
                outcome(world.send(world.request("PUT", BLOB + "?comp=appendblock").body(large))));
        assertEquals(
                "400 InvalidHeaderValue",
                outcome(
                        world.send(
                                world.request("PUT", "/con/x")
                                        .with("x-ms-blob-type", "AppendBlob")
                                        .body("x"))));
    }

    @Test
    void typesDoNotMix() {
        created();
        append("a");
        String wrong = "409 InvalidBlobType";
        assertEquals(wrong, outcome(world.put(BLOB, new byte[3])));
        assertEquals(wrong, outcome(world.send("PUT", BLOB + "?comp=block&blockid=AAAA", "x")));
        assertEquals(
                wrong,
                outcome(world.send("PUT", BLOB + "?comp=blocklist", "<BlockList></BlockList>")));
        assertEquals(wrong, outcome(world.send("GET", BLOB + "?comp=blocklist")));
        assertEquals(wrong, outcome(world.send("GET", BLOB + "?comp=pagelist")));
        assertEquals(
                wrong,
                outcome(
                        world.send(
                                world.request("PUT", BLOB)
                                        .with("x-ms-blob-type", "PageBlob")
                                        .with("x-ms-blob-content-length", "512")
                                        .body(""))));
        world.put("/con/block", new byte[3]);
        assertEquals(wrong, outcome(world.send("PUT", "/con/block?comp=appendblock", "x")));
        assertEquals(wrong, outcome(world.send("PUT", "/con/block?comp=seal")));
        assertEquals(wrong, outcome(world.send(creation("/con/block"))));
        world.send("PUT", "/con/open?comp=block&blockid=AAAA", "x");
        assertEquals(wrong, outcome(world.send(creation("/con/open"))));
        assertEquals("a", text(world.send("GET", BLOB)));
    }

    @Test
    void afterADeletionTheNameMayHaveAnotherType() {
        created();
        append("a");
        world.send("DELETE", BLOB);
        assertEquals("201", outcome(world.put(BLOB, new byte[3])));
    }

    @Test
    void creatingAgainEmptiesTheBlob() {
        created();
        append("a");
        created();
        assertEquals("", text(world.send("GET", BLOB)));
        append("b");
        assertEquals("b", text(world.send("GET", BLOB)));
    }

    @Test
    void headersOfOtherTypesAreRefused() {
        assertEquals(
                "400 UnsupportedHeader",
                outcome(world.send(creation(BLOB).with("x-ms-blob-content-length", "512"))));
        assertEquals(
                "400 UnsupportedHeader",
                outcome(
                        world.send(
                                world.request("PUT", "/con/b")
                                        .with("x-ms-blob-type", "BlockBlob")
                                        .with("x-ms-blob-condition-maxsize", "1")
                                        .body(""))));
        assertEquals(
                "400 InvalidHeaderValue",
                outcome(world.send(creation(BLOB).with("x-ms-access-tier", "Hot"))));
        assertEquals(
                "400 InvalidHeaderValue",
                outcome(world.send(world.request("PUT", BLOB).with("x-ms-blob-type", "Blob"))));
    }
}
