package fr.bleu.storage;

import static fr.bleu.storage.SweptAccount.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import fr.bleu.store.Key;
import fr.bleu.trust.Draft;
import fr.bleu.trust.Permit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Blocks and shared content go with the last that refers to them. */
class SweepBlocksTest {
    private final SweptAccount acct = new SweptAccount();
    private final World world = acct.world;
    private final UUID account = acct.account;

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void blocksAreCountedPerUse() {
        acct.container();
        for (int i = 0; i < 4; i++) {
            acct.block("/con/a", i, 100);
        }
        acct.list("/con/a", List.of(0, 1, 0, 0));
        acct.swept();
        assertEquals(2, acct.extents());
        acct.block("/con/a", 7, 100);
        acct.list("/con/a", List.of(7, 0));
        acct.swept();
        assertEquals(text(7, 100) + text(0, 100), World.text(world.send("GET", "/con/a")));
        assertEquals(2, acct.extents());
        acct.list("/con/a", List.of(0));
        acct.swept();
        assertEquals(text(0, 100), World.text(world.send("GET", "/con/a")));
        world.send("DELETE", "/con/a");
        acct.swept();
        assertEquals(0, acct.extents());
    }

    /** Format 1 counted no uses: however often a list uses a block, it is one reference. */
    @Test
    void aManifestOfTheFirstFormatDropsEachExtentOnce() {
        acct.container();
        acct.block("/con/a", 0, 50);
        acct.block("/con/a", 1, 50);
        acct.list("/con/a", List.of(0, 1));
        world.housekeeping.sweep();
        Content.Blocks content =
                (Content.Blocks) world.inside.found(world.onBlob("con", "a")).existing().content();
        List<Block> blocks = Manifests.all(world.store, account, content);
        Key chunks = Manifests.prefix(account, content.manifest());
        world.inside.commit(
                new Draft()
                        .put(chunks.number(0), firstFormat(blocks.get(0), blocks.get(0)))
                        .put(chunks.number(1), firstFormat(blocks.get(1), blocks.get(0))));
        acct.list("/con/a", List.of(0));
        acct.swept();
        assertEquals(text(0, 50), World.text(world.send("GET", "/con/a")));
        assertEquals(1, acct.extents());
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
        acct.container();
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < 700; i++) {
            acct.block("/con/a", i, 8);
            numbers.add(i);
        }
        acct.list("/con/a", numbers);
        acct.swept();
        assertEquals(700, acct.extents());
        acct.block("/con/a", 0, 16);
        acct.list("/con/a", List.of(0, 5));
        acct.swept();
        assertEquals(2, acct.extents());
        assertEquals(text(0, 16) + text(5, 8), World.text(world.send("GET", "/con/a")));
    }

    @Test
    void sharedContentStaysUntilTheLastReferenceGoes() {
        acct.container();
        world.management.settings("acct", new ServiceSettings(true, 0, false, 0));
        world.put("/con/a", new byte[20_000]);
        acct.block("/con/b", 1, 20_000);
        acct.list("/con/b", List.of(1, 1));
        for (String blob : List.of("/con/a", "/con/b")) {
            for (int i = 0; i < 3; i++) {
                world.send(
                        world.request("PUT", blob + "?comp=metadata").with("x-ms-meta-n", "" + i));
            }
            world.send("DELETE", blob);
        }
        acct.swept();
        assertEquals(2, acct.extents());
        // What a deletion of versions will do: drop them one after the other.
        for (int left = 8; left > 0; left--) {
            var past = world.store.scanPrefix(Key.of(account, Tables.HISTORY), 100);
            assertEquals(left, past.size());
            Content content = PastBlob.decode(past.getFirst().value()).blob().content();
            Draft draft = new Draft().delete(past.getFirst().key());
            Garbage.of(content)
                    .ifPresent(it -> draft.writes(List.of(it.put(account, world.clock))));
            world.inside.commit(draft);
            acct.swept();
        }
        assertEquals(0, acct.extents());
    }

    @Test
    void aPreparationThatWasNotPublishedGivesBackWhatItCounted() {
        acct.container();
        for (int i = 0; i < 3; i++) {
            acct.block("/con/a", i, 50);
        }
        acct.list("/con/a", List.of(0, 1, 2));
        acct.block("/con/open", 9, 50);
        acct.swept();
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
        assertEquals(4, acct.extents());
        world.clock.advance(Sweep.PREPARATION_AGE.plusSeconds(1));
        // As soon as anything of it may be gone it cannot be published.
        world.housekeeping.afterSweepCommit =
                () -> assertFalse(world.inside.commits(new Draft().checks(prepared.checks())));
        acct.swept();
        assertEquals(1, acct.extents());
    }

    private Block uncommitted(String blob) {
        Key key = world.inside.found(world.onBlob("con", blob)).sessionKey();
        Session session = Session.find(world.store, key).orElseThrow().session();
        return Blocks.uncommitted(world.store, account, session).getFirst();
    }

    @Test
    void uncommittedBlocksExpireAWeekAfterTheLastOne() {
        acct.container();
        acct.block("/con/a", 1, 100);
        world.clock.advance(Duration.ofDays(6));
        acct.block("/con/a", 2, 100);
        world.clock.advance(Duration.ofDays(7));
        world.housekeeping.expire();
        acct.swept();
        assertEquals(2, acct.extents());
        world.clock.advance(Duration.ofDays(1).plusSeconds(1));
        world.housekeeping.expire();
        acct.swept();
        assertEquals(0, acct.extents());
        assertEquals(404, world.send("GET", "/con/a?comp=blocklist").status());
    }
}
