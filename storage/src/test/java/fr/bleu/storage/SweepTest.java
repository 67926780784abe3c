package fr.bleu.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.extents.Pin;
import fr.bleu.store.Key;
import fr.bleu.trust.Draft;
import fr.bleu.trust.Names;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Scope;
import fr.bleu.trust.Target;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each kind of garbage, and what must not be taken. */
class SweepTest {
    private final World world = new World();
    private final UUID account = world.account("acct").id();

    @AfterEach
    void close() {
        world.close();
    }

    private void container() {
        assertEquals(201, world.send("PUT", "/con?restype=container").status());
    }

    private void swept() {
        world.housekeeping.sweep();
        SweepOracle.check(world.store, account);
    }

    private long extents() {
        return world.store.scanPrefix(Key.of(account, SweepOracle.LOCATIONS), 10_000).size();
    }

    private void block(String blob, int number, int size) {
        assertEquals(
                201,
                world.send(
                                world.request("PUT", blob + "?comp=block&blockid=" + id(number))
                                        .body(text(number, size)))
                        .status());
    }

    private static String text(int number, int size) {
        return ("block " + number + ";").repeat(size / 8 + 1);
    }

    private static String id(int number) {
        return Base64.getEncoder()
                .encodeToString("%06d".formatted(number).getBytes(StandardCharsets.UTF_8))
                .replace("=", "%3D");
    }

    private void list(String blob, Iterable<Integer> numbers) {
        StringBuilder xml = new StringBuilder("<BlockList>");
        for (int number : numbers) {
            xml.append("<Latest>").append(id(number).replace("%3D", "=")).append("</Latest>");
        }
        assertEquals(
                201,
                world.send(
                                world.request("PUT", blob + "?comp=blocklist")
                                        .body(xml.append("</BlockList>").toString()))
                        .status());
    }

    @Test
    void aDeletedContainersBlobsLeaveTheIndexOfTags() {
        world.grant(world.owner, "Storage Blob Data Owner", Scope.of(""));
        container();
        assertEquals(201, world.send("PUT", "/kept?restype=container").status());
        for (String blob : List.of("/con/a", "/con/b", "/kept/a")) {
            var put = world.request("PUT", blob).with("x-ms-blob-type", "BlockBlob");
            assertEquals(201, world.send(put.with("x-ms-tags", "k=v&other=1").body("x")).status());
        }
        assertEquals(202, world.send("DELETE", "/con?restype=container").status());
        swept();
        assertEquals(2, world.store.scanPrefix(Key.of(account, Tables.TAG_INDEX), 10).size());
    }

    @Test
    void whatWasReplacedAndDeletedGoes() {
        container();
        for (int i = 0; i < 5; i++) {
            world.put("/con/a", new byte[20_000 + i]);
            world.put("/con/b", new byte[30_000]);
        }
        assertEquals(202, world.send("DELETE", "/con/b").status());
        assertEquals(10, extents());
        long before = world.extentDisk.usedBytes();
        swept();
        assertEquals(1, extents());
        assertTrue(world.extentDisk.usedBytes() < before - 150_000);
        assertEquals(20_004, World.bytes(world.send("GET", "/con/a")).length);
    }

    /** What a backup's moment names stays until it is copied. */
    @Test
    void nothingGoesWhileItIsPinned() throws IOException {
        container();
        world.put("/con/a", new byte[20_000]);
        world.put("/con/a", new byte[20_001]);
        Pin pin = world.extents.pin().orElseThrow();
        assertEquals(202, world.send("DELETE", "/con/a").status());
        world.housekeeping.sweep();
        assertEquals(2, extents());
        assertTrue(world.extents.release(pin));
        swept();
        assertEquals(0, extents());
    }

    /** A deletion that had begun does not commit beside the pin: the moment would name it. */
    @Test
    void aPinThatIsTakenBeforeADeletionCommitsWins() throws IOException {
        container();
        world.put("/con/a", new byte[20_000]);
        world.put("/con/a", new byte[20_001]);
        Collecting collecting =
                new Collecting(
                        world.storage.tools(() -> {}),
                        world.trust
                                .upkeep()
                                .permit(
                                        Target.in(world.tenant, account, Scope.of("")),
                                        Sweep.COLLECT,
                                        "a test"),
                        10);
        world.store.scanPrefix(Key.of(account, Tables.GARBAGE), 10).forEach(collecting::collect);
        Pin pin = world.extents.pin().orElseThrow();
        assertThrows(Collecting.ConflictException.class, collecting::flush);
        assertEquals(2, extents());
        assertTrue(world.extents.release(pin));
        swept();
        assertEquals(1, extents());
    }

    /** What another node has collected costs the one that goes record by record no commit. */
    @Test
    void twoNodesSweepOneAccount() {
        container();
        for (int i = 0; i < 40; i++) {
            world.put("/con/a", new byte[20_000 + i]);
        }
        Names.Holder holder = world.housekeeping.allAccounts().getFirst();
        Sweep other = world.housekeeping.anotherSweep(world.trust.records(), () -> {});
        int[] commits = new int[1];
        AtReads reads = new AtReads(world.trust.records(), 2, this::rewriteSomeGarbage);
        Sweep here =
                world.housekeeping.anotherSweep(
                        reads,
                        () -> {
                            if (++commits[0] == 2) {
                                sweep(other, holder);
                            }
                        });
        here.look(holder);
        assertEquals(1, commits[0], "a conflict counts, and is rested after");
        assertEquals(40, extents());
        here.look(holder);
        assertEquals(2, commits[0]);
        sweep(here, holder);
        assertEquals(2, commits[0]);
        SweepOracle.check(world.store, account);
        assertEquals(1, extents());
    }

    private static void sweep(Sweep sweep, Names.Holder holder) {
        for (int i = 0; i < 10 && sweep.look(holder) == Sweep.Found.SOMETHING; i++) {
            // The next look collects what this one has seen.
        }
    }

    private void rewriteSomeGarbage() {
        var first = world.store.scanPrefix(Key.of(account, Tables.GARBAGE), 1).getFirst();
        world.inside.commit(new Draft().put(first.key(), first.value()));
    }

    @Test
    void whatWaitsAndWhatWasFreedIsTold() {
        container();
        world.put("/con/a", new byte[50_000]);
        world.put("/con/b", new byte[60_000]);
        assertEquals(0, world.extents.freedBytes());
        assertEquals(202, world.send("DELETE", "/con/a").status());
        assertEquals(202, world.send("DELETE", "/con/b").status());
        world.housekeeping.sweepOnce();
        assertEquals(1, world.housekeeping.backlog().accounts());
        assertTrue(
                world.housekeeping.backlog().records() >= 2,
                world.housekeeping.backlog().toString());
        swept();
        assertEquals(new Collector.Backlog(0, 0, Duration.ZERO), world.housekeeping.backlog());
        assertTrue(world.extents.freedBytes() >= 110_000, world.extents.freedBytes() + "");
    }

    @Test
    void blocksAreCountedPerUse() {
        container();
        for (int i = 0; i < 4; i++) {
            block("/con/a", i, 100);
        }
        list("/con/a", List.of(0, 1, 0, 0));
        swept();
        assertEquals(2, extents());
        block("/con/a", 7, 100);
        list("/con/a", List.of(7, 0));
        swept();
        assertEquals(text(7, 100) + text(0, 100), World.text(world.send("GET", "/con/a")));
        assertEquals(2, extents());
        list("/con/a", List.of(0));
        swept();
        assertEquals(text(0, 100), World.text(world.send("GET", "/con/a")));
        world.send("DELETE", "/con/a");
        swept();
        assertEquals(0, extents());
    }

    @Test
    void whatWasKeptAfterItsDeletionGoesWithTheEndOfItsTime() {
        container();
        world.management.settings(
                settings -> settings.withDeletion(7, false).withContainerDeletion(3));
        world.put("/con/a", new byte[20_000]);
        world.send("PUT", "/con/a?comp=snapshot");
        world.send(world.request("DELETE", "/con/a").with("x-ms-delete-snapshots", "include"));
        world.put("/con/b", new byte[20_000]);
        world.send("DELETE", "/con?restype=container");
        swept();
        assertEquals(2, extents());
        world.clock.advance(Duration.ofDays(4));
        world.housekeeping.endDeleted();
        swept();
        assertEquals(0, extents());
        container();
        world.put("/con/a", new byte[20_000]);
        world.send("DELETE", "/con/a");
        world.clock.advance(Duration.ofDays(8));
        world.housekeeping.endDeleted();
        swept();
        assertEquals(0, extents());
    }

    /** Format 1 counted no uses: however often a list uses a block, it is one reference. */
    @Test
    void aManifestOfTheFirstFormatDropsEachExtentOnce() {
        container();
        block("/con/a", 0, 50);
        block("/con/a", 1, 50);
        list("/con/a", List.of(0, 1));
        world.housekeeping.sweep();
        Content.Blocks content =
                (Content.Blocks) world.inside.found(world.onBlob("con", "a")).existing().content();
        List<Block> blocks = Manifests.all(world.store, account, content);
        Key chunks = Manifests.prefix(account, content.manifest());
        world.inside.commit(
                new Draft()
                        .put(chunks.number(0), firstFormat(blocks.get(0), blocks.get(0)))
                        .put(chunks.number(1), firstFormat(blocks.get(1), blocks.get(0))));
        list("/con/a", List.of(0));
        swept();
        assertEquals(text(0, 50), World.text(world.send("GET", "/con/a")));
        assertEquals(1, extents());
    }

    private static byte[] firstFormat(Block... blocks) {
        Encoder out = new Encoder(500, (byte) 1).int32(blocks.length);
        for (Block block : blocks) {
            out.bytes(block.id().bytes()).bytes(block.extent().encode());
        }
        return out.done();
    }

    @Test
    void aLongListGoesInSeveralCommits() {
        container();
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < 700; i++) {
            block("/con/a", i, 8);
            numbers.add(i);
        }
        list("/con/a", numbers);
        swept();
        assertEquals(700, extents());
        block("/con/a", 0, 16);
        list("/con/a", List.of(0, 5));
        swept();
        assertEquals(2, extents());
        assertEquals(text(0, 16) + text(5, 8), World.text(world.send("GET", "/con/a")));
    }

    @Test
    void sharedContentStaysUntilTheLastReferenceGoes() {
        container();
        world.management.settings("acct", new ServiceSettings(true, 0, false, 0));
        world.put("/con/a", new byte[20_000]);
        block("/con/b", 1, 20_000);
        list("/con/b", List.of(1, 1));
        for (String blob : List.of("/con/a", "/con/b")) {
            for (int i = 0; i < 3; i++) {
                world.send(
                        world.request("PUT", blob + "?comp=metadata").with("x-ms-meta-n", "" + i));
            }
            world.send("DELETE", blob);
        }
        swept();
        assertEquals(2, extents());
        // What a deletion of versions will do: drop them one after the other.
        for (int left = 8; left > 0; left--) {
            var past = world.store.scanPrefix(Key.of(account, Tables.HISTORY), 100);
            assertEquals(left, past.size());
            Content content = PastBlob.decode(past.getFirst().value()).blob().content();
            Draft draft = new Draft().delete(past.getFirst().key());
            Garbage.of(content)
                    .ifPresent(it -> draft.writes(List.of(it.put(account, world.clock))));
            world.inside.commit(draft);
            swept();
        }
        assertEquals(0, extents());
    }

    @Test
    void aPreparationThatWasNotPublishedGivesBackWhatItCounted() {
        container();
        for (int i = 0; i < 3; i++) {
            block("/con/a", i, 50);
        }
        list("/con/a", List.of(0, 1, 2));
        block("/con/open", 9, 50);
        swept();
        Permit permit = world.onBlob("con", "a");
        FoundBlob found = world.inside.found(permit);
        Content.Blocks content = (Content.Blocks) found.existing().content();
        List<Manifests.Entry> entries = new ArrayList<>();
        List<Block> blocks = Manifests.all(world.store, account, content);
        for (int i = 0; i < 2_500; i++) {
            entries.add(new Manifests.Entry(blocks.get(i % 3), true));
        }
        entries.add(new Manifests.Entry(uncommitted("open"), false));
        UUID manifest = UUID.randomUUID();
        UUID dropped = UUID.randomUUID();
        Preparation.Prepared prepared =
                world.inside
                        .preparation()
                        .write(
                                permit,
                                found,
                                List.of(manifest, dropped),
                                Manifests.chunks(account, manifest, entries));
        world.housekeeping.sweep();
        assertEquals(2, world.store.scanPrefix(Key.of(account, Tables.GARBAGE), 10).size());
        world.send("DELETE", "/con/a");
        world.housekeeping.sweep();
        assertEquals(4, extents());
        world.clock.advance(Sweep.PREPARATION_AGE.plusSeconds(1));
        // As soon as anything of it may be gone it cannot be published.
        world.housekeeping.afterSweepCommit =
                () -> assertFalse(world.inside.commits(new Draft().checks(prepared.checks())));
        swept();
        assertEquals(1, extents());
    }

    private Block uncommitted(String blob) {
        Key key = world.inside.found(world.onBlob("con", blob)).sessionKey();
        Session session = Session.find(world.store, key).orElseThrow().session();
        return Blocks.uncommitted(world.store, account, session).getFirst();
    }

    @Test
    void uncommittedBlocksExpireAWeekAfterTheLastOne() {
        container();
        block("/con/a", 1, 100);
        world.clock.advance(Duration.ofDays(6));
        block("/con/a", 2, 100);
        world.clock.advance(Duration.ofDays(7));
        world.housekeeping.expire();
        swept();
        assertEquals(2, extents());
        world.clock.advance(Duration.ofDays(1).plusSeconds(1));
        world.housekeeping.expire();
        swept();
        assertEquals(0, extents());
        assertEquals(404, world.send("GET", "/con/a?comp=blocklist").status());
    }

    @Test
    void aDeletedContainerGoesWithAllThatWasInIt() {
        container();
        world.management.settings("acct", new ServiceSettings(true, 0, false, 0));
        for (int i = 0; i < 120; i++) {
            world.put("/con/" + "n".repeat(900) + i, new byte[i % 7 == 0 ? 20_000 : 10]);
            world.put("/con/" + "n".repeat(900) + i, new byte[10]);
        }
        block("/con/x", 1, 100);
        block("/con/y", 1, 100);
        list("/con/y", List.of(1));
        assertEquals(202, world.send("DELETE", "/con?restype=container").status());
        container();
        world.put("/con/new", new byte[20_000]);
        swept();
        assertEquals(1, extents());
    }

    @Test
    void aDeletedAccountGoesWithItsKeyAndIsForgotten() {
        container();
        world.put("/con/a", new byte[20_000]);
        block("/con/x", 1, 100);
        world.management.settings(
                settings -> settings.withDeletion(7, false).withContainerDeletion(7));
        world.send("PUT", "/con/a?comp=snapshot");
        world.put("/con/a", new byte[20_000]);
        world.send("PUT", "/other?restype=container");
        world.put("/other/a", new byte[20_000]);
        world.send("DELETE", "/other/a");
        world.send("DELETE", "/other?restype=container");
        world.management.deleteAccount("acct");
        assertTrue(
                world.housekeeping.allAccounts().contains(new Names.Holder(world.tenant, account)));
        swept();
        assertEquals(0, extents());
        assertFalse(
                world.housekeeping.allAccounts().contains(new Names.Holder(world.tenant, account)));
        Key end = Key.of(account, fr.bleu.store.Table.of(255, "the last")).afterPrefix();
        assertEquals(
                List.of(),
                world.store.scan(Key.of(account, fr.bleu.store.Table.of(1, "first")), end, 10));
        assertTrue(
                world.store
                        .scan(
                                fr.bleu.keys.Keys.endAccountKey(world.tenant, account)
                                        .getFirst()
                                        .key(),
                                fr.bleu.keys.Keys.endAccountKey(world.tenant, account)
                                        .getFirst()
                                        .key()
                                        .afterPrefix(),
                                1)
                        .isEmpty());
    }

    @Test
    void whoReadsABlobThatIsReplacedReadsItWhole() throws IOException {
        container();
        byte[] content = new byte[200_000];
        new java.util.Random(1).nextBytes(content);
        for (int i = 0; i < 4; i++) {
            assertEquals(
                    201,
                    world.send(
                                    world.request("PUT", "/con/a?comp=block&blockid=" + id(i))
                                            .body(
                                                    java.util.Arrays.copyOfRange(
                                                            content, i * 50_000, (i + 1) * 50_000)))
                            .status());
        }
        list("/con/a", List.of(0, 1, 2, 3));
        OpenBlob open = world.storage.blobs().open(world.onBlob("con", "a"), Conditions.NONE);
        java.io.ByteArrayOutputStream got = new java.io.ByteArrayOutputStream();
        world.storage
                .reader()
                .read(
                        open,
                        ByteRange.all(open.blob()),
                        new OutputStream() {
                            @Override
                            public void write(int b) {
                                got.write(b);
                            }

                            @Override
                            public void write(byte[] bytes, int from, int count) {
                                if (got.size() == 0) {
                                    world.send("DELETE", "/con/a");
                                    world.housekeeping.sweep();
                                    world.put("/con/other", new byte[300_000]);
                                }
                                got.write(bytes, from, count);
                            }
                        });
        assertArrayEquals(content, got.toByteArray());
        swept();
        assertEquals(1, extents());
    }

    /** A node does not know another's reads: there, time alone protects them. */
    @Test
    void whatANodeReplacedStaysForTheGraceForReadersOfAnother() throws IOException {
        container();
        world.put("/con/a", new byte[50_000]);
        OpenBlob open = world.storage.blobs().open(world.onBlob("con", "a"), Conditions.NONE);
        world.send("DELETE", "/con/a");
        Sweep another =
                new Sweep(
                        world.storage.tools(() -> {}),
                        world.trust.upkeep(),
                        new ActiveReads(),
                        Collector.AMONG_NODES);
        world.housekeeping.allAccounts().forEach(another::look);
        world.clock.advance(Collector.AMONG_NODES.minusSeconds(1));
        world.housekeeping.allAccounts().forEach(another::look);
        var got = new java.io.ByteArrayOutputStream();
        world.storage.reader().read(open, ByteRange.all(open.blob()), got);
        assertEquals(50_000, got.size());
        world.clock.advance(Duration.ofSeconds(1));
        world.housekeeping.allAccounts().forEach(another::look);
        assertEquals(0, extents());
    }

    @Test
    void eachCommitHasItsEntryWithCounts() {
        container();
        for (int i = 0; i < 50; i++) {
            world.put("/con/a", new byte[20_000]);
        }
        long before = world.store.ledger().size();
        world.housekeeping.sweep();
        assertEquals(1, world.store.ledger().size() - before);
    }
}
