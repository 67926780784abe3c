package fr.bleu.storage;

import static fr.bleu.storage.SweptAccount.id;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.extents.Pin;
import fr.bleu.store.Key;
import fr.bleu.trust.Draft;
import fr.bleu.trust.Names;
import fr.bleu.trust.Scope;
import fr.bleu.trust.Target;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes on beside a sweep: backups, readers, another node. */
class SweepBesideTest {
    private final SweptAccount acct = new SweptAccount();
    private final World world = acct.world;
    private final UUID account = acct.account;

    @AfterEach
    void close() {
        world.close();
    }

    /** What a backup's moment names stays until it is copied. */
    @Test
    void nothingGoesWhileItIsPinned() throws IOException {
        acct.container();
        world.put("/con/a", new byte[20_000]);
        world.put("/con/a", new byte[20_001]);
        Pin pin = world.extents.pin().orElseThrow();
        assertEquals(202, world.send("DELETE", "/con/a").status());
        world.housekeeping.sweep();
        assertEquals(2, acct.extents());
        assertTrue(world.extents.release(pin));
        acct.swept();
        assertEquals(0, acct.extents());
    }

    /** A deletion that had begun does not commit beside the pin: the moment would name it. */
    @Test
    void aPinThatIsTakenBeforeADeletionCommitsWins() throws IOException {
        acct.container();
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
        assertEquals(2, acct.extents());
        assertTrue(world.extents.release(pin));
        acct.swept();
        assertEquals(1, acct.extents());
    }

    /** What another node has collected costs the one that goes record by record no commit. */
    @Test
    void twoNodesSweepOneAccount() {
        acct.container();
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
        assertEquals(40, acct.extents());
        here.look(holder);
        assertEquals(2, commits[0]);
        sweep(here, holder);
        assertEquals(2, commits[0]);
        SweepOracle.check(world.store, account);
        assertEquals(1, acct.extents());
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
    void whoReadsABlobThatIsReplacedReadsItWhole() throws IOException {
        acct.container();
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
        acct.list("/con/a", List.of(0, 1, 2, 3));
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
        acct.swept();
        assertEquals(1, acct.extents());
    }

    /** A node does not know another's reads: there, time alone protects them. */
    @Test
    void whatANodeReplacedStaysForTheGraceForReadersOfAnother() throws IOException {
        acct.container();
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
        assertEquals(0, acct.extents());
    }
}
