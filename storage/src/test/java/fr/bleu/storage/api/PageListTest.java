package fr.bleu.storage.api;

import static fr.bleu.storage.World.header;
import static fr.bleu.storage.World.outcome;
import static fr.bleu.storage.World.text;
import static fr.bleu.storage.api.PageBlob.BLOB;
import static fr.bleu.storage.api.PageBlob.LIST;
import static fr.bleu.storage.api.PageBlob.pages;
import static fr.bleu.storage.api.PageBlob.random;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.storage.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The ranges of a page blob: which are listed, and which are none. */
class PageListTest {
    private final PageBlob disk = new PageBlob();
    private final World world = disk.world;

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void rangesListWhatWasWritten() {
        disk.created(1 << 20);
        assertEquals("", pages(world.send("GET", LIST)));
        world.send(disk.writing(512, random(512)));
        world.send(disk.writing(1024, random(512)));
        world.send(disk.writing(65_536, random(70_144)));
        assertEquals("Page 512-1535 Page 65536-135679", pages(world.send("GET", LIST)));
        assertEquals("201", outcome(world.send(disk.clearing(65_536, 16_384))));
        assertEquals("201", outcome(world.send(disk.clearing(1024, 512))));
        assertEquals("201", outcome(world.send(disk.clearing(100_352, 512))));
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
        disk.created(1 << 20);
        for (int i = 0; i < 5; i++) {
            world.send(disk.writing(i * 40_960L, random(512)));
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
        disk.created(64 << 20);
        for (int i = 0; i < 5; i++) {
            world.send(disk.writing(i * 40_960L, random(512)));
        }
        Answer all =
                world.send(
                        world.anonymous("GET", LIST + "&maxresults=2", "2019-12-12")
                                .with("authorization", "Bearer owner"));
        assertEquals(5, pages(all).split(" ").length / 2);
    }

    @Test
    void rangesThatAreNone() {
        disk.created(8192);
        byte[] page = random(512);
        assertEquals("416 InvalidPageRange", outcome(world.send(disk.writing(8192, page))));
        assertEquals("416 InvalidPageRange", outcome(world.send(disk.writing(7680, random(1024)))));
        assertEquals("416 InvalidPageRange", outcome(world.send(disk.writing(100, page))));
        assertEquals("416 InvalidPageRange", outcome(world.send(disk.writing(0, random(100)))));
        assertEquals("416 InvalidPageRange", outcome(world.send(disk.clearing(0, 16_384))));
        assertEquals(
                "416 InvalidPageRange", outcome(world.send(disk.writing("bytes=0-1023", page))));
        assertEquals("416 InvalidPageRange", outcome(world.send(disk.writing("bytes=0-", page))));
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
        assertEquals(
                "400 InvalidHeaderValue", outcome(world.send(disk.clearing(0, 512).body(page))));
        disk.created(16L << 20);
        assertEquals(
                "413 RequestBodyTooLarge",
                outcome(world.send(disk.writing("bytes=0-" + ((4 << 20) + 511), page))));
    }

    @Test
    void snapshotsThatAreNotThere() {
        disk.created(1024);
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
