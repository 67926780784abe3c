package fr.bleu.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.store.Key;
import fr.bleu.store.Reads.Stored;
import fr.bleu.store.disk.DiskFile;
import fr.bleu.trust.Actions;
import fr.bleu.trust.ActivityLog;
import fr.bleu.trust.Draft;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Scope;
import fr.bleu.trust.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A flipped bit is found wherever it is, and named to the tenant alone. */
class ScrubTest {
    private final World world = new World();
    private final Scrub scrub = new Scrub(world.storage, world.trust.upkeep(), Long.MAX_VALUE / 8);

    @BeforeEach
    void someBlobs() {
        world.send("PUT", "/con?restype=container");
        world.management.settings("acct", new ServiceSettings(true, 0, false, 0));
        world.put("/con/small", new byte[500]);
        world.put("/con/small", new byte[600]);
        for (int i = 0; i < 5; i++) {
            world.put("/con/large" + i, new byte[20_000]);
        }
        block("/con/listed");
        world.send(
                world.request("PUT", "/con/listed?comp=blocklist")
                        .body("<BlockList><Latest>AAAA</Latest></BlockList>"));
        block("/con/open");
    }

    private void block(String blob) {
        Answer put =
                world.send(world.request("PUT", blob + "?comp=block&blockid=AAAA").body("content"));
        assertEquals(201, put.status());
    }

    @AfterEach
    void close() throws InterruptedException {
        scrub.close();
        world.close();
    }

    private Scrub.Report scrubbed() throws InterruptedException {
        assertTrue(scrub.start());
        while (scrub.report().running()) {
            Thread.sleep(5);
        }
        return scrub.report();
    }

    private List<ActivityLog.Activity> entries() {
        Permit permit =
                world.trust
                        .authorizer()
                        .permit(
                                world.owner,
                                Actions.ACTIVITY_READ,
                                Target.of(world.tenant, Scope.of("")));
        return world
                .trust
                .activityLog()
                .read(
                        permit,
                        OptionalLong.empty(),
                        world.clock.instant().minus(Duration.ofDays(1)),
                        world.clock.instant().plus(Duration.ofDays(1)),
                        1_000)
                .entries()
                .stream()
                .filter(it -> it.action().equals(Scrub.SCRUB.name()))
                .toList();
    }

    private void flip(long position) throws IOException {
        String segment =
                world.extentDisk.list("").stream()
                        .filter(name -> name.endsWith(".seg"))
                        .findFirst()
                        .orElseThrow();
        byte[] one = new byte[1];
        try (DiskFile file = world.extentDisk.open(segment)) {
            file.read(position, one, 0, 1);
            one[0] ^= 4;
            file.write(position, one, 0, 1);
        }
    }

    @Test
    void whatIsWholeIsReadToItsEnd() throws InterruptedException {
        Scrub.Report report = scrubbed();
        assertEquals(0, report.damaged());
        assertEquals(0, report.failures());
        assertEquals(2, report.accounts());
        // One version of the small one beside it.
        assertEquals(9, report.objects());
        assertEquals(500 + 600 + 5 * 20_000 + 2 * 7, report.bytes());
        assertEquals(2, entries().size());
    }

    @Test
    void whatLiesInDirectoriesIsReadAndNamedByItsPath() throws Exception {
        TreeAccount tree = TreeAccount.born(world);
        tree.put("a/b/small", "text");
        tree.put("a/b/large", "large".repeat(5_000));
        tree.outcome(tree.request("PUT", "a/c/open?comp=block&blockid=AAAA").body("block"));
        Scrub.Report report = scrubbed();
        assertEquals(0, report.damaged());
        assertEquals(9 + 6, report.objects(), "three directories, too");
        assertEquals(500 + 600 + 5 * 20_000 + 2 * 7 + 4 + 25_000 + 5, report.bytes());
        flip(5 * 20_480L + 2 * 4_096 + 10);
        assertEquals(1, scrubbed().damaged());
        assertTrue(entries().stream().anyMatch(it -> "a/b/large".equals(it.details().get("blob"))));
    }

    /** It can be brought back, and then it must be whole. */
    @Test
    void whatLiesInADeletedContainerIsReadToo() throws Exception {
        world.management.settings(settings -> settings.withContainerDeletion(3));
        assertEquals(202, world.send("DELETE", "/con?restype=container").status());
        assertEquals(9, scrubbed().objects());
        flip(10);
        assertEquals(1, scrubbed().damaged());
        assertTrue(entries().stream().anyMatch(it -> "con".equals(it.details().get("container"))));
    }

    @Test
    void aFlippedBitIsFoundAndNamed() throws Exception {
        // The extents lie one after the other: five large ones, then the blocks.
        for (int i = 0; i < 5; i++) {
            flip(i * 20_480L + 10 + i * 3_000);
        }
        flip(5 * 20_480L + 9);
        flip(5 * 20_480L + 4_096 + 20);
        Scrub.Report report = scrubbed();
        assertEquals(7, report.damaged());
        assertEquals(7, report.damages().size());
        List<String> named = new ArrayList<>();
        for (ActivityLog.Activity entry : entries()) {
            if (entry.details().containsKey("blob")) {
                assertEquals("con", entry.details().get("container"));
                assertEquals(world.accountScope("acct"), entry.scope());
                named.add(entry.details().get("blob"));
            }
        }
        named.sort(null);
        assertEquals(
                List.of("large0", "large1", "large2", "large3", "large4", "listed", "open"), named);
        assertFalse(report.toString().contains("large"), "the operator learns no names");
    }

    @Test
    void aFlippedBitOfASmallBodyIsFound() throws InterruptedException {
        var account = world.account("acct").id();
        for (var table : List.of(Tables.BLOB, Tables.HISTORY)) {
            for (Stored stored : world.store.scanPrefix(Key.of(account, table), 100)) {
                Blob blob =
                        table.equals(Tables.BLOB)
                                ? Blob.decode(stored.value())
                                : PastBlob.decode(stored.value()).blob();
                if (blob.content() instanceof Content.Inline inline) {
                    byte[] value = stored.value().clone();
                    int at = indexOf(value, inline.sealed()) + inline.sealed().length / 2;
                    value[at] ^= 1;
                    world.inside.commit(new Draft().put(stored.key(), value));
                }
            }
        }
        Scrub.Report report = scrubbed();
        assertEquals(2, report.damaged());
        assertEquals("record", report.damages().getFirst().part());
    }

    private static int indexOf(byte[] all, byte[] part) {
        for (int at = 0; ; at++) {
            if (java.util.Arrays.equals(all, at, at + part.length, part, 0, part.length)) {
                return at;
            }
        }
    }

    @Test
    void aMissingExtentIsDamage() throws InterruptedException {
        var account = world.account("acct").id();
        Stored location =
                world.store.scanPrefix(Key.of(account, SweepOracle.LOCATIONS), 1).getFirst();
        world.inside.commit(new Draft().delete(location.key()));
        assertEquals(1, scrubbed().damaged());
    }
}
