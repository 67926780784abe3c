package fr.bleu.app.backup;

import fr.bleu.keys.SealingKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Removes a folder's older backups, and every file that none of the others needs: also what a cut
 * backup or pruning has left. A backup's manifest goes first, and all that is kept is known before
 * anything goes.
 */
final class Pruning {

    private final BackupFolder folder;
    private final SealingKey backups;

    Pruning(BackupFolder folder, SealingKey backups) {
        this.folder = folder;
        this.backups = backups;
    }

    /**
     * Prunes; no backup may be under way.
     *
     * @param newest always kept, whatever the clocks said
     * @param keep how many, from 1
     * @return how many files were removed
     * @throws DamagedBackupException when it cannot be known what a kept one needs: nothing was
     *     removed
     */
    int prune(String newest, int keep) throws IOException {
        List<String> kept = kept(newest, keep);
        Set<String> needed = new HashSet<>();
        for (String backup : kept) {
            needed.addAll(Parts.read(folder, backup, backups));
            needed.add(Manifest.file(backup));
            needed.add(Manifest.file(backup) + Parts.WHOLE);
        }
        int removed = 0;
        // Manifests sort before their lists.
        for (String part : List.of("backups", "chunks", "extents")) {
            for (String file : folder.list(part)) {
                if (!needed.contains(file)) {
                    folder.delete(file);
                    removed++;
                }
            }
            folder.sync(part);
        }
        return removed;
    }

    /** By their names, which begin with their time. A cut one is none. */
    private List<String> kept(String newest, int keep) throws IOException {
        List<String> others =
                folder.list("backups").stream()
                        .map(it -> it.substring(Manifest.file("").length()))
                        .filter(it -> !it.endsWith(Parts.WHOLE) && !it.endsWith(Parts.CUT))
                        .filter(it -> !it.equals(newest))
                        .filter(it -> !folder.has(Manifest.file(it) + Parts.CUT))
                        .toList();
        List<String> kept =
                new ArrayList<>(
                        others.subList(Math.max(0, others.size() - (keep - 1)), others.size()));
        kept.add(newest);
        return kept;
    }
}
