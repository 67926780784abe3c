package fr.bleu.storage.api;

import static fr.bleu.storage.World.header;
import static fr.bleu.storage.World.outcome;
import static fr.bleu.storage.World.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.storage.World;
import fr.bleu.trust.Scope;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Snapshot Blob, and what can be done with snapshots. */
class SnapshotsTest {
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

    private void put(String blob, String content) {
        assertEquals(201, world.put(blob, content.getBytes(StandardCharsets.UTF_8)).status());
    }

    private String snapshot(String blob) {
        Answer answer = world.send("PUT", blob + "?comp=snapshot");
        assertEquals("201", outcome(answer));
        return header(answer, "x-ms-snapshot");
    }

    @Test
    void aSnapshotKeepsItsTags() {
        world.grant(world.owner, "Storage Blob Data Owner", Scope.of(""));
        put("/con/b", "x");
        String tags = "<Tags><TagSet><Tag><Key>a</Key><Value>%s</Value></Tag></TagSet></Tags>";
        world.send("PUT", "/con/b?comp=tags", tags.formatted("old"));
        String at = snapshot("/con/b");
        world.send("PUT", "/con/b?comp=tags", tags.formatted("new"));
        String kept = text(world.send("GET", "/con/b?comp=tags&snapshot=" + at));
        assertTrue(kept.contains("<Value>old</Value>"), kept);
    }

    private static String large(String text) {
        return (text + ".").repeat(30_000 / (text.length() + 1));
    }

    @Test
    void aSnapshotKeepsWhatTheBlobWas() {
        for (String content : List.of("small", large("large"))) {
            put("/con/b", content);
            Answer before = world.send("HEAD", "/con/b");
            String at = snapshot("/con/b");
            put("/con/b", "other");
            Answer read = world.send("GET", "/con/b?snapshot=" + at);
            assertEquals(content, text(read));
            assertEquals(header(before, "ETag"), header(read, "ETag"), "its ETag is the blob's");
            assertEquals("", header(read, "x-ms-lease-state"));
            assertEquals("other", text(world.send("GET", "/con/b")));
            Answer range =
                    world.send(
                            world.request("GET", "/con/b?snapshot=" + at)
                                    .with("x-ms-range", "bytes=1-3"));
            assertEquals(206, range.status());
            assertEquals(content.substring(1, 4), text(range));
            assertEquals("200", outcome(world.send("HEAD", "/con/b?snapshot=" + at)));
            assertEquals(
                    "304 ConditionNotMet",
                    outcome(
                            world.send(
                                    world.request("GET", "/con/b?snapshot=" + at)
                                            .with("if-none-match", header(read, "ETag")))));
        }
    }

    @Test
    void aSnapshotOfBlocksSharesThem() {
        world.send(world.request("PUT", "/con/b?comp=block&blockid=AAAA").body(large("block")));
        world.send(
                world.request("PUT", "/con/b?comp=blocklist")
                        .body("<BlockList><Latest>AAAA</Latest></BlockList>"));
        String at = snapshot("/con/b");
        put("/con/b", "other");
        assertEquals(large("block"), text(world.send("GET", "/con/b?snapshot=" + at)));
        String list = text(world.send("GET", "/con/b?comp=blocklist&snapshot=" + at));
        assertTrue(list.contains("<Name>AAAA</Name>"), list);
        assertEquals(
                "404 BlobNotFound",
                outcome(
                        world.send(
                                "GET",
                                "/con/b?comp=blocklist&snapshot=2020-01-01T00:00:00.0000000Z")));
    }

    @Test
    void metadataOfItsOwnAndConditions() {
        Answer put =
                world.send(
                        world.request("PUT", "/con/b")
                                .with("x-ms-blob-type", "BlockBlob")
                                .with("x-ms-meta-of", "blob")
                                .body("x"));
        String same = snapshot("/con/b");
        assertEquals("blob", meta(same));
        Answer own =
                world.send(
                        world.request("PUT", "/con/b?comp=snapshot")
                                .with("x-ms-meta-of", "snapshot"));
        assertEquals("snapshot", meta(header(own, "x-ms-snapshot")));
        assertNotEquals(header(put, "ETag"), header(own, "ETag"), "with metadata it is another");
        assertEquals(header(put, "ETag"), header(world.send("HEAD", "/con/b"), "ETag"));
        assertEquals(
                "412 ConditionNotMet",
                outcome(
                        world.send(
                                world.request("PUT", "/con/b?comp=snapshot")
                                        .with("if-match", "\"0x1\""))));
        assertEquals("404 BlobNotFound", outcome(world.send("PUT", "/con/none?comp=snapshot")));
        assertEquals("404 ContainerNotFound", outcome(world.send("PUT", "/none/b?comp=snapshot")));
    }

    private String meta(String at) {
        return header(world.send("GET", "/con/b?comp=metadata&snapshot=" + at), "x-ms-meta-of");
    }

    @Test
    void aBlobWithSnapshotsIsDeletedWithThemOnly() {
        put("/con/b", "one");
        String first = snapshot("/con/b");
        snapshot("/con/b");
        assertEquals("409 SnapshotsPresent", outcome(world.send("DELETE", "/con/b")));
        assertEquals("202", outcome(world.send("DELETE", "/con/b?snapshot=" + first)));
        assertEquals("404 BlobNotFound", outcome(world.send("DELETE", "/con/b?snapshot=" + first)));
        assertEquals("409 SnapshotsPresent", outcome(world.send("DELETE", "/con/b")));
        assertEquals("202", outcome(delete("/con/b", "only")));
        assertEquals("200", outcome(world.send("GET", "/con/b")));
        assertEquals(List.of("b"), Listing.of(world, "&include=snapshots"));
        String last = snapshot("/con/b");
        assertEquals("400 InvalidHeaderValue", outcome(delete("/con/b", "all")));
        assertEquals(
                "400 InvalidHeaderValue", outcome(delete("/con/b?snapshot=" + last, "include")));
        Answer gone = delete("/con/b", "include");
        assertEquals("202", outcome(gone));
        assertEquals("true", header(gone, "x-ms-delete-type-permanent"));
        assertEquals(List.of(), Listing.of(world, "&include=snapshots,deleted,uncommittedblobs"));
        assertEquals("404 BlobNotFound", outcome(world.send("GET", "/con/b?snapshot=" + last)));
    }

    private Answer delete(String target, String snapshots) {
        return world.send(world.request("DELETE", target).with("x-ms-delete-snapshots", snapshots));
    }

    @Test
    void moreSnapshotsThanOneCommitHoldsAreDeleted() {
        put("/con/b", "x".repeat(16_000));
        for (int i = 0; i < 70; i++) {
            snapshot("/con/b");
        }
        assertEquals(71, Listing.of(world, "&include=snapshots").size());
        assertEquals("202", outcome(delete("/con/b", "include")));
        assertEquals(List.of(), Listing.of(world, "&include=snapshots"));
        assertEquals(List.of(), Listing.of(world, ""));
    }

    @Test
    void listsShowSnapshotsOldestFirstBeforeTheirBlob() {
        for (String name : List.of("a", "dir/b", "dir/c", "z")) {
            put("/con/" + name, "x");
        }
        String b1 = snapshot("/con/dir/b");
        String b2 = snapshot("/con/dir/b");
        String z1 = snapshot("/con/z");
        assertTrue(b1.compareTo(b2) < 0, "named in order");
        List<String> all =
                List.of(
                        "a",
                        "dir/b snapshot " + b1,
                        "dir/b snapshot " + b2,
                        "dir/b",
                        "dir/c",
                        "z snapshot " + z1,
                        "z");
        assertEquals(all, Listing.of(world, "&include=snapshots"));
        assertEquals(
                List.of("a", "dir/ prefix", "z snapshot " + z1, "z"),
                Listing.of(world, "&include=snapshots&delimiter=/"));
        assertEquals(
                all.subList(1, 5), Listing.of(world, "&include=snapshots&delimiter=/&prefix=dir/"));
        assertEquals(List.of("a", "dir/b", "dir/c", "z"), Listing.of(world, ""));
    }

    @Test
    void whatHasNoSnapshotParameterRefusesIt() {
        put("/con/b", "x");
        String at = snapshot("/con/b");
        String refused = "400 UnsupportedQueryParameter";
        for (String write : List.of("comp=metadata", "comp=properties", "comp=snapshot")) {
            assertEquals(
                    refused,
                    outcome(world.send("PUT", "/con/b?" + write + "&snapshot=" + at)),
                    write);
        }
        String invalid = "400 InvalidQueryParameterValue";
        assertEquals(invalid, outcome(world.send("GET", "/con/b?snapshot=yesterday")));
        assertEquals(invalid, outcome(world.send("GET", "/con/b?snapshot=+99999-01-01T00:00:00Z")));
        assertEquals(
                invalid, outcome(world.send("GET", "/con/b?versionid=" + at + "&snapshot=" + at)));
    }
}
