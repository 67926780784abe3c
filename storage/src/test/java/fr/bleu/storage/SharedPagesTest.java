package fr.bleu.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.store.Check;
import fr.bleu.store.Key;
import fr.bleu.trust.Draft;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pages that snapshots and copies share: who writes where, and what is given back when. */
class SharedPagesTest {
    private static final int LENGTH = 256 * 1024;

    private World world;
    private Sharing sharing;
    private UUID account;

    @BeforeEach
    void open() {
        world = new World();
        sharing = new Sharing(world, "con");
        account = sharing.account();
        world.send("PUT", "/con?restype=container");
        assertEquals(
                201,
                world.send(
                                world.request("PUT", "/con/a")
                                        .with("x-ms-blob-type", "PageBlob")
                                        .with("x-ms-blob-content-length", "" + LENGTH)
                                        .body(""))
                        .status());
    }

    @AfterEach
    void close() {
        world.close();
    }

    /** The n-th moment. */
    private Stamp at(int n) {
        return new Stamp(Stamp.of(Instant.EPOCH).ticks() + n);
    }

    private void write(String blob, int offset, int length, int value) {
        assertEquals(201, status(blob, offset, length, value));
    }

    private int status(String blob, int offset, int length, int value) {
        byte[] body = new byte[length];
        Arrays.fill(body, (byte) value);
        return world.send(
                        world.request("PUT", "/con/" + blob + "?comp=page")
                                .with("x-ms-page-write", "update")
                                .with("x-ms-range", "bytes=" + offset + "-" + (offset + length - 1))
                                .body(body))
                .status();
    }

    private byte[] filled(int value) {
        byte[] all = new byte[LENGTH];
        Arrays.fill(all, (byte) value);
        return all;
    }

    private byte[] read(String blob) {
        return World.bytes(world.send("GET", "/con/" + blob));
    }

    private Content.Pages pages(String blob) {
        return (Content.Pages) sharing.current(blob).content();
    }

    private void swept() {
        world.housekeeping.sweep();
        SweepOracle.check(world.store, account);
    }

    private int extents() {
        return world.store.scanPrefix(Key.of(account, SweepOracle.LOCATIONS), 10_000).size();
    }

    private int cells() {
        return world.store.scanPrefix(Key.of(account, Tables.PAGES), 10_000).size();
    }

    @Test
    void whatIsNotSharedIsWrittenInPlace() {
        for (int i = 0; i < 5; i++) {
            write("a", 0, LENGTH, i);
            write("a", 512, 512, 9);
        }
        assertEquals(PageMap.FIRST_GENERATION, pages("a").generation());
        assertEquals(LENGTH / Cell.BYTES, cells());
        swept();
        assertEquals(1, extents());
    }

    @Test
    void aSnapshotBeginsOneGenerationHoweverMuchIsWritten() throws IOException {
        write("a", 0, LENGTH, 1);
        sharing.snapshot("a", at(1));
        for (int i = 2; i < 7; i++) {
            write("a", 0, LENGTH, i);
        }
        assertEquals(2, pages("a").generation());
        assertArrayEquals(filled(1), sharing.read("a", sharing.past("a", at(1))));
        assertArrayEquals(filled(6), read("a"));
        swept();
        assertEquals(2, extents());
    }

    @Test
    void whoWritesFirstGoesOnWithThePagesAndTheOtherCopiesThem() {
        write("a", 0, LENGTH, 1);
        sharing.copy(sharing.current("a"), "b");
        UUID shared = pages("a").map();
        write("b", 0, 512, 2);
        write("a", 512, 512, 3);
        assertEquals(shared, pages("b").map());
        assertNotEquals(shared, pages("a").map());
        byte[] a = filled(1);
        Arrays.fill(a, 512, 1024, (byte) 3);
        byte[] b = filled(1);
        Arrays.fill(b, 0, 512, (byte) 2);
        assertArrayEquals(a, read("a"));
        assertArrayEquals(b, read("b"));
        swept();
        assertEquals(1, extents());
        world.send("DELETE", "/con/b");
        swept();
        assertArrayEquals(a, read("a"));
        world.send("DELETE", "/con/a");
        swept();
        assertEquals(0, extents() + cells());
    }

    @Test
    void aCopyThatIsLeftAloneOwnsWhatItSees() {
        write("a", 0, LENGTH, 1);
        sharing.copy(sharing.current("a"), "b");
        write("a", 0, LENGTH, 2);
        world.send("DELETE", "/con/a");
        swept();
        write("b", 0, 512, 3);
        sharing.snapshot("b", at(1));
        write("b", 512, 512, 4);
        byte[] b = filled(1);
        Arrays.fill(b, 0, 512, (byte) 3);
        Arrays.fill(b, 512, 1024, (byte) 4);
        assertArrayEquals(b, read("b"));
        swept();
        assertArrayEquals(b, read("b"));
    }

    /** What was touched between two snapshots is told, wherever a commit of the sweep ends. */
    @Test
    void thinningInManyCommitsForgetsNoChange() {
        for (int page = 0; page < 5; page++) {
            write("a", page * 512, 512, 1 + page);
            if (page < 4) {
                sharing.snapshot("a", at(1 + page));
            }
        }
        String changes = changes(1, 4);
        sharing.deleteSnapshot("a", at(2));
        sharing.deleteSnapshot("a", at(3));
        UUID map = pages("a").map();
        world.inside.commit(new Draft().writes(List.of(References.add(account, map, -2))));
        int commits = 0;
        OptionalLong next = OptionalLong.of(0);
        while (next.isPresent()) {
            SweepBatch batch = new SweepBatch(world.store, world.extents, account);
            for (int i = 0; i < 897; i++) {
                // So full that one more record fits.
                batch.require(new Check.Absent(Key.of(account, Tables.GARBAGE).text("no" + i)));
            }
            next =
                    PageThinning.of(world.trust.records(), new PageMap(account, map))
                            .orElseThrow()
                            .step(batch, next.getAsLong());
            world.inside.commit(batch.draft());
            commits++;
        }
        assertTrue(commits > 1, commits + " commits");
        // Three cells, and whose turn it is.
        assertEquals(4, cells());
        assertEquals(changes, changes(1, 4));
    }

    private String changes(int since, int until) {
        return World.text(
                world.send(
                        "GET",
                        "/con/a?comp=pagelist&snapshot="
                                + at(until).text()
                                + "&prevsnapshot="
                                + at(since).text()));
    }

    @Test
    void rotatedSnapshotsGiveTheirSpaceBack() throws IOException {
        ArrayDeque<Integer> kept = new ArrayDeque<>();
        for (int day = 1; day <= 12; day++) {
            write("a", 0, LENGTH, day);
            write("a", 1024, 512, day);
            sharing.snapshot("a", at(day));
            kept.add(day);
            if (kept.size() > 3) {
                sharing.deleteSnapshot("a", at(kept.remove()));
            }
            swept();
            assertTrue(extents() <= 4, "day " + day + ": " + extents() + " extents");
            assertTrue(cells() <= 1 + 4 * LENGTH / Cell.BYTES, "day " + day);
            for (int past : kept) {
                assertArrayEquals(filled(past), sharing.read("a", sharing.past("a", at(past))));
            }
        }
    }

    @Test
    void aSnapshotInTheMiddleLeavesItsChangesToThoseBehindIt() {
        write("a", 0, LENGTH, 1);
        sharing.snapshot("a", at(1));
        write("a", 0, 1024, 2);
        sharing.snapshot("a", at(2));
        write("a", 512, 512, 3);
        sharing.snapshot("a", at(3));
        write("a", 65_536, 512, 4);
        sharing.deleteSnapshot("a", at(2));
        swept();
        assertEquals(
                "0-1023", ranges("snapshot=" + at(3).text() + "&prevsnapshot=" + at(1).text()));
        assertEquals("0-1023 65536-66047", ranges("prevsnapshot=" + at(1).text()));
        assertEquals("65536-66047", ranges("prevsnapshot=" + at(3).text()));
        // The extent, for all snapshots, and one record of the first cell for each state of it.
        assertEquals(1 + LENGTH / Cell.BYTES + 1 + 1, cells());
        assertEquals(
                "400 PreviousSnapshotCannotBeNewer",
                World.outcome(
                        world.send(
                                "GET",
                                "/con/a?comp=pagelist&snapshot="
                                        + at(1).text()
                                        + "&prevsnapshot="
                                        + at(3).text())));
    }

    private String ranges(String parameters) {
        String xml = World.text(world.send("GET", "/con/a?comp=pagelist&" + parameters));
        return xml.replaceAll("^.*<PageList>", "")
                .replace("</PageList>", "")
                .replaceAll(
                        "<PageRange><Start>(\\d+)</Start><End>(\\d+)</End></PageRange>", "$1-$2 ")
                .strip();
    }

    @Test
    void aForkThatWasNotPublishedGoesAfterADay() {
        write("a", 0, LENGTH, 1);
        write("a", 0, 512, 2);
        sharing.copy(sharing.current("a"), "b");
        write("b", 0, 512, 2);
        // The blob changes while its pages are copied, so that the copy is not published.
        world.clock.atLook(4, () -> write("a", 512, 512, 5));
        write("a", 1024, 512, 6);
        assertTrue(world.clock.looked());
        byte[] a = filled(1);
        Arrays.fill(a, 0, 512, (byte) 2);
        Arrays.fill(a, 512, 1024, (byte) 5);
        Arrays.fill(a, 1024, 1536, (byte) 6);
        assertArrayEquals(a, read("a"));
        world.housekeeping.sweep();
        assertEquals(
                1, world.store.scanPrefix(Key.of(account, Tables.GARBAGE), 10).size(), "forks");
        world.clock.advance(Sweep.PREPARATION_AGE.plus(Duration.ofSeconds(1)));
        swept();
        assertArrayEquals(a, read("a"));
        assertEquals(1, extents());
    }

    @Test
    void whoComesToShareThePagesKeepsWhatWasToBeThinned() {
        write("a", 0, LENGTH, 1);
        sharing.snapshot("a", at(1));
        write("a", 0, LENGTH, 2);
        sharing.snapshot("a", at(2));
        write("a", 0, LENGTH, 3);
        sharing.deleteSnapshot("a", at(2));
        PageMap map = new PageMap(account, pages("a").map());
        world.inside.commit(new Draft().writes(List.of(References.add(account, map.id(), -1))));
        PageThinning thinning = PageThinning.of(world.trust.records(), map).orElseThrow();
        SweepBatch batch = new SweepBatch(world.store, world.extents, account);
        assertTrue(thinning.step(batch, 0).isEmpty());
        sharing.snapshot("a", at(4));
        assertFalse(world.inside.commits(batch.draft()));
    }

    @Test
    void generationsThatBeganMeanwhileAreNotThinned() {
        write("a", 0, LENGTH, 1);
        sharing.snapshot("a", at(1));
        write("a", 0, LENGTH, 2);
        PageMap map = new PageMap(account, pages("a").map());
        sharing.snapshot("a", at(2));
        PageThinning thinning = PageThinning.of(world.trust.records(), map).orElseThrow();
        write("a", 0, LENGTH, 3);
        SweepBatch batch = new SweepBatch(world.store, world.extents, account);
        assertTrue(thinning.step(batch, 0).isEmpty());
        assertTrue(world.inside.commits(batch.draft()));
        assertArrayEquals(filled(3), read("a"));
    }

    @Test
    void aForkThatWasCollectedIsNotPublished() {
        for (int look = 1; look < 14; look++) {
            write("a", 0, LENGTH, 1);
            sharing.copy(sharing.current("a"), "b");
            write("b", 0, 512, 2);
            world.clock.atLook(
                    look,
                    () -> {
                        world.clock.advance(Duration.ofDays(2));
                        world.housekeeping.sweep();
                    });
            // A change that is two days old when it commits is refused by the store, and a fork
            // that
            // was collected by the writer.
            int status = status("a", 0, 512, 3);
            if (status == 500 || status == 503) {
                write("a", 0, 512, 3);
            }
            world.clock.looked();
            byte[] a = filled(1);
            Arrays.fill(a, 0, 512, (byte) 3);
            assertArrayEquals(a, read("a"), "look " + look);
        }
    }

    /** Wherever a write looks at the clock, which is also between what it reads and commits. */
    @Test
    void aSnapshotInTheMidstOfAWriteIsOfBeforeOrAfterIt() throws IOException {
        for (int look = 1; look < 14; look++) {
            Stamp at = at(look);
            write("a", 0, LENGTH, 1);
            Stamp before = sharing.current("a").modified();
            world.clock.atLook(look, () -> sharing.snapshot("a", at));
            write("a", 0, LENGTH, 2);
            if (world.clock.looked()) {
                byte[] past = sharing.read("a", sharing.past("a", at));
                boolean isOld = sharing.past("a", at).modified().equals(before);
                assertArrayEquals(filled(isOld ? 1 : 2), past, "look " + look);
                write("a", 0, LENGTH, 3);
                assertArrayEquals(past, sharing.read("a", sharing.past("a", at)), "look " + look);
            }
        }
        swept();
    }

    @Test
    void twoThatShareWriteInTheMidstOfEachOther() {
        for (int look = 1; look < 14; look++) {
            write("a", 0, LENGTH, 1);
            sharing.copy(sharing.current("a"), "b");
            world.clock.atLook(look, () -> write("b", 0, LENGTH, 2));
            write("a", 0, LENGTH / 2, 3);
            boolean looked = world.clock.looked();
            byte[] a = filled(1);
            Arrays.fill(a, 0, LENGTH / 2, (byte) 3);
            assertArrayEquals(a, read("a"), "look " + look);
            assertArrayEquals(filled(looked ? 2 : 1), read("b"), "look " + look);
        }
    }
}
