package fr.bleu.trust;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import fr.bleu.keys.OpenFailedException;
import fr.bleu.store.Key;
import fr.bleu.store.PreparedEntry;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What binds a sealed entry to its leaf, and hides what it commits to. */
class EntrySealerTest {

    private final World world = new World();
    private final EntrySealer sealer = sealer(Genesis.open(world.config(Optional.empty())).tags());
    private final Entry entry = Entry.platform(Entry.Kind.PLATFORM, Key.PLATFORM, "test", Map.of());

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void theSameEntryNeverHasTheSameCommitment() {
        assertFalse(
                Arrays.equals(sealer.seal(entry).commitment(), sealer.seal(entry).commitment()));
    }

    @Test
    void aSealedEntryOpensUnderItsOwnTagAndCommitmentOnly() {
        PreparedEntry sealed = sealer.seal(entry);
        sealer.open(Key.PLATFORM, sealed.commitment(), sealed.sealed());
        byte[] other = sealed.commitment().clone();
        other[0] ^= 1;
        assertThrows(
                OpenFailedException.class, () -> sealer.open(Key.PLATFORM, other, sealed.sealed()));
        EntrySealer tagged = sealer(new Tags(new byte[Tags.SECRET_BYTES]));
        assertThrows(
                OpenFailedException.class,
                () -> tagged.open(Key.PLATFORM, sealed.commitment(), sealed.sealed()));
    }

    private EntrySealer sealer(Tags tags) {
        return new EntrySealer(world.keys, tags, world.random, World.NODE);
    }
}
