package fr.bleu.storage.api;

import static fr.bleu.storage.World.header;
import static fr.bleu.storage.World.outcome;
import static fr.bleu.storage.World.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.storage.World;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an account keeps that keeps earlier versions. */
class VersionsTest {
    private World world;

    @BeforeEach
    void open() {
        world = new World();
        world.send("PUT", "/con?restype=container");
        world.management.settings(settings -> settings.withVersioning(true));
        world.grant(world.principal("all"), "Storage Blob Data Owner", world.accountScope("acct"));
    }

    @AfterEach
    void close() {
        world.close();
    }

    /** The version's id. */
    private String put(String content) {
        Answer put = world.put("/con/b", content.getBytes(StandardCharsets.UTF_8));
        assertEquals("201", outcome(put));
        return header(put, "x-ms-version-id");
    }

    private Answer all(String method, String target) {
        return world.send(world.anonymous(method, target).with("authorization", "Bearer all"));
    }

    private static String large(String text) {
        return (text + ".").repeat(30_000 / (text.length() + 1));
    }

    @Test
    void eachWriteIsAVersionThatStays() {
        String one = put("one");
        String two = put(large("two"));
        Answer meta =
                world.send(world.request("PUT", "/con/b?comp=metadata").with("x-ms-meta-a", "b"));
        String three = header(meta, "x-ms-version-id");
        assertTrue(one.compareTo(two) < 0 && two.compareTo(three) < 0, "in order");
        assertEquals("one", text(world.send("GET", "/con/b?versionid=" + one)));
        assertEquals(large("two"), text(world.send("GET", "/con/b?versionid=" + two)));
        Answer current = world.send("GET", "/con/b");
        assertEquals(large("two"), text(current));
        assertEquals(three, header(current, "x-ms-version-id"));
        assertEquals("true", header(current, "x-ms-is-current-version"));
        Answer named = world.send("HEAD", "/con/b?versionid=" + three);
        assertEquals("true", header(named, "x-ms-is-current-version"));
        assertEquals("b", header(named, "x-ms-meta-a"));
        Answer earlier = world.send("HEAD", "/con/b?versionid=" + two);
        assertEquals(two, header(earlier, "x-ms-version-id"));
        assertEquals("", header(earlier, "x-ms-is-current-version"));
        assertEquals("", header(earlier, "x-ms-meta-a"));
        assertEquals(
                List.of("b version " + one, "b version " + two, "b version " + three + " current"),
                Listing.of(world, "&include=versions"));
        assertEquals(List.of("b"), Listing.of(world, ""));
        assertEquals(
                "404 BlobNotFound",
                outcome(world.send("GET", "/con/b?versionid=2020-01-01T00:00:00.0000000Z")));
    }

    @Test
    void propertiesMakeNoVersion() {
        String one = put("one");
        world.send(
                world.request("PUT", "/con/b?comp=properties")
                        .with("x-ms-blob-content-type", "text/x"));
        Answer current = world.send("HEAD", "/con/b");
        assertEquals(one, header(current, "x-ms-version-id"));
        assertEquals("text/x", header(current, "Content-Type"));
    }

    @Test
    void aDeletedBlobIsAnEarlierVersion() {
        String one = put("one");
        String two = put("two");
        Answer deleted = world.send("DELETE", "/con/b");
        assertEquals("202", outcome(deleted));
        assertEquals("false", header(deleted, "x-ms-delete-type-permanent"));
        assertEquals("404 BlobNotFound", outcome(world.send("GET", "/con/b")));
        assertEquals("two", text(world.send("GET", "/con/b?versionid=" + two)));
        assertEquals(
                List.of("b version " + one, "b version " + two),
                Listing.of(world, "&include=versions"));
        assertEquals(
                List.of("b version " + two + " versions-only"),
                Listing.of(world, "&include=deletedwithversions"));
        assertEquals(List.of(), Listing.of(world, "&include=deleted"));
        String three = put("three");
        assertTrue(two.compareTo(three) < 0, "a new blob does not take an old version's name");
        assertEquals("two", text(world.send("GET", "/con/b?versionid=" + two)));
    }

    @Test
    void versionsAreDeletedByThoseWhoMayAndNeverTheCurrentOne() {
        String one = put("one");
        String two = put("two");
        String denied = "403 AuthorizationPermissionMismatch";
        assertEquals(denied, outcome(world.send("DELETE", "/con/b?versionid=" + one)));
        assertEquals(
                "403 OperationNotAllowedOnRootBlob",
                outcome(all("DELETE", "/con/b?versionid=" + two)));
        Answer deleted = all("DELETE", "/con/b?versionid=" + one);
        assertEquals("202", outcome(deleted));
        assertEquals("true", header(deleted, "x-ms-delete-type-permanent"));
        assertEquals("404 BlobNotFound", outcome(all("DELETE", "/con/b?versionid=" + one)));
        assertEquals(
                List.of("b version " + two + " current"), Listing.of(world, "&include=versions"));
    }

    @Test
    void aSnapshotMakesAVersionToo() {
        String one = put(large("one"));
        Answer taken = world.send("PUT", "/con/b?comp=snapshot");
        String at = header(taken, "x-ms-snapshot");
        String two = header(taken, "x-ms-version-id");
        assertEquals(
                List.of("b version " + one, "b snapshot " + at, "b version " + two + " current"),
                Listing.of(world, "&include=versions,snapshots"));
        put("other");
        for (String state : List.of("versionid=" + one, "versionid=" + two, "snapshot=" + at)) {
            assertEquals(large("one"), text(world.send("GET", "/con/b?" + state)), state);
        }
        assertEquals("409 SnapshotsPresent", outcome(world.send("DELETE", "/con/b")));
    }

    @Test
    void whatWasWrittenBeforeAndAfterHasNoVersion() {
        world.management.settings(settings -> settings.withVersioning(false));
        assertEquals("", put("before"));
        world.management.settings(settings -> settings.withVersioning(true));
        Answer before = world.send("HEAD", "/con/b");
        assertEquals("", header(before, "x-ms-version-id"));
        String two = put("two");
        world.management.settings(settings -> settings.withVersioning(false));
        assertEquals("", put("three"));
        assertEquals("", header(world.send("HEAD", "/con/b"), "x-ms-version-id"));
        assertEquals("two", text(world.send("GET", "/con/b?versionid=" + two)));
        List<String> listed = new ArrayList<>(Listing.of(world, "&include=versions"));
        assertEquals(3, listed.size(), "the one before, the version, and what stands");
        put("four");
        assertEquals(listed, Listing.of(world, "&include=versions"), "nothing more is kept");
    }

    @Test
    void deletedBlobsWithVersionsAreListedPageByPage() {
        for (String name : List.of("a", "d/b", "d/c", "z")) {
            world.put("/con/" + name, new byte[1]);
            world.put("/con/" + name, new byte[1]);
        }
        world.send("DELETE", "/con/d/b");
        world.send("DELETE", "/con/z");
        List<String> listed = Listing.of(world, "&include=deletedwithversions");
        assertEquals(4, listed.size());
        assertEquals("a", listed.get(0));
        assertTrue(listed.get(1).matches("d/b version .* versions-only"), listed.get(1));
        assertEquals("d/c", listed.get(2));
        assertTrue(listed.get(3).matches("z version .* versions-only"), listed.get(3));
        assertEquals(3, Listing.of(world, "&include=deletedwithversions&delimiter=/").size());
    }
}
