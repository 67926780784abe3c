package fr.bleu.app.backup;

import fr.bleu.app.CommandFailure;
import fr.bleu.ledger.Checkpoint;
import fr.bleu.ledger.CompactRange;
import fr.bleu.ledger.MalformedException;
import fr.bleu.ledger.Note;
import fr.bleu.ledger.VerifierKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * The restored checkpoint, and the highest one of the same tree that is known anywhere.
 *
 * @param signed the highest one
 */
record LastCheckpoint(Checkpoint restored, Checkpoint highest, String signed) {

    private static final int MAX_BYTES = 64 << 10;

    /**
     * Takes the backup's own, or the one that was published if that is longer.
     *
     * @throws CommandFailure when that was not signed by this ledger
     */
    static LastCheckpoint of(KeysFile.Content backup, Optional<Path> published) throws IOException {
        Checkpoint restored =
                verified(backup.checkpoint(), backup.vkey(), "the backup's checkpoint");
        if (published.isEmpty()) {
            return new LastCheckpoint(restored, restored, backup.checkpoint());
        }
        Path file = published.get();
        if (Files.size(file) > MAX_BYTES) {
            throw new CommandFailure(file + " is too large for a checkpoint");
        }
        String signed = Files.readString(file);
        return new LastCheckpoint(
                restored, verified(signed, backup.vkey(), file.toString()), signed);
    }

    private static Checkpoint verified(String signed, String vkey, String what) {
        try {
            Note note = Note.parse(signed);
            VerifierKey key = VerifierKey.parse(vkey);
            Checkpoint checkpoint = Checkpoint.parse(note.text());
            if (note.verify(key) == Note.Verdict.VALID && checkpoint.origin().equals(key.name())) {
                return checkpoint;
            }
        } catch (MalformedException e) {
            // Said below.
        }
        throw new CommandFailure(what + " was not signed by the ledger of this backup");
    }

    /** Entries that are known to have been there beyond the restored ones. */
    long lost() {
        return Math.max(0, highest.size() - restored.size());
    }

    /**
     * Holds the restored tree against the highest checkpoint where it has that size.
     *
     * @throws CommandFailure when it has another root: the backup is of another history
     */
    void requireAt(CompactRange tree) {
        if (tree.size() == highest.size() && !MessageDigest.isEqual(tree.root(), highest.root())) {
            throw new CommandFailure(
                    "the backup's ledger is not the one whose checkpoint was published");
        }
    }
}
