package fr.bleu.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.store.Key;
import fr.bleu.trust.Names;
import fr.bleu.trust.Scope;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each kind of garbage, and what must not be taken. */
class SweepTest {
    private final SweptAccount acct = new SweptAccount();
    private final World world = acct.world;
    private final UUID account = acct.account;

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aDeletedContainersBlobsLeaveTheIndexOfTags() {
        world.grant(world.owner, "Storage Blob Data Owner", Scope.of(""));
        acct.container();
        assertEquals(201, world.send("PUT", "/kept?restype=container").status());
        for (String blob : List.of("/con/a", "/con/b", "/kept/a")) {
            var put = world.request("PUT", blob).with("x-ms-blob-type", "BlockBlob");
            assertEquals(201, world.send(put.with("x-ms-tags", "k=v&other=1").body("x")).status());
        }
        assertEquals(202, world.send("DELETE", "/con?restype=container").status());
        acct.swept();
        assertEquals(2, world.store.scanPrefix(Key.of(account, Tables.TAG_INDEX), 10).size());
    }

    @Test
    void whatWasReplacedAndDeletedGoes() {
        acct.container();
        for (int i = 0; i < 5; i++) {
            world.put("/con/a", new byte[20_000 + i]);
            world.put("/con/b", new byte[30_000]);
        }
        assertEquals(202, world.send("DELETE", "/con/b").status());
        assertEquals(10, acct.extents());
        long before = world.extentDisk.usedBytes();
        acct.swept();
        assertEquals(1, acct.extents());
        assertTrue(world.extentDisk.usedBytes() < before - 150_000);
        assertEquals(20_004, World.bytes(world.send("GET", "/con/a")).length);
    }

    @Test
    void whatWaitsAndWhatWasFreedIsTold() {
        acct.container();
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
        acct.swept();
        assertEquals(new Collector.Backlog(0, 0, Duration.ZERO), world.housekeeping.backlog());
        assertTrue(world.extents.freedBytes() >= 110_000, world.extents.freedBytes() + "");
    }

    @Test
    void whatWasKeptAfterItsDeletionGoesWithTheEndOfItsTime() {
        acct.container();
        world.management.settings(
                settings -> settings.withDeletion(7, false).withContainerDeletion(3));
        world.put("/con/a", new byte[20_000]);
        world.send("PUT", "/con/a?comp=snapshot");
        world.send(world.request("DELETE", "/con/a").with("x-ms-delete-snapshots", "include"));
        world.put("/con/b", new byte[20_000]);
        world.send("DELETE", "/con?restype=container");
        acct.swept();
        assertEquals(2, acct.extents());
        world.clock.advance(Duration.ofDays(4));
        world.housekeeping.endDeleted();
        acct.swept();
        assertEquals(0, acct.extents());
        acct.container();
        world.put("/con/a", new byte[20_000]);
        world.send("DELETE", "/con/a");
        world.clock.advance(Duration.ofDays(8));
        world.housekeeping.endDeleted();
        acct.swept();
        assertEquals(0, acct.extents());
    }

    @Test
    void aDeletedContainerGoesWithAllThatWasInIt() {
        acct.container();
        world.management.settings("acct", new ServiceSettings(true, 0, false, 0));
        for (int i = 0; i < 120; i++) {
            world.put("/con/" + "n".repeat(900) + i, new byte[i % 7 == 0 ? 20_000 : 10]);
            world.put("/con/" + "n".repeat(900) + i, new byte[10]);
        }
        acct.block("/con/x", 1, 100);
        acct.block("/con/y", 1, 100);
        acct.list("/con/y", List.of(1));
        assertEquals(202, world.send("DELETE", "/con?restype=container").status());
        acct.container();
        world.put("/con/new", new byte[20_000]);
        acct.swept();
        assertEquals(1, acct.extents());
    }

    @Test
    void aDeletedAccountGoesWithItsKeyAndIsForgotten() {
        acct.container();
        world.put("/con/a", new byte[20_000]);
        acct.block("/con/x", 1, 100);
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
        acct.swept();
        assertEquals(0, acct.extents());
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
    void eachCommitHasItsEntryWithCounts() {
        acct.container();
        for (int i = 0; i < 50; i++) {
            world.put("/con/a", new byte[20_000]);
        }
        long before = world.store.ledger().size();
        world.housekeeping.sweep();
        assertEquals(1, world.store.ledger().size() - before);
    }
}
