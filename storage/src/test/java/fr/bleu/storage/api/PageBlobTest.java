package fr.bleu.storage.api;

import static fr.bleu.storage.World.bytes;
import static fr.bleu.storage.World.header;
import static fr.bleu.storage.World.outcome;
import static fr.bleu.storage.World.text;
import static fr.bleu.storage.api.PageBlob.BLOB;
import static fr.bleu.storage.api.PageBlob.LIST;
import static fr.bleu.storage.api.PageBlob.pages;
import static fr.bleu.storage.api.PageBlob.random;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.storage.World;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Page blobs over the wire's types. */
class PageBlobTest {
    private final PageBlob disk = new PageBlob();
    private final World world = disk.world;

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void whatWasNotWrittenIsZeros() {
        disk.created(8L << 40);
        assertArrayEquals(new byte[1000], disk.read((8L << 40) - 1000, 1000));
        byte[] body = random(1024);
        assertEquals("201", outcome(world.send(disk.writing((8L << 40) - 1024, body))));
        byte[] expected = new byte[2048];
        System.arraycopy(body, 0, expected, 1024, 1024);
        assertArrayEquals(expected, disk.read((8L << 40) - 2048, 2048));
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
        disk.created(length);
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
            assertEquals("201", outcome(world.send(disk.writing(write[0], body))));
            System.arraycopy(body, 0, model, write[0], body.length);
        }
        assertArrayEquals(model, bytes(world.send("GET", BLOB)));
        assertArrayEquals(Arrays.copyOfRange(model, 777, 2_000_001), disk.read(777, 1_999_224));
    }

    @Test
    void clearedIsZerosAndGone() {
        disk.created(1 << 20);
        world.send(disk.writing(0, random(1 << 20)));
        Answer clear = world.send(disk.clearing(0, 1 << 20));
        assertEquals("201", outcome(clear));
        assertArrayEquals(new byte[1 << 20], bytes(world.send("GET", BLOB)));
        assertEquals("", pages(world.send("GET", LIST)));
        assertEquals(header(clear, "ETag"), header(world.send("HEAD", BLOB), "ETag"));
    }

    @Test
    void aLongClearTakesSeveralCommits() {
        disk.created(64L << 20);
        byte[] body = random(4 << 20);
        for (int i = 0; i < 3; i++) {
            assertEquals("201", outcome(world.send(disk.writing(i * (20L << 20), body))));
        }
        for (int i = 0; i < 70; i++) {
            world.send(disk.writing((10L << 20) + i * 16_384L + 512, random(1024)));
        }
        assertEquals("201", outcome(world.send(disk.clearing(1024, (64L << 20) - 1536))));
        assertEquals("Page 0-1023", pages(world.send("GET", LIST)));
        assertArrayEquals(Arrays.copyOf(body, 1024), disk.read(0, 1024));
    }

    @Test
    void shrinkingForgetsWhatWasBehind() {
        disk.created(10L << 20);
        byte[] body = random(4 << 20);
        world.send(disk.writing(0, body));
        world.send(disk.writing(6L << 20, body));
        assertEquals("200", outcome(disk.properties("x-ms-blob-content-length", "10240")));
        assertEquals("10240", header(world.send("GET", LIST), "x-ms-blob-content-length"));
        assertEquals("200", outcome(disk.properties("x-ms-blob-content-length", (12L << 20) + "")));
        assertEquals("Page 0-10239", pages(world.send("GET", LIST)));
        byte[] expected = new byte[12 << 20];
        System.arraycopy(body, 0, expected, 0, 10_240);
        assertArrayEquals(expected, bytes(world.send("GET", BLOB)));
        assertEquals(
                "400 InvalidHeaderValue",
                outcome(disk.properties("x-ms-blob-content-length", "5")));
        assertEquals(
                "400 OutOfRangeInput",
                outcome(disk.properties("x-ms-blob-content-length", (8L << 40) + 512 + "")));
    }

    @Test
    void checksumsAreHeld() {
        disk.created(1 << 20);
        String wrong = Base64.getEncoder().encodeToString(new byte[16]);
        for (int size : new int[] {512, 100_352}) {
            assertEquals(
                    "400 Md5Mismatch",
                    outcome(world.send(disk.writing(0, random(size)).with("content-md5", wrong))));
        }
        assertEquals("", pages(world.send("GET", LIST)));
        Answer write = world.send(disk.writing(0, random(100_352)));
        assertTrue(header(write, "x-ms-content-crc64").length() > 4);
    }

    @Test
    void creating() {
        assertEquals("400 InvalidHeaderValue", outcome(world.send(disk.creation("100"))));
        assertEquals("400 InvalidHeaderValue", outcome(world.send(disk.creation("-512"))));
        assertEquals(
                "400 OutOfRangeInput", outcome(world.send(disk.creation((8L << 40) + 512 + ""))));
        assertEquals(
                "400 MissingRequiredHeader",
                outcome(
                        world.send(
                                world.request("PUT", BLOB)
                                        .with("x-ms-blob-type", "PageBlob")
                                        .body(""))));
        assertEquals("400 InvalidHeaderValue", outcome(world.send(disk.creation("512").body("x"))));
        disk.created(0);
        assertEquals("", text(world.send("GET", BLOB)));
        assertEquals("", pages(world.send("GET", LIST)));
        disk.created(1024);
        world.send(disk.writing(0, random(512)));
        disk.created(1024);
        assertArrayEquals(new byte[1024], bytes(world.send("GET", BLOB)));
    }

    @Test
    void typesDoNotMix() {
        disk.created(1024);
        String wrong = "409 InvalidBlobType";
        assertEquals(wrong, outcome(world.put(BLOB, new byte[3])));
        assertEquals(wrong, outcome(world.send("PUT", BLOB + "?comp=block&blockid=AAAA", "x")));
        assertEquals(wrong, outcome(world.send("PUT", BLOB + "?comp=appendblock", "x")));
        assertEquals(wrong, outcome(world.send("GET", BLOB + "?comp=blocklist")));
        world.send("DELETE", BLOB);
        world.put(BLOB, new byte[1024]);
        assertEquals(wrong, outcome(world.send(disk.writing(0, random(512)))));
        assertEquals(wrong, outcome(world.send(disk.clearing(0, 512))));
        assertEquals(wrong, outcome(world.send("GET", LIST)));
        assertEquals(wrong, outcome(disk.properties("x-ms-blob-content-length", "512")));
        assertEquals(wrong, outcome(world.send(disk.creation("512"))));
    }

    @Test
    void headersAndParametersOfOtherOperationsAreRefused() {
        disk.created(1024);
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
}
