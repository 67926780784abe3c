package fr.bleu.storage.api;

import static fr.bleu.storage.World.header;
import static fr.bleu.storage.World.outcome;
import static fr.bleu.storage.World.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.storage.World;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is kept of deleted blobs, snapshots, versions and containers, and for how long. */
class SoftDeleteTest {
    private static final String ALL = "&include=snapshots,versions,deleted";

    private World world;

    @BeforeEach
    void open() {
        world = new World();
        world.send("PUT", "/con?restype=container");
        world.management.settings(
                settings -> settings.withDeletion(7, false).withContainerDeletion(3));
        world.grant(world.principal("all"), "Storage Blob Data Owner", world.accountScope("acct"));
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void put(String blob, String content) {
        assertEquals("201", outcome(world.put(blob, content.getBytes(StandardCharsets.UTF_8))));
    }

    private Answer all(String method, String target) {
        return world.send(world.anonymous(method, target).with("authorization", "Bearer all"));
    }

    private Answer deleteWithSnapshots(String blob) {
        return world.send(world.request("DELETE", blob).with("x-ms-delete-snapshots", "include"));
    }

    private static String large(String text) {
        return (text + ".").repeat(30_000 / (text.length() + 1));
    }

    @Test
    void aDeletedBlobComesBackWithItsSnapshots() {
        for (String content : List.of("small", large("large"))) {
            put("/con/b", content);
            Answer before = world.send("HEAD", "/con/b");
            String at = header(world.send("PUT", "/con/b?comp=snapshot"), "x-ms-snapshot");
            Answer deleted = deleteWithSnapshots("/con/b");
            assertEquals("false", header(deleted, "x-ms-delete-type-permanent"));
            assertEquals("404 BlobNotFound", outcome(world.send("GET", "/con/b")));
            assertEquals("404 BlobNotFound", outcome(world.send("GET", "/con/b?snapshot=" + at)));
            assertEquals(List.of(), Listing.of(world, ""));
            assertEquals(List.of("b deleted days 7"), Listing.of(world, "&include=deleted"));
            assertEquals(List.of("b deleted days 7"), Listing.of(world, "&showonly=deleted"));
            assertEquals(
                    List.of("b snapshot " + at + " deleted days 7", "b deleted days 7"),
                    Listing.of(world, ALL));
            assertEquals("200", outcome(world.send("PUT", "/con/b?comp=undelete")));
            Answer after = world.send("GET", "/con/b");
            assertEquals(content, text(after));
            assertEquals(header(before, "ETag"), header(after, "ETag"));
            assertEquals(content, text(world.send("GET", "/con/b?snapshot=" + at)));
            assertEquals(List.of("b snapshot " + at, "b"), Listing.of(world, ALL));
            assertEquals("409 SnapshotsPresent", outcome(world.send("DELETE", "/con/b")));
            assertEquals("202", outcome(deleteWithSnapshots("/con/b")));
            world.clock.advance(Duration.ofDays(8));
            world.housekeeping.endDeleted();
        }
    }

    @Test
    void undeleteOfWhatIsNotDeleted() {
        assertEquals("404 BlobNotFound", outcome(world.send("PUT", "/con/b?comp=undelete")));
        put("/con/b", "x");
        assertEquals("200", outcome(world.send("PUT", "/con/b?comp=undelete")));
        assertEquals("404 ContainerNotFound", outcome(world.send("PUT", "/none/b?comp=undelete")));
    }

    @Test
    void whatIsOverwrittenBecomesADeletedSnapshot() {
        put("/con/b", large("one"));
        put("/con/b", "two");
        world.send(world.request("PUT", "/con/b?comp=metadata").with("x-ms-meta-a", "b"));
        List<String> listed = Listing.of(world, ALL);
        assertEquals(2, listed.size(), "metadata keep nothing");
        assertTrue(listed.getFirst().matches("b snapshot .* deleted days 7"), listed.getFirst());
        assertEquals(List.of("b"), Listing.of(world, "&include=snapshots"));
        assertEquals("202", outcome(world.send("DELETE", "/con/b")), "it is no live snapshot");
        assertEquals("200", outcome(world.send("PUT", "/con/b?comp=undelete")));
        assertEquals("two", text(world.send("GET", "/con/b")));
        String snapshot = Listing.of(world, "&include=snapshots").getFirst().split(" ")[2];
        assertEquals(large("one"), text(world.send("GET", "/con/b?snapshot=" + snapshot)));
    }

    @Test
    void aDeletedBlobThatWasWrittenAgainComesBackAsASnapshot() {
        put("/con/b", "old");
        world.send("DELETE", "/con/b");
        put("/con/b", "new");
        assertEquals(2, Listing.of(world, ALL).size());
        assertEquals(List.of("b"), Listing.of(world, "&include=deleted"), "no longer a blob");
        assertEquals("200", outcome(world.send("PUT", "/con/b?comp=undelete")));
        assertEquals("new", text(world.send("GET", "/con/b")));
        String snapshot = Listing.of(world, "&include=snapshots").getFirst().split(" ")[2];
        assertEquals("old", text(world.send("GET", "/con/b?snapshot=" + snapshot)));
        deleteWithSnapshots("/con/b");
        world.clock.advance(Duration.ofDays(7));
        assertEquals(List.of(), Listing.of(world, ALL));
        assertEquals(2, world.housekeeping.endDeleted());
    }

    @Test
    void whatIsKeptIsEndedWhenItsTimeIsOverAndNotBefore() {
        put("/con/a", large("a"));
        put("/con/b", "b");
        world.send("DELETE", "/con/a");
        world.clock.advance(Duration.ofDays(2));
        world.send("DELETE", "/con/b");
        assertEquals(List.of("a deleted days 5", "b deleted days 7"), Listing.of(world, ALL));
        assertEquals(0, world.housekeeping.endDeleted());
        world.clock.advance(Duration.ofDays(5).minusSeconds(1));
        assertEquals(0, world.housekeeping.endDeleted(), "a second is left");
        assertEquals("a deleted days 0", Listing.of(world, ALL).getFirst());
        world.clock.advance(Duration.ofSeconds(1));
        assertEquals(List.of("b deleted days 2"), Listing.of(world, ALL), "at once");
        assertEquals("404 BlobNotFound", outcome(world.send("PUT", "/con/a?comp=undelete")));
        assertEquals(1, world.housekeeping.endDeleted());
        assertEquals(0, world.housekeeping.endDeleted());
        assertEquals("200", outcome(world.send("PUT", "/con/b?comp=undelete")));
        world.clock.advance(Duration.ofDays(30));
        assertEquals(0, world.housekeeping.endDeleted(), "what came back does not end");
        assertEquals("b", text(world.send("GET", "/con/b")));
        world.send("DELETE", "/con/b");
        assertEquals(0, world.housekeeping.endDeleted(), "a later deletion has a later end");
        assertEquals(List.of("b deleted days 7"), Listing.of(world, ALL));
    }

    @Test
    void versionsAreDeletedSoftlyAndComeBack() {
        world.management.settings(settings -> settings.withVersioning(true));
        put("/con/b", "one");
        String one = header(world.send("HEAD", "/con/b"), "x-ms-version-id");
        put("/con/b", large("two"));
        Answer deleted = all("DELETE", "/con/b?versionid=" + one);
        assertEquals("false", header(deleted, "x-ms-delete-type-permanent"));
        assertEquals("404 BlobNotFound", outcome(world.send("GET", "/con/b?versionid=" + one)));
        assertEquals("404 BlobNotFound", outcome(all("DELETE", "/con/b?versionid=" + one)));
        assertEquals("b version " + one + " deleted days 7", Listing.of(world, ALL).getFirst());
        world.send("DELETE", "/con/b");
        assertEquals("200", outcome(world.send("PUT", "/con/b?comp=undelete")));
        assertEquals("one", text(world.send("GET", "/con/b?versionid=" + one)));
        assertEquals(
                "404 BlobNotFound", outcome(world.send("GET", "/con/b")), "no version is current");
    }

    @Test
    void whatIsOverDoesNotComeBackBeforeItIsEnded() {
        put("/con/b", "x");
        String at = header(world.send("PUT", "/con/b?comp=snapshot"), "x-ms-snapshot");
        world.send("DELETE", "/con/b?snapshot=" + at);
        world.clock.advance(Duration.ofDays(7));
        assertEquals("200", outcome(world.send("PUT", "/con/b?comp=undelete")));
        assertEquals(List.of("b"), Listing.of(world, ALL));
    }

    @Test
    void aNewVersionDoesNotTakeTheTimeOfADeletedBlob() {
        put("/con/b", "deleted");
        world.send("DELETE", "/con/b");
        world.management.settings(settings -> settings.withVersioning(true));
        put("/con/b", "one");
        put("/con/b", "two");
        assertEquals(3, Listing.of(world, ALL).size());
    }

    @Test
    void permanentDeletionOnlyWhereTheAccountAllowsIt() {
        put("/con/b", "x");
        String at = header(world.send("PUT", "/con/b?comp=snapshot"), "x-ms-snapshot");
        String target = "/con/b?deletetype=permanent&snapshot=" + at;
        assertEquals("403 AuthorizationPermissionMismatch", outcome(world.send("DELETE", target)));
        world.management.settings(settings -> settings.withDeletion(7, true));
        assertEquals("404 BlobNotFound", outcome(all("DELETE", target)), "not deleted yet");
        world.send("DELETE", "/con/b?snapshot=" + at);
        world.management.settings(settings -> settings.withDeletion(7, false));
        assertEquals("400 UnsupportedQueryParameter", outcome(all("DELETE", target)));
        world.management.settings(settings -> settings.withDeletion(7, true));
        Answer gone = all("DELETE", target);
        assertEquals("202", outcome(gone));
        assertEquals("true", header(gone, "x-ms-delete-type-permanent"));
        assertEquals(List.of("b"), Listing.of(world, ALL));
        assertEquals(
                "400 InvalidHeaderValue",
                outcome(all("DELETE", "/con/b?deletetype=permanent")),
                "never the blob itself");
        assertEquals(
                "400 InvalidQueryParameterValue",
                outcome(all("DELETE", "/con/b?deletetype=soft&snapshot=" + at)));
    }

    @Test
    void moreThanOneCommitHoldsIsDeletedAndComesBack() {
        put("/con/b", "x".repeat(16_000));
        for (int i = 0; i < 70; i++) {
            world.send("PUT", "/con/b?comp=snapshot");
        }
        List<String> before = Listing.of(world, ALL);
        assertEquals(71, before.size());
        assertEquals("202", outcome(deleteWithSnapshots("/con/b")));
        assertEquals(List.of(), Listing.of(world, ""));
        assertEquals("200", outcome(world.send("PUT", "/con/b?comp=undelete")));
        assertEquals(before, Listing.of(world, ALL));
        deleteWithSnapshots("/con/b");
        world.clock.advance(Duration.ofDays(7));
        assertEquals(71, world.housekeeping.endDeleted());
        assertEquals(List.of(), Listing.of(world, ALL));
    }

    @Test
    void aDeletedContainerComesBackWithItsBlobs() {
        put("/con/b", large("kept"));
        assertEquals("202", outcome(world.send("DELETE", "/con?restype=container")));
        assertEquals("404 ContainerNotFound", outcome(world.send("GET", "/con/b")));
        world.send("PUT", "/con?restype=container");
        assertEquals("409 ContainerAlreadyExists", outcome(restore(version(0))));
        world.send("DELETE", "/con?restype=container");
        String listed = text(world.send("GET", "/?comp=list&include=deleted"));
        assertEquals(3, listed.split("<Name>con</Name><Deleted>true</Deleted>").length, listed);
        assertTrue(listed.contains("<RemainingRetentionDays>3</RemainingRetentionDays>"), listed);
        assertEquals("404 ContainerNotFound", outcome(restore("0000000000000001")));
        assertEquals("404 ContainerNotFound", outcome(restore("x")));
        String version = version(0);
        assertEquals("201", outcome(restore(version)));
        assertEquals(large("kept"), text(world.send("GET", "/con/b")));
        assertEquals("404 ContainerNotFound", outcome(restore(version)), "only once");
        world.clock.advance(Duration.ofDays(3).plusSeconds(1));
        String later = text(world.send("GET", "/?comp=list&include=deleted"));
        assertTrue(!later.contains("<Deleted>"), later);
        assertEquals(1, world.housekeeping.endDeleted(), "the other one");
        assertEquals(large("kept"), text(world.send("GET", "/con/b")));
    }

    private String version(int n) {
        String listed = text(world.send("GET", "/?comp=list&include=deleted"));
        return listed.split("<Version>")[n + 1].split("</Version>")[0];
    }

    private Answer restore(String version) {
        return world.send(
                world.request("PUT", "/con?restype=container&comp=undelete")
                        .with("x-ms-deleted-container-name", "con")
                        .with("x-ms-deleted-container-version", version));
    }

    @Test
    void deletedContainersAreListedPageByPage() {
        for (String name : List.of("aaa", "bbb", "ccc")) {
            world.send("PUT", "/" + name + "?restype=container");
            world.send("DELETE", "/" + name + "?restype=container");
            world.send("PUT", "/" + name + "?restype=container");
        }
        StringBuilder found = new StringBuilder();
        String marker = "";
        do {
            String page =
                    text(
                            world.send(
                                    "GET",
                                    "/?comp=list&include=deleted&maxresults=1&marker="
                                            + marker.replace("!", "%21")));
            found.append(page.split("<Name>")[1].substring(0, 3));
            found.append(page.contains("<Deleted>") ? "- " : " ");
            marker =
                    page.contains("<NextMarker>")
                            ? page.split("<NextMarker>")[1].split("<")[0]
                            : "";
        } while (!marker.isEmpty());
        assertEquals("aaa- aaa bbb- bbb ccc- ccc con ", found.toString());
    }
}
