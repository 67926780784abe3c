package fr.bleu.storage.api;

import static fr.bleu.storage.World.header;
import static fr.bleu.storage.World.outcome;
import static org.junit.jupiter.api.Assertions.assertEquals;

import fr.bleu.http.Answer;
import fr.bleu.http.FakeRequest;
import fr.bleu.http.Percent;
import fr.bleu.storage.World;
import fr.bleu.trust.Scope;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tags of versions and snapshots, which are theirs alone and found by nobody. */
class PastTagsTest {
    private World world;
    private String version;
    private String snapshot;

    /** A blob with an earlier version and a snapshot of the current one. */
    @BeforeEach
    void open() {
        world = new World();
        world.grant(world.owner, "Storage Blob Data Owner", Scope.of(""));
        world.send("PUT", "/con?restype=container");
        world.management.settings(old -> old.withVersioning(true));
        version = "versionid=" + header(upload("1"), "x-ms-version-id");
        upload("2");
        Answer taken = world.send("PUT", "/con/b?comp=snapshot");
        snapshot = "snapshot=" + header(taken, "x-ms-snapshot");
    }

    @AfterEach
    void close() {
        world.close();
    }

    private Answer upload(String tag) {
        return world.send(
                world.request("PUT", "/con/b")
                        .with("x-ms-blob-type", "BlockBlob")
                        .with("x-ms-tags", "a=" + tag)
                        .body("content"));
    }

    private FakeRequest setting(String state, String tag) {
        return world.request("PUT", "/con/b?comp=tags&" + state)
                .body(
                        "<Tags><TagSet><Tag><Key>a</Key><Value>"
                                + tag
                                + "</Value></Tag></TagSet></Tags>");
    }

    private String set(String state, String tag) {
        return outcome(world.send(setting(state, tag)));
    }

    /** The one tag's value. */
    private String tag(String state) {
        String xml = World.text(world.send("GET", "/con/b?comp=tags&" + state));
        return xml.replaceAll("(?s).*<Value>(.*)</Value>.*", "$1");
    }

    private boolean finds(String where) {
        Answer found = world.send("GET", "/?comp=blobs&where=" + Percent.encode(where));
        assertEquals(200, found.status());
        return World.text(found).contains("<Name>b</Name>");
    }

    @Test
    void eachStateHasItsOwn() {
        for (String state : List.of(version, snapshot)) {
            String etag = header(world.send("HEAD", "/con/b?" + state), "ETag");
            world.clock.advance(Duration.ofSeconds(9));
            assertEquals("204", set(state, "3"));
            assertEquals("3", tag(state));
            assertEquals(etag, header(world.send("HEAD", "/con/b?" + state), "ETag"));
            assertEquals("2", tag(""));
        }
    }

    @Test
    void conditionsAreThoseOfTheState() {
        for (String state : List.of(version, snapshot)) {
            set(state, "3");
            FakeRequest current = setting(state, "4").with("x-ms-if-tags", "a = '2'");
            assertEquals("412 ConditionNotMet", outcome(world.send(current)));
            FakeRequest own = setting(state, "4").with("x-ms-if-tags", "a = '3'");
            assertEquals("204", outcome(world.send(own)));
        }
    }

    @Test
    void searchesFindCurrentBlobsOnly() {
        set(version, "3");
        set(snapshot, "3");
        assertEquals(true, finds("a = '2'"));
        assertEquals(false, finds("a = '3'"));
        String current = header(world.send("HEAD", "/con/b"), "x-ms-version-id");
        assertEquals("204", set("versionid=" + current, "4"));
        assertEquals(true, finds("a = '4'"));
        world.send(world.request("DELETE", "/con/b").with("x-ms-delete-snapshots", "include"));
        assertEquals("204", set(version, "5"));
        assertEquals("5", tag(version));
        assertEquals(false, finds("a >= '0'"));
    }

    @Test
    void whatIsNotThereTakesNone() {
        for (String state : List.of("versionid", "snapshot")) {
            String never = state + "=2020-01-01T00:00:00.0000000Z";
            assertEquals("404 BlobNotFound", set(never, "3"));
            assertEquals("400 InvalidQueryParameterValue", set(state + "=x", "3"));
        }
        world.management.settings(old -> old.withDeletion(7, false));
        for (String state : List.of(version, snapshot)) {
            world.send("DELETE", "/con/b?" + state);
            assertEquals("404 BlobNotFound", set(state, "3"));
        }
        assertEquals("2", tag(""));
    }
}
