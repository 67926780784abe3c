package fr.bleu.storage.api;

import static fr.bleu.storage.World.header;
import static fr.bleu.storage.World.outcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.http.FakeRequest;
import fr.bleu.storage.World;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Access tiers, the archive and the way back from it. */
class TierTest {
    private World world;

    @BeforeEach
    void open() {
        world = new World();
        world.send("PUT", "/con?restype=container");
        world.put("/con/b", new byte[] {1});
    }

    @AfterEach
    void close() {
        world.close();
    }

    private String set(String tier) {
        return outcome(
                world.send(
                        world.request("PUT", "/con/b?comp=tier").with("x-ms-access-tier", tier)));
    }

    private String set(String tier, String priority) {
        return outcome(
                world.send(
                        world.request("PUT", "/con/b?comp=tier")
                                .with("x-ms-access-tier", tier)
                                .with("x-ms-rehydrate-priority", priority)));
    }

    /** Tier, whether inferred, archive status and priority. */
    private String shown() {
        Answer head = world.send("HEAD", "/con/b");
        return String.join(
                        " ",
                        header(head, "x-ms-access-tier"),
                        header(head, "x-ms-access-tier-inferred"),
                        header(head, "x-ms-archive-status"),
                        header(head, "x-ms-rehydrate-priority"))
                .strip();
    }

    /** What rules have archived comes back like a blob. */
    @Test
    void snapshotsAndVersionsHaveTiersOfTheirOwn() {
        world.management.settings(old -> old.withVersioning(true));
        world.put("/con/b", new byte[] {2});
        String version = header(world.send("HEAD", "/con/b"), "x-ms-version-id");
        String snapshot = header(world.send("PUT", "/con/b?comp=snapshot"), "x-ms-snapshot");
        for (String state : List.of("versionid=" + version, "snapshot=" + snapshot)) {
            assertEquals("200", setPast(state, "Archive"));
            assertEquals("409 BlobArchived", outcome(world.send("GET", "/con/b?" + state)));
            assertEquals("200", outcome(world.send("GET", "/con/b")));
            assertEquals("202", setPast(state, "Cool"));
            world.clock.advance(Duration.ofMinutes(2));
            assertEquals("200", outcome(world.send("GET", "/con/b?" + state)));
            Answer head = world.send("HEAD", "/con/b?" + state);
            assertEquals("Cool", header(head, "x-ms-access-tier"));
        }
        assertEquals("Hot", header(world.send("HEAD", "/con/b"), "x-ms-access-tier"));
        assertEquals("404 BlobNotFound", setPast("snapshot=2020-01-01T00:00:00.0000000Z", "Cool"));
        String current = header(world.send("HEAD", "/con/b"), "x-ms-version-id");
        assertEquals("200", setPast("versionid=" + current, "Cold"));
        assertEquals("Cold", header(world.send("HEAD", "/con/b"), "x-ms-access-tier"));
    }

    private String setPast(String state, String tier) {
        return outcome(
                world.send(
                        world.request("PUT", "/con/b?comp=tier&" + state)
                                .with("x-ms-access-tier", tier)));
    }

    @Test
    void onlyBlockBlobsHaveTiers() {
        world.send(world.request("PUT", "/con/log").with("x-ms-blob-type", "AppendBlob").body(""));
        assertEquals(
                "409 InvalidBlobType",
                outcome(
                        world.send(
                                world.request("PUT", "/con/log?comp=tier")
                                        .with("x-ms-access-tier", "Cool"))));
    }

    @Test
    void aTierIsInferredUntilOneIsSet() {
        assertEquals("Hot true", shown());
        String etag = header(world.send("HEAD", "/con/b"), "ETag");
        assertEquals("", header(world.send("HEAD", "/con/b"), "x-ms-access-tier-change-time"));
        world.clock.advance(Duration.ofSeconds(3));
        for (String tier : List.of("Cool", "Cold", "Hot")) {
            assertEquals("200", set(tier));
            assertEquals(tier, shown());
        }
        Answer head = world.send("HEAD", "/con/b");
        assertEquals(etag, header(head, "ETag"));
        assertEquals("Mon, 23 Nov 2026 12:00:03 GMT", header(head, "x-ms-access-tier-change-time"));
        world.put("/con/b", new byte[] {2});
        assertEquals("Hot true", shown());
    }

    @Test
    void aTierComesWithTheContent() {
        FakeRequest put =
                world.request("PUT", "/con/b")
                        .with("x-ms-blob-type", "BlockBlob")
                        .with("x-ms-access-tier", "cool")
                        .body("x");
        assertEquals("201", outcome(world.send(put)));
        assertEquals("Cool", shown());
        FakeRequest list =
                world.request("PUT", "/con/b?comp=blocklist")
                        .with("x-ms-access-tier", "Archive")
                        .body("<BlockList/>");
        assertEquals("201", outcome(world.send(list)));
        assertEquals("Archive", shown());
    }

    @Test
    void anArchivedBlobKeepsItsDataToItself() {
        set("Archive");
        for (String[] line :
                new String[][] {
                    {"GET", "/con/b", "409 BlobArchived"},
                    {"GET", "/con/b?comp=blocklist", "409 BlobArchived"},
                    {"PUT", "/con/b", "409 BlobArchived"},
                    {"PUT", "/con/b?comp=block&blockid=AAAA", "409 BlobArchived"},
                    {"PUT", "/con/b?comp=blocklist", "409 BlobArchived"},
                    {"PUT", "/con/b?comp=properties", "409 BlobArchived"},
                    {"PUT", "/con/b?comp=metadata", "409 BlobArchived"},
                    {"HEAD", "/con/b", "200"},
                    {"GET", "/con/b?comp=metadata", "200"},
                    {"DELETE", "/con/b", "202"},
                }) {
            FakeRequest request =
                    world.request(line[0], line[1]).with("x-ms-blob-type", "BlockBlob");
            if (line[0].equals("PUT")) {
                request.body(line[1].endsWith("list") ? "<BlockList/>" : "x");
            }
            assertEquals(line[2], outcome(world.send(request)), line[0] + " " + line[1]);
        }
    }

    @Test
    void rehydrationEndsAfterItsTime() {
        set("Archive");
        assertEquals("202", set("Hot"));
        assertEquals("Archive  rehydrate-pending-to-hot Standard", shown());
        assertEquals("409 BlobBeingRehydrated", outcome(world.send("GET", "/con/b")));
        world.clock.advance(Duration.ofSeconds(59));
        assertEquals("409 BlobBeingRehydrated", outcome(world.send("GET", "/con/b")));
        world.clock.advance(Duration.ofSeconds(1));
        assertEquals("Hot", shown());
        assertEquals("200", outcome(world.send("GET", "/con/b")));
        world.clock.advance(Duration.ofSeconds(30));
        assertEquals(
                "Mon, 23 Nov 2026 12:01:00 GMT",
                header(world.send("HEAD", "/con/b"), "x-ms-access-tier-change-time"));
    }

    @Test
    void rehydrationIsHastenedAndNeitherStoppedNorLedElsewhere() {
        set("Archive");
        assertEquals("202", set("Cool", "standard"));
        for (String other : List.of("Hot", "Cold", "Archive")) {
            assertEquals("409 BlobBeingRehydrated", set(other));
        }
        assertEquals("202", set("Cool"));
        assertEquals("202", set("Cool", "High"));
        assertEquals("Archive  rehydrate-pending-to-cool High", shown());
        assertEquals("202", set("Cool", "Standard"));
        String list = World.text(world.send("GET", "/con?restype=container&comp=list"));
        assertTrue(
                list.contains(
                        "<ArchiveStatus>rehydrate-pending-to-cool</ArchiveStatus>"
                                + "<RehydratePriority>High</RehydratePriority>"),
                list);
        world.clock.advance(Duration.ofSeconds(10));
        assertEquals("Cool", shown());
        assertEquals("200", set("Archive"));
        assertEquals("200", set("Archive"));
    }

    @Test
    void whatIsNoTierIsRefused() {
        assertEquals("400 InvalidHeaderValue", set("P10"));
        assertEquals("400 InvalidHeaderValue", set("Hot", "Soon"));
        assertEquals(
                "400 MissingRequiredHeader",
                outcome(world.send(world.request("PUT", "/con/b?comp=tier"))));
        assertEquals(
                "400 ConditionHeadersNotSupported",
                outcome(
                        world.send(
                                world.request("PUT", "/con/b?comp=tier")
                                        .with("x-ms-access-tier", "Cool")
                                        .with("if-match", "*"))));
        FakeRequest old =
                new FakeRequest(fr.bleu.http.Site.BLOB, "PUT", "/con/b?comp=tier")
                        .label("acct")
                        .origin(World.ORIGIN)
                        .with("authorization", "Bearer owner")
                        .with("x-ms-version", "2021-10-04")
                        .with("x-ms-access-tier", "Cold");
        assertEquals("400 InvalidHeaderValue", outcome(world.send(old)));
    }
}
