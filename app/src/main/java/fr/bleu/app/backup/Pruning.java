package fr.bleu.app.backup;

import fr.bleu.app.CommandFailure;
import fr.bleu.keys.SealingKey;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Removes a folder's older backups, and every file that none of the others needs: also what a cut
 * backup or pruning has left. A backup's manifest goes first, and all that is kept is known before
 * anything goes.
 */
final class Pruning {

    private final BackupFolder folder;
    private final SealingKey backups;
    private final BooleanSupplier isAlone;
    private int removed;

    /**
     * @param isAlone whether no other backup can be under way, which may need what none has needed;
     *     asked before each file is removed, and at the end
     */
    Pruning(BackupFolder folder, SealingKey backups, BooleanSupplier isAlone) {
        this.folder = folder;
        this.backups = backups;
        this.isAlone = isAlone;
    }

    /**
     * Prunes.
     *
     * @param newest always kept, and so is all above it
     * @param keep how many up to there, from 1
     * @throws CommandFailure when it was not alone to the end
     * @throws DamagedBackupException when it cannot be known what a kept one needs: nothing was
     *     removed
     */
    void prune(String newest, int keep) throws IOException {
        List<String> kept = kept(newest, keep);
        Set<String> needed = new HashSet<>();
        for (String backup : kept) {
            needed.addAll(Parts.read(folder, backup, backups));
            needed.add(Manifest.file(backup));
            needed.add(Manifest.file(backup) + Parts.WHOLE);
        }
        // Manifests sort before their lists.
        for (String part : List.of("backups", "chunks", "extents")) {
            for (String file : folder.list(part)) {
                if (!needed.contains(file)) {
                    requireAlone();
                    folder.delete(file);
                    removed++;
                }
            }
            folder.sync(part);
        }
        requireAlone();
    }

    private void requireAlone() {
        if (!isAlone.getAsBoolean()) {
            throw new CommandFailure(
                    "this node seemed dead to others meanwhile: do not rely on a backup that"
                            + " another node has begun since");
        }
    }

    /** How many files were removed. */
    int removed() {
        return removed;
    }

    /**
     * By their names, which begin with their time. A cut one is none; what is above the newest is
     * from before a clock was set back.
     */
    private List<String> kept(String newest, int keep) throws IOException {
        List<String> whole =
                folder.list("backups").stream()
                        .map(it -> it.substring(Manifest.file("").length()))
                        .filter(it -> !it.endsWith(Parts.WHOLE) && !it.endsWith(Parts.CUT))
                        .filter(it -> !folder.has(Manifest.file(it) + Parts.CUT))
                        .toList();
        int first = Math.max(0, whole.indexOf(newest) - (keep - 1));
        return whole.subList(first, whole.size());
    }
}
