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
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Page blobs over the wire's types. */
class PageBlobTest {
    private static final String BLOB = "/con/disk";
    private static final String LIST = BLOB + "?comp=pagelist";

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

    private FakeRequest creation(String length) {
        return world.request("PUT", BLOB)
                .with("x-ms-blob-type", "PageBlob")
                .with("x-ms-blob-content-length", length)
                .body("");
    }

    private void created(long length) {
        assertEquals("201", outcome(world.send(creation(length + ""))));
    }

    private FakeRequest writing(long offset, byte[] body) {
        return writing("bytes=" + offset + "-" + (offset + body.length - 1), body);
    }

    private FakeRequest writing(String range, byte[] body) {
        return world.request("PUT", BLOB + "?comp=page")
                .with("x-ms-page-write", "update")
                .with("x-ms-range", range)
                .body(body);
    }

    private FakeRequest clearing(long offset, long length) {
        return world.request("PUT", BLOB + "?comp=page")
                .with("x-ms-page-write", "clear")
                .with("x-ms-range", "bytes=" + offset + "-" + (offset + length - 1))
                .body("");
    }

    private Answer properties(String name, String value) {
        return world.send(
                world.request("PUT", BLOB + "?comp=properties").with(name, value).body(""));
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private byte[] read(long from, long length) {
        Answer answer =
                world.send(
                        world.request("GET", BLOB)
                                .with("range", "bytes=" + from + "-" + (from + length - 1)));
        assertEquals(206, answer.status());
        return bytes(answer);
    }

    private static String pages(Answer answer) {
        assertEquals("200", outcome(answer));
        return text(answer)
                .replaceAll("^.*<PageList>|^.*<PageList />", "")
                .replace("</PageList>", "")
                .replaceAll(
                        "<(Page|Clear)Range><Start>(\\d+)</Start><End>(\\d+)</End></\\1Range>",
                        "$1 $2-$3 ")
                .strip();
    }

    @Test
    void whatWasNotWrittenIsZeros() {
        created(8L << 40);
        assertArrayEquals(new byte[1000], read((8L << 40) - 1000, 1000));
        byte[] body = random(1024);
        assertEquals("201", outcome(world.send(writing((8L << 40) - 1024, body))));
        byte[] expected = new byte[2048];
        System.arraycopy(body, 0, expected, 1024, 1024);
        assertArrayEquals(expected, read((8L << 40) - 2048, 2048));
        Answer head = world.send("HEAD", BLOB);
        assertEquals("PageBlob", header(head, "x-ms-blob-type"));
        assertEquals("0", header(head, "x-ms-blob-sequence-number"));
        assertEquals("", header(head, "x-ms-access-tier"));
        assertTrue(
                text(world.send("GET", "/con?restype=container&comp=list"))
                        .contains(
                                "<BlobType>PageBlob</BlobType>"
                                    + "<x-ms-blob-sequence-number>0</x-ms-blob-sequence-number>"));
    }

    @Test
    void writesOfAllSizesOverEachOther() {
        int length = 6 << 20;
        created(length);
        byte[] model = new byte[length];
        int[][] writes = {
            {0, 512},
            {512, 16_384},
            {16_384, 32_768},
            {1024, 32_768 + 512},
            {0, 4 << 20},
            {100 * 512, 4 << 20},
            {(1 << 20) + 512, 512},
            {length - 512, 512},
            {length - (4 << 20), 4 << 20},
            {16_384 * 3, 16_384}
        };
        for (int[] write : writes) {
            byte[] body = random(write[1]);
            assertEquals("201", outcome(world.send(writing(write[0], body))));
            System.arraycopy(body, 0, model, write[0], body.length);
        }
        assertArrayEquals(model, bytes(world.send("GET", BLOB)));
        assertArrayEquals(Arrays.copyOfRange(model, 777, 2_000_001), read(777, 1_999_224));
    }

    @Test
    void rangesListWhatWasWritten() {
        created(1 << 20);
        assertEquals("", pages(world.send("GET", LIST)));
        world.send(writing(512, random(512)));
        world.send(writing(1024, random(512)));
        world.send(writing(65_536, random(70_144)));
        assertEquals("Page 512-1535 Page 65536-135679", pages(world.send("GET", LIST)));
        assertEquals("201", outcome(world.send(clearing(65_536, 16_384))));
        assertEquals("201", outcome(world.send(clearing(1024, 512))));
        assertEquals("201", outcome(world.send(clearing(100_352, 512))));
        assertEquals(
                "Page 512-1023 Page 81920-100351 Page 100864-135679",
                pages(world.send("GET", LIST)));
        Answer part = world.send(world.request("GET", LIST).with("range", "bytes=600-82000"));
        assertEquals("Page 512-1023 Page 81920-82431", pages(part));
        assertEquals("1048576", header(part, "x-ms-blob-content-length"));
        Answer beyond = world.send(world.request("GET", LIST).with("range", "bytes=1048576-"));
        assertEquals("416 InvalidRange", outcome(beyond));
    }

    @Test
    void rangesByPages() {
        created(1 << 20);
        for (int i = 0; i < 5; i++) {
            world.send(writing(i * 40_960L, random(512)));
        }
        Answer first = world.send("GET", LIST + "&maxresults=2");
        assertTrue(text(first).startsWith("<?xml"));
        String marker = text(first).replaceAll("^.*<NextMarker>|</NextMarker>.*$", "");
        assertEquals(
                "Page 0-511 Page 40960-41471", pages(first).replaceAll("<Next.*$", "").strip());
        Answer second = world.send("GET", LIST + "&maxresults=3&marker=" + marker);
        assertEquals("Page 81920-82431 Page 122880-123391 Page 163840-164351", pages(second));
        assertEquals(
                "400 InvalidQueryParameterValue", outcome(world.send("GET", LIST + "&marker=x")));
    }

    /** Versions that know no pages of ranges get all of them or none. */
    @Test
    void oldVersionsGetAllRangesAtOnce() {
        created(64 << 20);
        for (int i = 0; i < 5; i++) {
            world.send(writing(i * 40_960L, random(512)));
        }
        Answer all =
                world.send(
                        world.anonymous("GET", LIST + "&maxresults=2", "2019-12-12")
                                .with("authorization", "Bearer owner"));
        assertEquals(5, pages(all).split(" ").length / 2);
    }

    @Test
    void clearedIsZerosAndGone() {
        created(1 << 20);
        world.send(writing(0, random(1 << 20)));
        Answer clear = world.send(clearing(0, 1 << 20));
        assertEquals("201", outcome(clear));
        assertArrayEquals(new byte[1 << 20], bytes(world.send("GET", BLOB)));
        assertEquals("", pages(world.send("GET", LIST)));
        assertEquals(header(clear, "ETag"), header(world.send("HEAD", BLOB), "ETag"));
    }

    @Test
    void aLongClearTakesSeveralCommits() {
        created(64L << 20);
        byte[] body = random(4 << 20);
        for (int i = 0; i < 3; i++) {
            assertEquals("201", outcome(world.send(writing(i * (20L << 20), body))));
        }
        for (int i = 0; i < 70; i++) {
            world.send(writing((10L << 20) + i * 16_384L + 512, random(1024)));
        }
        assertEquals("201", outcome(world.send(clearing(1024, (64L << 20) - 1536))));
        assertEquals("Page 0-1023", pages(world.send("GET", LIST)));
        assertArrayEquals(Arrays.copyOf(body, 1024), read(0, 1024));
    }

    @Test
    void shrinkingForgetsWhatWasBehind() {
        created(10L << 20);
        byte[] body = random(4 << 20);
        world.send(writing(0, body));
        world.send(writing(6L << 20, body));
        assertEquals("200", outcome(properties("x-ms-blob-content-length", "10240")));
        assertEquals("10240", header(world.send("GET", LIST), "x-ms-blob-content-length"));
        assertEquals("200", outcome(properties("x-ms-blob-content-length", (12L << 20) + "")));
        assertEquals("Page 0-10239", pages(world.send("GET", LIST)));
        byte[] expected = new byte[12 << 20];
        System.arraycopy(body, 0, expected, 0, 10_240);
        assertArrayEquals(expected, bytes(world.send("GET", BLOB)));
        assertEquals(
                "400 InvalidHeaderValue", outcome(properties("x-ms-blob-content-length", "5")));
        assertEquals(
                "400 OutOfRangeInput",
                outcome(properties("x-ms-blob-content-length", (8L << 40) + 512 + "")));
    }

    @Test
    void sequenceNumbers() {
        assertEquals(
                "201",
                outcome(world.send(creation("1024").with("x-ms-blob-sequence-number", "7"))));
        assertEquals("7", header(world.send("HEAD", BLOB), "x-ms-blob-sequence-number"));
        assertEquals("200", outcome(sequence("max", "5")));
        assertEquals("7", header(world.send("HEAD", BLOB), "x-ms-blob-sequence-number"));
        assertEquals("9", header(sequence("max", "9"), "x-ms-blob-sequence-number"));
        assertEquals("3", header(sequence("update", "3"), "x-ms-blob-sequence-number"));
        assertEquals("4", header(sequence("increment", ""), "x-ms-blob-sequence-number"));
        assertEquals("400 InvalidHeaderValue", outcome(sequence("increment", "4")));
        assertEquals("400 MissingRequiredHeader", outcome(sequence("max", "")));
        assertEquals(
                "400 MissingRequiredHeader", outcome(properties("x-ms-blob-sequence-number", "1")));
        sequence("update", Long.MAX_VALUE + "");
        assertEquals("409 SequenceNumberIncrementTooLarge", outcome(sequence("increment", "")));
        assertEquals("400 InvalidHeaderValue", outcome(sequence("update", "9223372036854775808")));
    }

    private Answer sequence(String action, String number) {
        FakeRequest request =
                world.request("PUT", BLOB + "?comp=properties")
                        .with("x-ms-sequence-number-action", action)
                        .body("");
        return world.send(
                number.isEmpty() ? request : request.with("x-ms-blob-sequence-number", number));
    }

    @Test
    void onlyTheNumberOrTheLengthLeavesTheOtherProperties() {
        world.send(creation("1024").with("x-ms-blob-content-type", "a/b"));
        sequence("update", "3");
        properties("x-ms-blob-content-length", "2048");
        assertEquals("a/b", header(world.send("HEAD", BLOB), "Content-Type"));
        world.send(
                world.request("PUT", BLOB + "?comp=properties")
                        .with("x-ms-blob-content-length", "512")
                        .with("x-ms-blob-cache-control", "none")
                        .body(""));
        Answer head = world.send("HEAD", BLOB);
        assertEquals("application/octet-stream", header(head, "Content-Type"));
        assertEquals("none", header(head, "Cache-Control"));
        assertEquals("3", header(head, "x-ms-blob-sequence-number"));
        Answer set = properties("x-ms-blob-content-language", "fr");
        assertEquals("3", header(set, "x-ms-blob-sequence-number"));
    }

    @Test
    void sequenceConditions() {
        world.send(creation("1024").with("x-ms-blob-sequence-number", "5"));
        String[][] cases = {
            {"le", "5", "201"}, {"le", "4", "412"}, {"lt", "6", "201"}, {"lt", "5", "412"},
            {"eq", "5", "201"}, {"eq", "4", "412"}, {"eq", "6", "412"}, {"le", "x", "400"}
        };
        for (String[] it : cases) {
            String name = "x-ms-if-sequence-number-" + it[0];
            Answer write = world.send(writing(0, random(512)).with(name, it[1]));
            Answer clear = world.send(clearing(0, 512).with(name, it[1]));
            assertTrue(outcome(write).startsWith(it[2]), name + " " + it[1]);
            assertEquals(outcome(write), outcome(clear));
            if (it[2].equals("412")) {
                assertEquals("412 SequenceNumberConditionNotMet", outcome(write));
            } else if (it[2].equals("201")) {
                assertEquals("5", header(write, "x-ms-blob-sequence-number"));
            }
        }
    }

    @Test
    void generalConditionsAndETags() {
        created(1024);
        String first = header(world.send(writing(0, random(512))), "ETag");
        String second = header(world.send(writing(0, random(512)).with("if-match", first)), "ETag");
        assertNotEquals(first, second);
        assertEquals(
                "412 ConditionNotMet",
                outcome(world.send(writing(0, random(512)).with("if-match", first))));
        assertEquals(
                "412 ConditionNotMet",
                outcome(world.send(clearing(0, 512).with("if-match", first))));
        assertEquals(
                "304 ConditionNotMet",
                outcome(world.send(world.request("GET", LIST).with("if-none-match", second))));
    }

    @Test
    void rangesThatAreNone() {
        created(8192);
        byte[] page = random(512);
        assertEquals("416 InvalidPageRange", outcome(world.send(writing(8192, page))));
        assertEquals("416 InvalidPageRange", outcome(world.send(writing(7680, random(1024)))));
        assertEquals("416 InvalidPageRange", outcome(world.send(writing(100, page))));
        assertEquals("416 InvalidPageRange", outcome(world.send(writing(0, random(100)))));
        assertEquals("416 InvalidPageRange", outcome(world.send(clearing(0, 16_384))));
        assertEquals("416 InvalidPageRange", outcome(world.send(writing("bytes=0-1023", page))));
        assertEquals("416 InvalidPageRange", outcome(world.send(writing("bytes=0-", page))));
        assertEquals(
                "400 MissingRequiredHeader",
                outcome(
                        world.send(
                                world.request("PUT", BLOB + "?comp=page")
                                        .with("x-ms-page-write", "update")
                                        .body(page))));
        assertEquals(
                "400 MissingRequiredHeader",
                outcome(world.send(world.request("PUT", BLOB + "?comp=page").body(page))));
        assertEquals(
                "400 InvalidHeaderValue",
                outcome(
                        world.send(
                                world.request("PUT", BLOB + "?comp=page")
                                        .with("x-ms-page-write", "both")
                                        .with("x-ms-range", "bytes=0-511")
                                        .body(page))));
        assertEquals("400 InvalidHeaderValue", outcome(world.send(clearing(0, 512).body(page))));
        created(16L << 20);
        assertEquals(
                "413 RequestBodyTooLarge",
                outcome(world.send(writing("bytes=0-" + ((4 << 20) + 511), page))));
    }

    @Test
    void checksumsAreHeld() {
        created(1 << 20);
        String wrong = Base64.getEncoder().encodeToString(new byte[16]);
        for (int size : new int[] {512, 100_352}) {
            assertEquals(
                    "400 Md5Mismatch",
                    outcome(world.send(writing(0, random(size)).with("content-md5", wrong))));
        }
        assertEquals("", pages(world.send("GET", LIST)));
        Answer write = world.send(writing(0, random(100_352)));
        assertTrue(header(write, "x-ms-content-crc64").length() > 4);
    }

    @Test
    void creating() {
        assertEquals("400 InvalidHeaderValue", outcome(world.send(creation("100"))));
        assertEquals("400 InvalidHeaderValue", outcome(world.send(creation("-512"))));
        assertEquals("400 OutOfRangeInput", outcome(world.send(creation((8L << 40) + 512 + ""))));
        assertEquals(
                "400 MissingRequiredHeader",
                outcome(
                        world.send(
                                world.request("PUT", BLOB)
                                        .with("x-ms-blob-type", "PageBlob")
                                        .body(""))));
        assertEquals("400 InvalidHeaderValue", outcome(world.send(creation("512").body("x"))));
        created(0);
        assertEquals("", text(world.send("GET", BLOB)));
        assertEquals("", pages(world.send("GET", LIST)));
        created(1024);
        world.send(writing(0, random(512)));
        created(1024);
        assertArrayEquals(new byte[1024], bytes(world.send("GET", BLOB)));
    }

    @Test
    void typesDoNotMix() {
        created(1024);
        String wrong = "409 InvalidBlobType";
        assertEquals(wrong, outcome(world.put(BLOB, new byte[3])));
        assertEquals(wrong, outcome(world.send("PUT", BLOB + "?comp=block&blockid=AAAA", "x")));
        assertEquals(wrong, outcome(world.send("PUT", BLOB + "?comp=appendblock", "x")));
        assertEquals(wrong, outcome(world.send("GET", BLOB + "?comp=blocklist")));
        world.send("DELETE", BLOB);
        world.put(BLOB, new byte[1024]);
        assertEquals(wrong, outcome(world.send(writing(0, random(512)))));
        assertEquals(wrong, outcome(world.send(clearing(0, 512))));
        assertEquals(wrong, outcome(world.send("GET", LIST)));
        assertEquals(wrong, outcome(properties("x-ms-blob-content-length", "512")));
        assertEquals(wrong, outcome(world.send(creation("512"))));
    }

    @Test
    void headersAndParametersOfOtherOperationsAreRefused() {
        created(1024);
        assertEquals(
                "400 UnsupportedHeader",
                outcome(
                        world.send(
                                world.request("GET", BLOB)
                                        .with("x-ms-if-sequence-number-le", "1"))));
        assertEquals(
                "400 UnsupportedQueryParameter",
                outcome(world.send("GET", BLOB + "?prevsnapshot=2026-01-01T00:00:00.0000000Z")));
        assertEquals(
                "400 UnsupportedHeader",
                outcome(
                        world.send(
                                world.request("GET", LIST)
                                        .with("x-ms-previous-snapshot-url", "https://x/y"))));
    }

    @Test
    void snapshotsThatAreNotThere() {
        created(1024);
        String time = "2026-01-01T00:00:00.0000000Z";
        assertEquals("404 BlobNotFound", outcome(world.send("GET", LIST + "&snapshot=" + time)));
        assertEquals(
                "409 PreviousSnapshotNotFound",
                outcome(world.send("GET", LIST + "&prevsnapshot=" + time)));
        assertEquals(
                "400 InvalidQueryParameterValue",
                outcome(world.send("GET", LIST + "&prevsnapshot=yesterday")));
        assertEquals(
                "400 InvalidQueryParameterValue",
                outcome(world.send("GET", LIST + "&prevsnapshot=-0001-01-01T00:00:00Z")));
    }
}
