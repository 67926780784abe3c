package fr.bleu.app.backup;

import fr.bleu.keys.OpenFailedException;
import fr.bleu.keys.SealingKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;

/**
 * The names of the files that a backup needs, a line each, sealed under the root key: what is in no
 * backup's list can go, though manifests only open with their keys files. Names open nothing.
 *
 * <p>{@code backups/NAME.cut} until the backup's keys file is there, {@code backups/NAME.parts}
 * from then on.
 */
final class Parts {

    static final String CUT = ".cut";
    static final String WHOLE = ".parts";

    private Parts() {}

    /** Writes the list of a backup that is about to have its manifest. */
    static void begin(
            BackupFolder folder, String backup, SealingKey backups, Collection<String> files)
            throws IOException {
        byte[] lines = String.join("\n", files).getBytes(StandardCharsets.UTF_8);
        folder.write(Manifest.file(backup) + CUT, key(backups).seal(lines, place(backup)));
    }

    /** Says that a backup has its keys file. */
    static void whole(BackupFolder folder, String backup) throws IOException {
        folder.rename(Manifest.file(backup) + CUT, Manifest.file(backup) + WHOLE);
    }

    /**
     * The list of a whole backup.
     *
     * @throws DamagedBackupException when it is missing or altered
     */
    static List<String> read(BackupFolder folder, String backup, SealingKey backups)
            throws IOException {
        String file = Manifest.file(backup) + WHOLE;
        try {
            byte[] lines = key(backups).open(folder.read(file), place(backup));
            return new String(lines, StandardCharsets.UTF_8).lines().toList();
        } catch (OpenFailedException e) {
            throw new DamagedBackupException(file, "is not what was written");
        }
    }

    private static SealingKey key(SealingKey backups) {
        return backups.below("backup parts", new byte[0]);
    }

    private static byte[] place(String backup) {
        return ("bleu backup parts 1 " + backup).getBytes(StandardCharsets.UTF_8);
    }
}
