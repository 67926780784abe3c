package fr.bleu.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.http.FakeRequest;
import fr.bleu.store.Key;
import fr.bleu.trust.Origin;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the change feed tells of which operation. */
class ChangeFeedTest {
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

    private FakeRequest put(String target) {
        return world.request("PUT", target);
    }

    private void done(FakeRequest request) {
        Answer answer = world.send(request);
        assertTrue(answer.status() < 300, () -> World.outcome(answer));
    }

    private void write(String blob, String text) {
        done(put(blob).with("x-ms-blob-type", "BlockBlob").body(text));
    }

    private List<String> told() {
        world.housekeeping.publish();
        return feed.told();
    }

    private Feed.Event last() {
        world.housekeeping.publish();
        return feed.events().getLast();
    }

    @Test
    void whatAnEventSays() {
        Origin origin = new Origin("192.0.2.7", "8c1bd2f9-0000-4000-8000-000000000001", "mine");
        Account account = world.account("acct");
        String key = Base64.getEncoder().encodeToString(account.key1().secret());
        FakeRequest request =
                world.anonymous("PUT", "/con/a/ü")
                        .with("x-ms-blob-type", "BlockBlob")
                        .with("x-ms-blob-content-type", "text/plain")
                        .body("four")
                        .origin(origin);
        Answer answer = world.send(Signed.sharedKey(request, "acct", key, world.clock.instant()));
        Feed.Event event = last();
        assertEquals(5L, event.fields().get("schemaVersion"));
        assertEquals(world.accountScope("acct").path(), event.text("topic"));
        assertEquals("/blobServices/default/containers/con/blobs/a/ü", event.text("subject"));
        assertEquals("BlobCreated", event.text("eventType"));
        assertEquals("2026-11-23T12:00:00.5000000Z", event.text("eventTime"));
        assertTrue(event.text("id").matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"));
        Map<String, Object> data = event.data();
        assertEquals("PutBlob", data.get("api"));
        assertEquals("mine", data.get("clientRequestId"));
        assertEquals("8c1bd2f9-0000-4000-8000-000000000001", data.get("requestId"));
        assertEquals(World.header(answer, "etag"), "\"" + data.get("etag") + "\"");
        assertEquals("text/plain", data.get("contentType"));
        assertEquals(4L, data.get("contentLength"));
        assertEquals("BlockBlob", data.get("blobType"));
        assertEquals("Hot", data.get("blobTier"));
        assertEquals("", data.get("url"));
        assertEquals(48, ((String) data.get("sequencer")).length());
        for (String absent :
                List.of("blobVersion", "previousInfo", "snapshot", "blobTagsUpdated")) {
            assertNull(data.get(absent), absent);
        }
    }

    @Test
    void writesAndDeletions() {
        write("/con/a", "1");
        done(put("/con/a?comp=block&blockid=AAAA").body("block"));
        done(put("/con/a?comp=blocklist").body("<BlockList><Latest>AAAA</Latest></BlockList>"));
        done(put("/con/a?comp=metadata").with("x-ms-meta-k", "v"));
        done(put("/con/log").with("x-ms-blob-type", "AppendBlob").body(""));
        done(put("/con/log?comp=appendblock").body("more"));
        done(
                put("/con/disk")
                        .with("x-ms-blob-type", "PageBlob")
                        .with("x-ms-blob-content-length", "1024")
                        .body(""));
        done(
                put("/con/disk?comp=page")
                        .with("x-ms-page-write", "update")
                        .with("x-ms-range", "bytes=0-511")
                        .body("x".repeat(512)));
        done(put("/con/disk?comp=properties").with("x-ms-blob-content-length", "512"));
        done(
                put("/con/a?comp=lease")
                        .with("x-ms-lease-action", "acquire")
                        .with("x-ms-lease-duration", "15"));
        done(
                put("/con/a?comp=lease")
                        .with("x-ms-lease-action", "break")
                        .with("x-ms-lease-break-period", "0"));
        done(world.request("DELETE", "/con/a"));
        assertEquals(
                List.of(
                        "BlobCreated PutBlob a",
                        "BlobCreated PutBlockList a",
                        "BlobPropertiesUpdated SetBlobMetadata a",
                        "BlobCreated PutBlob log",
                        "BlobCreated PutBlob disk",
                        "BlobPropertiesUpdated SetBlobProperties disk",
                        "BlobDeleted DeleteBlob a"),
                told());
    }

    @Test
    void refusedRequestsAreNotTold() {
        write("/con/a", "1");
        assertEquals(
                412,
                world.send(
                                put("/con/a")
                                        .with("x-ms-blob-type", "BlockBlob")
                                        .with("if-match", "\"0x1\"")
                                        .body("2"))
                        .status());
        assertEquals(404, world.send("DELETE", "/con/b").status());
        assertEquals(List.of("BlobCreated PutBlob a"), told());
    }

    @Test
    void properties() {
        write("/con/a", "1");
        done(put("/con/a?comp=properties").with("x-ms-blob-content-type", "text/css"));
        Feed.Event event = last();
        assertEquals("BlobPropertiesUpdated SetBlobProperties a", event.toString());
        assertEquals(
                Map.of("current", "text/css", "previous", "application/octet-stream"),
                ((Map<?, ?>) event.data().get("blobPropertiesUpdated")).get("ContentType"));
        done(put("/con/a?comp=properties").with("x-ms-blob-content-type", "text/css"));
        assertEquals(3, told().size());
    }

    @Test
    void tags() {
        write("/con/a", "1");
        String xml = "<Tags><TagSet><Tag><Key>k</Key><Value>v</Value></Tag></TagSet></Tags>";
        world.grant(world.owner, "Storage Blob Data Owner", world.accountScope("acct"));
        done(put("/con/a?comp=tags").body(xml));
        Feed.Event event = last();
        assertEquals("BlobPropertiesUpdated SetBlobTags a", event.toString());
        assertEquals(
                Map.of("current", Map.of("k", "v"), "previous", Map.of()),
                event.data().get("blobTagsUpdated"));
    }

    @Test
    void tiers() {
        write("/con/a", "1");
        done(put("/con/a?comp=tier").with("x-ms-access-tier", "Hot"));
        done(put("/con/a?comp=tier").with("x-ms-access-tier", "Archive"));
        Feed.Event event = last();
        assertEquals("BlobTierChanged SetBlobTier a", event.toString());
        assertEquals("Archive", event.data().get("blobTier"));
        assertEquals(Map.of("PreviousTier", "Hot"), event.data().get("previousInfo"));
        done(put("/con/a?comp=tier").with("x-ms-access-tier", "Cool"));
        event = last();
        assertEquals("BlobAsyncOperationInitiated SetBlobTier a", event.toString());
        assertEquals(
                Map.of("DestinationTier", "Cool", "WasAsyncOperation", "true"),
                event.data().get("asyncOperationInfo"));
        assertEquals(3, feed.told().size(), feed.told()::toString);
    }

    @Test
    void snapshotsAndSoftDeletion() {
        world.management.settings(old -> old.withDeletion(7, false));
        write("/con/a", "1");
        String at = World.header(world.send("PUT", "/con/a?comp=snapshot"), "x-ms-snapshot");
        Feed.Event event = last();
        assertEquals("BlobSnapshotCreated SnapshotBlob a", event.toString());
        assertEquals(at, event.data().get("snapshot"));
        done(world.request("DELETE", "/con/a").with("x-ms-delete-snapshots", "include"));
        event = last();
        assertEquals(Map.of("WasBlobSoftDeleted", "true"), event.data().get("previousInfo"));
        assertEquals(at, feed.events().get(2).data().get("snapshot"));
        done(put("/con/a?comp=undelete"));
        done(world.request("DELETE", "/con/a?snapshot=" + at));
        assertEquals(
                List.of(
                        "BlobCreated PutBlob a",
                        "BlobSnapshotCreated SnapshotBlob a",
                        "BlobDeleted DeleteBlob a",
                        "BlobDeleted DeleteBlob a",
                        "BlobSnapshotCreated UndeleteBlob a",
                        "BlobCreated UndeleteBlob a",
                        "BlobDeleted DeleteBlob a"),
                told());
    }

    @Test
    void versions() {
        world.management.settings(old -> old.withVersioning(true));
        write("/con/a", "1");
        String first = (String) last().data().get("blobVersion");
        write("/con/a", "2");
        Map<String, Object> data = last().data();
        assertEquals(
                Map.of("BlobVersion", data.get("blobVersion"), "LastVersion", first),
                data.get("previousInfo"));
        world.grant(world.owner, "Storage Blob Data Owner", world.accountScope("acct"));
        done(world.request("DELETE", "/con/a?versionid=" + first));
        assertEquals("BlobDeleted DeleteBlob a", last().toString());
        assertEquals(first, last().data().get("blobVersion"));
        assertFalse(
                World.text(
                                world.send(
                                        "GET",
                                        "/$blobchangefeed?restype=container&comp=list"
                                                + "&include=versions"))
                        .contains("<VersionId>"),
                "the feed itself has no versions");
    }

    @Test
    void copies() {
        done(put("/con/a?comp=block&blockid=AAAA").body("block"));
        done(put("/con/a?comp=blocklist").body("<BlockList><Latest>AAAA</Latest></BlockList>"));
        String source = "https://acct.blob.core.bleu.localhost:8443/con/a";
        done(put("/con/b").with("x-ms-copy-source", source));
        done(
                put("/con/c")
                        .with("x-ms-copy-source", source)
                        .with("x-ms-copy-source-authorization", "Bearer owner")
                        .with("x-ms-blob-type", "BlockBlob")
                        .body(""));
        assertEquals(
                List.of(
                        "BlobCreated PutBlockList a",
                        "BlobCreated CopyBlob b",
                        "BlobCreated PutBlob c"),
                told());
    }

    @Test
    void onlyWhileItIsOn() {
        write("/con/a", "1");
        world.management.settings(old -> old.withChangeFeed(FeedSettings.OFF));
        write("/con/b", "2");
        assertEquals(List.of("BlobCreated PutBlob a"), told());
        world.management.feed();
        write("/con/c", "3");
        assertEquals(List.of("BlobCreated PutBlob a", "BlobCreated PutBlob c"), told());
    }

    @Test
    void withoutAFeedNothingIsWritten() {
        World other = new World();
        other.send("PUT", "/con?restype=container");
        other.put("/con/a", "1".getBytes(StandardCharsets.UTF_8));
        other.housekeeping.publish();
        assertEquals(404, other.send("GET", "/$blobchangefeed?restype=container").status());
        Key account = Key.of(other.account("acct").id(), Tables.FEED_OUTBOX);
        assertTrue(other.store.scanPrefix(account, 1).isEmpty());
        other.close();
    }
}
