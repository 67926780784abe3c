package fr.bleu.storage;

import static fr.bleu.storage.LifecycleAction.Deed.ARCHIVE;
import static fr.bleu.storage.LifecycleAction.Deed.COLD;
import static fr.bleu.storage.LifecycleAction.Deed.COOL;
import static fr.bleu.storage.LifecycleAction.Deed.DELETE;
import static fr.bleu.storage.Lifecycles.ANY;
import static fr.bleu.storage.Lifecycles.base;
import static fr.bleu.storage.Lifecycles.created;
import static fr.bleu.storage.Lifecycles.modified;
import static fr.bleu.storage.Lifecycles.past;
import static fr.bleu.storage.Lifecycles.prefix;
import static fr.bleu.storage.Lifecycles.tag;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.store.Key;
import fr.bleu.trust.ActivityLog;
import fr.bleu.trust.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What each rule does when, and what it leaves alone. */
class LifecycleTest {
    private World world;
    private Lifecycles lifecycles;

    @BeforeEach
    void open() {
        world = new World();
        lifecycles = new Lifecycles(world);
        world.grant(world.owner, "Storage Blob Data Owner", Scope.of(""));
        container("con");
        put("/con/b");
    }

    @AfterEach
    void close() {
        if (world.storage.accounts().find("acct").isPresent()) {
            ContentOracle.check(world);
            ContentOracle.checkMarks(world);
        }
        world.close();
    }

    private void container(String name) {
        assertEquals(201, world.send("PUT", "/" + name + "?restype=container").status());
    }

    private void put(String blob) {
        assertEquals(201, world.put(blob, new byte[20_000]).status());
    }

    private boolean has(String target) {
        int status = world.send("HEAD", target).status();
        assertTrue(status == 200 || status == 404, "status " + status);
        return status == 200;
    }

    private String tier(String target) {
        return World.header(world.send("HEAD", target), "x-ms-access-tier");
    }

    private String snapshot(String blob) {
        Answer taken = world.send("PUT", blob + "?comp=snapshot");
        return blob + "?snapshot=" + World.header(taken, "x-ms-snapshot");
    }

    @Test
    void aBlobIsDeletedOnceItIsOlderThanTheRuleSays() {
        lifecycles.set(base("old", ANY, modified(DELETE, 3)));
        lifecycles.run();
        lifecycles.run(3);
        assertTrue(has("/con/b"), "not older than three days");
        world.clock.advance(Duration.ofDays(1));
        put("/con/new");
        lifecycles.run();
        assertFalse(has("/con/b"));
        assertTrue(has("/con/new"));
    }

    @Test
    void zeroDaysAreAnyAge() {
        lifecycles.set(base("now", ANY, modified(DELETE, 0)));
        lifecycles.run();
        assertTrue(has("/con/b"), "no time has passed");
        lifecycles.run(1);
        assertFalse(has("/con/b"));
    }

    @Test
    void aRunPerDayAndOneForEachPolicy() {
        lifecycles.set(base("now", ANY, modified(DELETE, 0)));
        lifecycles.run(1);
        put("/con/b");
        world.clock.advance(Duration.ofHours(23));
        lifecycles.run();
        assertTrue(has("/con/b"), "this day's run is over");
        lifecycles.set(base("now", ANY, modified(DELETE, 0)));
        lifecycles.run();
        assertFalse(has("/con/b"), "a new policy is carried out at once");
    }

    @Test
    void theCheapestOfAllThatIsDueIsDone() {
        lifecycles.set(
                base("tiers", ANY, modified(COOL, 1), modified(COLD, 3)),
                base("archive", ANY, modified(ARCHIVE, 5)),
                base("end", ANY, created(DELETE, 7)));
        lifecycles.run(2);
        assertEquals("Cool", tier("/con/b"));
        lifecycles.run(2);
        assertEquals("Cold", tier("/con/b"));
        lifecycles.run(2);
        assertEquals("Archive", tier("/con/b"));
        lifecycles.run(2);
        assertFalse(has("/con/b"));
    }

    @Test
    void allAtOnceIsTheCheapestOnly() {
        lifecycles.set(
                base("cool", ANY, modified(COOL, 1)),
                base("end", ANY, modified(DELETE, 1), modified(ARCHIVE, 1)));
        lifecycles.run(9);
        assertFalse(has("/con/b"));
        assertEquals(List.of("lifecycle rule end"), instructions("delete"));
        assertEquals(List.of(), instructions("tier"));
    }

    /** A rule does not bring a blob back to a warmer tier. */
    @Test
    void tiersOnlyGetColder() {
        world.send(world.request("PUT", "/con/b?comp=tier").with("x-ms-access-tier", "Archive"));
        lifecycles.set(base("cool", ANY, modified(COOL, 1), modified(COLD, 1)));
        lifecycles.run(9);
        assertEquals("Archive", tier("/con/b"));
        assertEquals(List.of(), instructions("tier"));
    }

    @Test
    void aBlobThatCameBackFromTheArchiveStaysForAWhile() {
        lifecycles.set(
                base(
                        "archive",
                        ANY,
                        new LifecycleAction(
                                ARCHIVE, LifecycleAction.Age.MODIFICATION, 1, OptionalInt.of(5))));
        lifecycles.run(2);
        assertEquals("Archive", tier("/con/b"));
        world.send(world.request("PUT", "/con/b?comp=tier").with("x-ms-access-tier", "Hot"));
        lifecycles.run(4);
        assertEquals("Hot", tier("/con/b"));
        lifecycles.run(2);
        assertEquals("Archive", tier("/con/b"));
    }

    @Test
    void appendBlobsAreOnlyDeletedAndPageBlobsNot() {
        Answer log =
                world.send(
                        world.request("PUT", "/con/log")
                                .with("x-ms-blob-type", "AppendBlob")
                                .body(""));
        assertEquals("201", World.outcome(log));
        Answer disk =
                world.send(
                        world.request("PUT", "/con/disk")
                                .with("x-ms-blob-type", "PageBlob")
                                .with("x-ms-blob-content-length", "512")
                                .body(""));
        assertEquals("201", World.outcome(disk));
        lifecycles.set(base("cool", ANY, modified(COOL, 1)));
        lifecycles.run(2);
        assertEquals("Cool", tier("/con/b"));
        assertEquals(1, instructions("tier").size());
        lifecycles.set(base("end", ANY, modified(DELETE, 1)));
        lifecycles.run(1);
        assertFalse(has("/con/log"));
        assertTrue(has("/con/disk"));
    }

    @Test
    void aFilterSaysWhichBlobs() {
        container("logs");
        container("logs2");
        container("$web");
        for (String blob :
                List.of("/logs/2025/a", "/logs/2026/a", "/logs2/2025", "/$web/2025", "/logs/20")) {
            put(blob);
        }
        lifecycles.set(
                base(
                        "one",
                        prefix("logs/2025", "logs/20250", "logs2", "$web"),
                        modified(DELETE, 1)));
        lifecycles.run(2);
        assertFalse(has("/logs/2025/a"));
        assertFalse(has("/logs2/2025"));
        assertTrue(has("/logs/2026/a"));
        assertTrue(has("/logs/20"));
        assertTrue(has("/con/b"));
        assertTrue(has("/$web/2025"), "the system's containers are left alone");
    }

    @Test
    void allTagsMustFit() {
        put("/con/tagged");
        world.send(
                world.request("PUT", "/con/tagged?comp=tags")
                        .body(
                                "<Tags><TagSet><Tag><Key>keep</Key><Value>no</Value></Tag>"
                                        + "</TagSet></Tags>"));
        lifecycles.set(base("tags", tag("keep", "no"), modified(DELETE, 1)));
        lifecycles.run(2);
        assertFalse(has("/con/tagged"));
        assertTrue(has("/con/b"));
    }

    @Test
    void aBlobWithSnapshotsStaysUntilTheyAreGone() {
        String snapshot = snapshot("/con/b");
        lifecycles.set(base("end", ANY, modified(DELETE, 1)));
        lifecycles.run(2);
        assertTrue(has("/con/b"));
        assertTrue(has(snapshot));
        lifecycles.set(
                base("end", ANY, modified(DELETE, 1)), past("snapshots", created(DELETE, 3)));
        lifecycles.run(2);
        assertFalse(has(snapshot));
        assertFalse(has("/con/b"), "the same run takes the blob itself");
    }

    @Test
    void aBlobWithVersionsStaysUntilTheyAreGone() {
        world.management.settings(old -> old.withVersioning(true));
        put("/con/b");
        String version = World.header(world.send("HEAD", "/con/b"), "x-ms-version-id");
        put("/con/b");
        lifecycles.set(base("end", ANY, modified(DELETE, 1)));
        lifecycles.run(2);
        assertTrue(has("/con/b"));
        lifecycles.set(base("end", ANY, modified(DELETE, 1)), past("versions", created(DELETE, 1)));
        String last = World.header(world.send("HEAD", "/con/b"), "x-ms-version-id");
        lifecycles.run(2);
        assertFalse(has("/con/b?versionid=" + version));
        assertFalse(has("/con/b"));
        assertTrue(has("/con/b?versionid=" + last), "what was deleted is a version now");
        lifecycles.run(2);
        assertFalse(has("/con/b?versionid=" + last));
    }

    @Test
    void snapshotsAndVersionsAreMovedByTheirOwnAge() {
        String early = snapshot("/con/b");
        world.clock.advance(Duration.ofDays(2));
        String late = snapshot("/con/b");
        lifecycles.set(past("cool", created(COOL, 3), created(ARCHIVE, 9)));
        lifecycles.run(2);
        assertEquals("Cool", tier(early));
        assertEquals("Hot", tier(late));
        lifecycles.run(6);
        assertEquals("409 BlobArchived", World.outcome(world.send("GET", early)));
        assertEquals("Cool", tier(late));
        assertEquals("Hot", tier("/con/b"));
    }

    @Test
    void aLeasedBlobStays() {
        world.send(
                world.request("PUT", "/con/b?comp=lease")
                        .with("x-ms-lease-action", "acquire")
                        .with("x-ms-lease-duration", "-1"));
        lifecycles.set(base("end", ANY, modified(DELETE, 1)));
        lifecycles.run(2);
        assertTrue(has("/con/b"));
        lifecycles.set(base("cool", ANY, modified(COOL, 1)));
        lifecycles.run(1);
        assertEquals("Hot", tier("/con/b"));
    }

    @Test
    void whatIsDeletedSoftlyCanBeBroughtBack() {
        world.management.settings(old -> old.withDeletion(7, false));
        String snapshot = snapshot("/con/b");
        lifecycles.set(base("end", ANY, modified(DELETE, 1)), past("too", created(DELETE, 1)));
        lifecycles.run(2);
        assertFalse(has("/con/b"));
        assertEquals(200, world.send("PUT", "/con/b?comp=undelete").status());
        assertTrue(has("/con/b"));
        assertTrue(has(snapshot));
    }

    @Test
    void aDisabledRuleDoesNothing() {
        LifecycleRule rule = base("end", ANY, modified(DELETE, 1));
        LifecycleRule disabled =
                new LifecycleRule("end", false, rule.filter(), rule.base(), List.of(), List.of());
        lifecycles.set(disabled, base("other", prefix("none/"), modified(DELETE, 1)));
        lifecycles.run(9);
        assertTrue(has("/con/b"));
        lifecycles.set(disabled);
        lifecycles.run(9);
        assertTrue(has("/con/b"));
        assertEquals(List.of(), instructions("delete"));
    }

    @Test
    void aPolicyThatIsTakenBackMidwayDoesNothingMore() {
        for (int i = 0; i < 300; i++) {
            assertEquals(201, world.put("/con/n%03d".formatted(i), new byte[1]).status());
        }
        lifecycles.set(base("end", ANY, modified(DELETE, 1)));
        world.clock.advance(Duration.ofDays(2));
        int[] rests = {0};
        Lifecycle lifecycle =
                lifecycles.lifecycle(
                        () -> {
                            if (++rests[0] == 50) {
                                lifecycles.set(base("end", prefix("none/"), modified(DELETE, 1)));
                            }
                        });
        while (lifecycle.slice(lifecycles.account()) == Lifecycle.Found.MORE) {
            // Until the new policy's run is over, too.
        }
        String listed = World.text(world.send("GET", "/con?restype=container&comp=list"));
        assertEquals(301 - 49, listed.split("<Name>").length - 1);
    }

    /** Each change has its entry, which names the platform and the rule. */
    @Test
    void theLedgerNamesTheRule() {
        snapshot("/con/b");
        lifecycles.set(base("Cooling-1", ANY, modified(COOL, 1)), past("p", created(DELETE, 1)));
        lifecycles.run(2);
        ActivityLog.Activity moved = entries("storage/lifecycle/tier").getFirst();
        assertEquals("platform", moved.kind());
        assertEquals("lifecycle rule Cooling-1", moved.caller());
        assertEquals("b", moved.details().get("blob"));
        assertEquals(List.of("lifecycle rule p"), instructions("delete"));
        ActivityLog.Activity run = entries("storage/lifecycle/run").getFirst();
        assertEquals("2", run.details().get("changed"));
        assertEquals("true", run.details().get("ended"));
    }

    @Test
    void aRunGoesOnWhereItWasNoted() {
        for (int i = 0; i < Lifecycle.SLICE_CHANGES + 150; i++) {
            assertEquals(201, world.put("/con/n%03d".formatted(i), new byte[1]).status());
        }
        lifecycles.set(base("cool", ANY, modified(COOL, 1)));
        world.clock.advance(Duration.ofDays(2));
        lifecycles.lifecycle(() -> {}).slice(lifecycles.account());
        LifecycleRun first = lifecycles.noted().orElseThrow();
        assertEquals(Lifecycle.SLICE_CHANGES, first.tally().changed());
        assertTrue(first.at().isPresent());
        // Another process: nothing is kept in memory.
        lifecycles.run();
        LifecycleRun last = lifecycles.noted().orElseThrow();
        assertTrue(last.at().isEmpty());
        assertEquals(first.began(), last.began());
        assertEquals(Lifecycle.SLICE_CHANGES + 151, last.tally().changed());
        assertEquals(Lifecycle.SLICE_CHANGES + 151, last.tally().examined(), "none twice");
    }

    @Test
    void aDeletedAccountKeepsNothing() {
        lifecycles.set(base("end", ANY, modified(DELETE, 1)));
        lifecycles.run(2);
        Key policy = LifecyclePolicy.key(lifecycles.account().owner());
        Key run = LifecycleRun.key(lifecycles.account().owner());
        world.management.deleteAccount("acct");
        world.housekeeping.sweep();
        assertTrue(world.store.get(policy).isEmpty());
        assertTrue(world.store.get(run).isEmpty());
    }

    private List<String> instructions(String deed) {
        return entries("storage/lifecycle/" + deed).stream()
                .map(ActivityLog.Activity::caller)
                .toList();
    }

    private List<ActivityLog.Activity> entries(String work) {
        Instant now = world.clock.instant();
        return world
                .trust
                .activityLog()
                .read(
                        world.trust
                                .authorizer()
                                .permit(
                                        world.owner,
                                        fr.bleu.trust.Actions.ACTIVITY_READ,
                                        fr.bleu.trust.Target.of(world.tenant, Scope.of(""))),
                        OptionalLong.empty(),
                        now.minus(Duration.ofDays(30)),
                        now.plusSeconds(60),
                        1_000)
                .entries()
                .stream()
                .filter(it -> it.action().equals("Bleu.Upkeep/" + work))
                .toList();
    }
}
