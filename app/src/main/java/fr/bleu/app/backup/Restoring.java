package fr.bleu.app.backup;

import fr.bleu.app.CommandFailure;
import fr.bleu.app.Instance;
import fr.bleu.app.stamp.SharedEngines;
import fr.bleu.keys.PrivateFiles;
import fr.bleu.keys.RootKey;
import fr.bleu.keys.RootKeyFile;
import fr.bleu.keys.SealingKey;
import fr.bleu.store.StoreUnusableException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * What a restore is made from, all of it files that the operator names.
 *
 * @param checkpoint the last one that was published, if it is known
 * @param generation of the ledger that is begun; unless the backup was restored before, the one
 *     after the backup's
 */
public record Restoring(
        Path folder, Path keys, Path rootKey, Optional<Path> checkpoint, OptionalInt generation) {

    private static final int MAX_KEY_BYTES = 1_024;

    /** Into the generation after the backup's. */
    public Restoring(Path folder, Path keys, Path rootKey, Optional<Path> checkpoint) {
        this(folder, keys, rootKey, checkpoint, OptionalInt.empty());
    }

    /**
     * Restores on an empty machine.
     *
     * @param data absent or empty
     * @param stamp an empty database and bucket instead of the data folder
     * @throws CommandFailure with one line that says why it cannot; what was made is undone, but
     *     for objects in a bucket
     */
    public Restore.Report into(Path data, Optional<SharedEngines> stamp) {
        return into(id -> Instance.prepare(data, id), stamp);
    }

    /**
     * The same in folders that somebody else prepares.
     *
     * @param prepared gives the instance of an id
     */
    public Restore.Report into(Function<String, Instance> prepared, Optional<SharedEngines> stamp) {
        try (RootKey root = RootKeyFile.load(rootKey, new SecureRandom())) {
            SealingKey backups = root.backups();
            KeysFile.Opened opened = KeysFile.open(keys, backups, InstantSource.system().instant());
            Restore restore =
                    new Restore(
                            BackupFolder.open(folder),
                            opened,
                            backups,
                            PrivateFiles.read(rootKey, MAX_KEY_BYTES),
                            checkpoint,
                            generation);
            return intoOrUndo(restore, prepared.apply(opened.header().instance()), stamp);
        } catch (StoreUnusableException e) {
            throw new CommandFailure(e.getMessage());
        } catch (IOException e) {
            throw new CommandFailure("cannot restore: " + CommandFailure.reason(e));
        }
    }

    private static Restore.Report intoOrUndo(
            Restore restore, Instance instance, Optional<SharedEngines> stamp) throws IOException {
        try {
            return restore.into(instance, stamp);
        } catch (IOException | RuntimeException e) {
            instance.undo();
            throw e;
        }
    }
}
