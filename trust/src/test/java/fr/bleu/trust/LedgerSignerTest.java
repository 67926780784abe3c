package fr.bleu.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.keys.Keys;
import fr.bleu.ledger.Checkpoint;
import fr.bleu.ledger.SignerKey;
import fr.bleu.store.Change;
import fr.bleu.store.ChangeId;
import fr.bleu.store.Key;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A checkpoint is stored, then published, then shown; and what a start refuses. */
class LedgerSignerTest {

    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aCheckpointIsStoredBeforeItIsPublished() {
        List<String> stored = new ArrayList<>();
        LedgerSigner signer = signer(text -> stored.add(storedCheckpoint()));
        String shown = signer.sign().text();
        assertEquals(List.of(shown), stored);
    }

    @Test
    void whatCannotBeStoredIsNotPublished() {
        List<String> published = new ArrayList<>();
        LedgerSigner signer = signer(published::add);
        world.store.busy(_ -> true);
        assertThrows(UnavailableException.class, signer::sign);
        world.store.busy(_ -> false);
        assertEquals(List.of(), published);
    }

    /** Another node has stored a later one since this one read how long the ledger is. */
    @Test
    void aLaterCheckpointOfAnotherNodeStays() {
        LedgerSigner signer = signer(_ -> {});
        String later = ahead(Genesis.open(world.config(Optional.empty())));
        AtomicBoolean first = new AtomicBoolean(true);
        world.store.busy(
                _ -> {
                    if (first.getAndSet(false)) {
                        storeCheckpoint(later);
                    }
                    return false;
                });

        assertEquals(world.store.ledger().size(), signer.sign().size());

        assertEquals(later, storedCheckpoint());
    }

    /** What a failing signer leaves behind is seen, and so is that it goes on. */
    @Test
    void howFarItIsIsTold() throws Exception {
        LedgerSigner signer = signer(_ -> {});
        assertEquals(0, signer.signedSize());
        world.store.busy(_ -> true);
        Thread.sleep(20);
        assertThrows(UnavailableException.class, signer::sign);
        assertEquals(0, signer.signedSize());
        assertTrue(signer.sinceSigned().toMillis() >= 20);
        world.store.busy(_ -> false);
        long before = System.nanoTime();
        assertEquals(signer.sign().size(), signer.signedSize());
        assertEquals(world.store.ledger().size(), signer.signedSize());
        Duration since = signer.sinceSigned();
        assertTrue(since.toNanos() <= System.nanoTime() - before, since.toString());
    }

    @Test
    void whatCannotBePublishedIsNotShown() {
        LedgerSigner signer =
                signer(
                        _ -> {
                            throw new IllegalStateException("the disk is full");
                        });
        assertThrows(UnavailableException.class, signer::sign);
        assertThrows(UnavailableException.class, signer::sign);
        assertThrows(UnavailableException.class, () -> signer.covering(0, Duration.ofMillis(1)));
    }

    @Test
    void aStoreShorterThanItsOwnCheckpointIsRefused() {
        world.trust.close();
        Genesis genesis = Genesis.open(world.config(Optional.empty()));
        storeCheckpoint(ahead(genesis));
        TrustRefusedException refused =
                assertThrows(
                        TrustRefusedException.class,
                        () -> Trust.open(world.config(Optional.empty())).close());
        assertTrue(refused.getMessage().contains("shortened"), refused.getMessage());
    }

    @Test
    void aPublishedCheckpointThatAnotherKeySignedIsRefused() {
        String origin = World.STAMP + "/g1";
        String forged =
                new Checkpoint(origin, 1, world.store.ledger().rootHash(1))
                        .sign(SignerKey.generate(origin, world.random));
        world.trust.close();
        TrustRefusedException refused =
                assertThrows(
                        TrustRefusedException.class,
                        () -> Trust.open(world.config(Optional.of(forged))).close());
        assertTrue(refused.getMessage().contains("not signed by this ledger"));
    }

    @Test
    void twoFirstStartsAtOnceHaveTheSameKeys() {
        FaultyStore store = FaultyStore.inMemory(world.clock);
        Keys keys = Keys.open(store, world.root, world.clock, world.random);
        TrustConfig config = config(store, keys, _ -> {});
        List<Genesis> first = new ArrayList<>();
        store.beforeNext(() -> first.add(Genesis.open(config)));
        Genesis second = Genesis.open(config);
        assertEquals(
                first.getFirst().ledgerKey().verifier().toString(),
                second.ledgerKey().verifier().toString());
        assertEquals(
                first.getFirst().ledgerKey().verifier().toString(),
                Genesis.open(config).ledgerKey().verifier().toString());
    }

    /** A signer instead of the world's own, which publishes elsewhere. */
    private LedgerSigner signer(Consumer<String> publish) {
        world.tenant();
        world.trust.close();
        TrustConfig config = config(world.store, world.keys, publish);
        return new LedgerSigner(config, Genesis.open(config).ledgerKey());
    }

    private TrustConfig config(FaultyStore store, Keys keys, Consumer<String> publish) {
        return new TrustConfig(
                store,
                keys,
                world.clock,
                world.random,
                World.STAMP,
                1,
                World.PLACES,
                Optional.empty(),
                publish);
    }

    /** A checkpoint of one entry more than there are. */
    private String ahead(Genesis genesis) {
        long more = world.store.ledger().size() + 1;
        return new Checkpoint(World.STAMP + "/g1", more, new byte[32]).sign(genesis.ledgerKey());
    }

    private void storeCheckpoint(String text) {
        world.store.commit(
                new Change(
                        ChangeId.random(world.clock.millis(), world.random),
                        Key.PLATFORM,
                        List.of(),
                        List.of(
                                Genesis.put(
                                        Tables.CHECKPOINT, text.getBytes(StandardCharsets.UTF_8))),
                        List.of()));
    }

    private String storedCheckpoint() {
        return new String(
                Genesis.bytes(world.store.get(Genesis.key(Tables.CHECKPOINT))).orElseThrow(),
                StandardCharsets.UTF_8);
    }
}
