package fr.bleu.storage;

import static fr.bleu.storage.CopyRequests.HERE;
import static fr.bleu.storage.CopyRequests.LARGE;
import static fr.bleu.storage.CopyRequests.SMALL;
import static fr.bleu.storage.CopyRequests.THERE;
import static fr.bleu.storage.CopyRequests.authorized;
import static fr.bleu.storage.World.outcome;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.http.FakeRequest;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Copies over the whole platform in memory: what they make. */
class CopyTest {
    private final CopyRequests copies = new CopyRequests();
    private final World world = copies.world;

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void withinAnAccountContentIsSharedAndOutlivesItsSource() {
        for (boolean large : new boolean[] {true, false}) {
            byte[] bytes = large ? LARGE : SMALL;
            String name = large ? "large" : "small";
            assertEquals(
                    "201",
                    outcome(world.send(copies.putFrom("/con/a" + name, HERE + "/con/" + name))));
            assertEquals(
                    "202",
                    outcome(world.send(copies.copy("/con/b" + name, HERE + "/con/" + name))));
            assertEquals(
                    "202",
                    outcome(world.send(copies.copyNow("/con/c" + name, HERE + "/con/" + name))));
            if (large) {
                assertEquals(3, CopyOracle.references(world, "con", name));
            }
            CopyOracle.check(world);
            assertEquals("202", outcome(world.send("DELETE", "/con/" + name)));
            for (String copy : new String[] {"a", "b", "c"}) {
                assertArrayEquals(bytes, copies.content("/con/" + copy + name));
            }
            CopyOracle.check(world);
        }
    }

    @Test
    void aCopyOntoItselfIsOne() {
        assertEquals("202", outcome(world.send(copies.copy("/con/large", HERE + "/con/large"))));
        assertArrayEquals(LARGE, copies.content("/con/large"));
        CopyOracle.check(world);
    }

    @Test
    void aCopyTellsItsState() {
        Answer copied =
                world.send(
                        copies.copy("/con/to", HERE + "/con/large").with("x-ms-meta-own", "mine"));
        assertEquals("success", World.header(copied, "x-ms-copy-status"));
        Answer head = world.send("HEAD", "/con/to");
        assertEquals(World.header(copied, "x-ms-copy-id"), World.header(head, "x-ms-copy-id"));
        assertEquals(HERE + "/con/large", World.header(head, "x-ms-copy-source"));
        assertEquals("70000/70000", World.header(head, "x-ms-copy-progress"));
        assertFalse(World.header(head, "x-ms-copy-completion-time").isEmpty());
        assertEquals("text/x", World.header(head, "Content-Type"));
        assertEquals("no-store", World.header(head, "Cache-Control"));
        assertEquals("mine", World.header(head, "x-ms-meta-own"));
        assertEquals("", World.header(head, "x-ms-meta-from"));
        String list = "/con?restype=container&comp=list";
        assertTrue(
                World.text(world.send("GET", list + "&include=copy"))
                        .contains("<CopyStatus>success</CopyStatus><CopySource>" + HERE));
        assertFalse(World.text(world.send("GET", list)).contains("CopyStatus"));
        assertEquals(
                "409 NoPendingCopyOperation",
                outcome(
                        world.send(
                                world.request(
                                                "PUT",
                                                "/con/to?comp=copy&copyid="
                                                        + World.header(copied, "x-ms-copy-id"))
                                        .with("x-ms-copy-action", "abort"))));
        assertEquals("201", outcome(world.put("/con/to", SMALL)));
        assertEquals("", World.header(world.send("HEAD", "/con/to"), "x-ms-copy-id"));
    }

    @Test
    void putFromUrlCopiesPropertiesUnlessToldNotTo() {
        world.send(copies.putFrom("/con/a", HERE + "/con/large"));
        Answer head = world.send("HEAD", "/con/a");
        assertEquals("text/x", World.header(head, "Content-Type"));
        assertEquals("source", World.header(head, "x-ms-meta-from"));
        assertEquals("", World.header(head, "x-ms-copy-id"));
        world.send(
                copies.putFrom("/con/a", HERE + "/con/large")
                        .with("x-ms-copy-source-blob-properties", "false"));
        head = world.send("HEAD", "/con/a");
        assertEquals("application/octet-stream", World.header(head, "Content-Type"));
        assertEquals("", World.header(head, "Cache-Control"));
        assertEquals("", World.header(head, "x-ms-meta-from"));
        world.send(
                copies.putFrom("/con/a", HERE + "/con/large")
                        .with("x-ms-blob-content-type", "text/own"));
        head = world.send("HEAD", "/con/a");
        assertEquals("text/own", World.header(head, "Content-Type"));
        assertEquals("no-store", World.header(head, "Cache-Control"));
    }

    @Test
    void anotherAccountsContentIsWrittenAnew() {
        for (boolean large : new boolean[] {true, false}) {
            byte[] bytes = large ? LARGE : SMALL;
            String source = THERE + "/con/" + (large ? "large" : "small");
            assertEquals("201", outcome(world.send(authorized(copies.putFrom("/con/a", source)))));
            assertArrayEquals(bytes, copies.content("/con/a"));
            assertEquals("202", outcome(world.send(authorized(copies.copy("/con/b", source)))));
            assertArrayEquals(bytes, copies.content("/con/b"));
            assertEquals("202", outcome(world.send(authorized(copies.copyNow("/con/c", source)))));
            assertArrayEquals(bytes, copies.content("/con/c"));
            CopyOracle.check(world);
        }
    }

    @Test
    void aCopyHonoursWhatIsLaidDownBesideContent() {
        world.grant(world.owner, "Storage Blob Data Owner", world.accountScope("acct"));
        for (FakeRequest request :
                new FakeRequest[] {
                    copies.copy("/con/a", HERE + "/con/small"),
                    copies.copyNow("/con/a", HERE + "/con/small"),
                    copies.putFrom("/con/a", HERE + "/con/small")
                }) {
            request.with("x-ms-tags", "a=b").with("x-ms-access-tier", "Cool");
            assertEquals(2, world.send(request).status() / 100);
            Answer head = world.send("HEAD", "/con/a");
            assertEquals("Cool", World.header(head, "x-ms-access-tier"));
            assertEquals("1", World.header(head, "x-ms-tag-count"));
            assertEquals("202", outcome(world.send("DELETE", "/con/a")));
        }
        // They reach what says that this container has none of them.
        for (String[] header :
                new String[][] {
                    {"x-ms-legal-hold", "true"},
                    {"x-ms-immutability-policy-until-date", "Fri, 01 Jan 2027 00:00:00 GMT"}
                }) {
            for (FakeRequest request :
                    new FakeRequest[] {
                        copies.copy("/con/a", HERE + "/con/small"),
                        copies.copyNow("/con/a", HERE + "/con/small"),
                        copies.putFrom("/con/a", HERE + "/con/small")
                    }) {
                assertEquals(
                        "409 BlobOperationNotSupported",
                        outcome(world.send(request.with(header[0], header[1]))),
                        header[0]);
            }
        }
    }

    @Test
    void blocksOfRangesMakeABlob() {
        String source = THERE + "/con/large";
        FakeRequest first =
                authorized(copies.copy("/con/a?comp=block&blockid=AAAA", source))
                        .with("x-ms-source-range", "bytes=60000-");
        FakeRequest second =
                authorized(copies.copy("/con/a?comp=block&blockid=AAAB", source))
                        .with("x-ms-source-range", "bytes=0-9");
        assertEquals("201", outcome(world.send(first)));
        assertEquals("201", outcome(world.send(second)));
        FakeRequest list = world.request("PUT", "/con/a?comp=blocklist");
        list.body("<BlockList><Latest>AAAA</Latest><Latest>AAAB</Latest></BlockList>");
        assertEquals("201", outcome(world.send(list)));
        byte[] expected = Arrays.copyOf(Arrays.copyOfRange(LARGE, 60_000, 70_000), 10_010);
        System.arraycopy(LARGE, 0, expected, 10_000, 10);
        assertArrayEquals(expected, copies.content("/con/a"));
        assertEquals("202", outcome(world.send(copies.copy("/con/b", HERE + "/con/a"))));
        assertEquals("202", outcome(world.send("DELETE", "/con/a")));
        assertArrayEquals(expected, copies.content("/con/b"));
        CopyOracle.check(world);
        assertEquals(
                "416 InvalidRange",
                outcome(
                        world.send(
                                authorized(copies.copy("/con/a?comp=block&blockid=AAAA", source))
                                        .with("x-ms-source-range", "bytes=70000-"))));
        assertEquals(
                "400 InvalidHeaderValue",
                outcome(
                        world.send(
                                authorized(copies.copy("/con/a?comp=block&blockid=AAAA", source))
                                        .with("x-ms-source-range", "bytes=-5"))));
    }

    @Test
    void aSourceThatChangesUnderACopyIsNeverLost() {
        for (int look = 1; ; look++) {
            world.put("/con/s", LARGE);
            world.clock.atLook(
                    look,
                    () -> {
                        world.send("DELETE", "/con/s");
                        world.housekeeping.sweep();
                    });
            String outcome = outcome(world.send(copies.copy("/con/to", HERE + "/con/s")));
            boolean looked = world.clock.looked();
            assertTrue(
                    outcome.equals("202") || outcome.equals("404 CannotVerifyCopySource"), outcome);
            CopyOracle.check(world);
            if (outcome.equals("202")) {
                assertArrayEquals(LARGE, copies.content("/con/to"));
            }
            if (!looked) {
                break;
            }
        }
    }

    /** As the Java SDK's getBlobUrl has it. */
    @Test
    void anAddressMayBeginWithTwoSlashes() {
        world.put("/con/s", SMALL);
        assertEquals("202", outcome(world.send(copies.copy("/con/to", HERE + "//con/s"))));
        assertArrayEquals(SMALL, copies.content("/con/to"));
    }

    @Test
    void anEarlierStateIsCopied() {
        byte[] early = new byte[50_000];
        world.put("/con/s", early);
        String at = World.header(world.send("PUT", "/con/s?comp=snapshot"), "x-ms-snapshot");
        world.put("/con/s", LARGE);
        assertEquals(
                "202", outcome(world.send(copies.copy("/con/to", HERE + "/con/s?snapshot=" + at))));
        assertArrayEquals(early, copies.content("/con/to"));
        // An earlier state becomes the current one again.
        assertEquals(
                "202", outcome(world.send(copies.copy("/con/s", HERE + "/con/s?snapshot=" + at))));
        assertArrayEquals(early, copies.content("/con/s"));
        ContentOracle.check(world);
    }
}
