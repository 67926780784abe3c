package fr.bleu.app.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import fr.bleu.app.CommandFailure;
import fr.bleu.ledger.Checkpoint;
import fr.bleu.ledger.CompactRange;
import fr.bleu.ledger.Merkle;
import fr.bleu.ledger.SignerKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a restored ledger is held against. */
class LastCheckpointTest {

    private static final String ORIGIN = "bleu.localhost/test/stamp1/g1";

    @TempDir Path folder;
    private final SignerKey key = SignerKey.generate(ORIGIN, new SecureRandom());

    private static CompactRange tree(int leaves) {
        CompactRange tree = new CompactRange();
        for (int i = 0; i < leaves; i++) {
            tree.append(Merkle.leafHash(new byte[] {(byte) i}));
        }
        return tree;
    }

    private String signed(SignerKey by, long size, byte[] root) {
        return new Checkpoint(ORIGIN, size, root).sign(by);
    }

    private LastCheckpoint last(String published) throws IOException {
        KeysFile.Content backup =
                new KeysFile.Content(
                        1,
                        new byte[0],
                        signed(key, 5, tree(5).root()),
                        key.verifier().toString(),
                        Map.of());
        Path file = Files.writeString(folder.resolve("published"), published);
        return LastCheckpoint.of(backup, Optional.of(file));
    }

    @Test
    void whatFollowedIsLost() throws IOException {
        assertEquals(4, last(signed(key, 9, tree(9).root())).lost());
        assertEquals(0, last(signed(key, 3, tree(3).root())).lost());
    }

    @Test
    void aTreeOfAnotherHistoryIsRefused() throws IOException {
        last(signed(key, 3, tree(3).root())).requireAt(tree(3));
        LastCheckpoint other = last(signed(key, 3, tree(4).root()));
        other.requireAt(tree(2));
        assertThrows(CommandFailure.class, () -> other.requireAt(tree(3)));
    }

    @Test
    void anotherKeysCheckpointIsRefused() {
        SignerKey other = SignerKey.generate(ORIGIN, new SecureRandom());
        String forged = signed(other, 9, tree(9).root());
        assertThrows(CommandFailure.class, () -> last(forged));
    }
}
