package fr.bleu.app.backup;

import fr.bleu.app.CommandFailure;
import fr.bleu.app.Instance;
import fr.bleu.app.stamp.SharedEngines;
import fr.bleu.extents.StoredExtents;
import fr.bleu.keys.PrivateFiles;
import fr.bleu.keys.SealingKey;
import fr.bleu.ledger.Checkpoint;
import fr.bleu.ledger.CompactRange;
import fr.bleu.ledger.Merkle;
import fr.bleu.store.Key;
import fr.bleu.store.Reads.Stored;
import fr.bleu.store.copy.Row;
import fr.bleu.store.copy.StoreHead;
import fr.bleu.trust.Succession;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Restores a backup into empty engines, as a store that begins a generation of its ledger. The
 * earlier ledger stays beside it. Nothing is restored in part: the store is one once all is loaded
 * and held against its checkpoint.
 */
public final class Restore {

    private final BackupFolder folder;
    private final KeysFile.Opened keys;
    private final byte[] rootKey;
    private final Chunks chunks;
    private final Manifest manifest;
    private final StoreHead head;
    private final LastCheckpoint known;
    private final int generation;

    /**
     * What was done.
     *
     * @param restored the restored ledger's checkpoint
     * @param lost entries that are known to have followed
     */
    public record Report(Instance instance, Checkpoint restored, int generation, long lost) {}

    Restore(
            BackupFolder folder,
            KeysFile.Opened keys,
            SealingKey backups,
            byte[] rootKey,
            Optional<Path> published,
            OptionalInt next)
            throws IOException {
        this.folder = folder;
        this.keys = keys;
        this.rootKey = rootKey;
        chunks = new Chunks(folder, backups);
        manifest = Manifest.read(folder, keys.header().backup(), keys.key());
        head = StoreHead.decode(content().head());
        known = LastCheckpoint.of(content(), published);
        generation = next.orElse(content().generation() + 1);
        requireLater(content().generation(), generation);
    }

    private static void requireLater(int backup, int next) {
        if (next <= backup) {
            throw new CommandFailure(
                    "the backup's ledger is generation "
                            + backup
                            + " already: a restored one has a higher number");
        }
    }

    private KeysFile.Content content() {
        return keys.content();
    }

    /** Restores into an instance's folders, whose marker is the last thing written. */
    Report into(Instance instance, Optional<SharedEngines> stamp) throws IOException {
        try (RestoreTarget target =
                stamp.isPresent()
                        ? RestoreTarget.stamp(stamp.get())
                        : RestoreTarget.files(instance, generation)) {
            extents(target);
            records(target);
            ledger(target);
            target.extents().finish();
            target.store().finish(head.withNewLedger());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        PrivateFiles.create(instance.rootKey(), rootKey);
        PrivateParts.write(instance, content().files());
        instance.complete();
        return new Report(instance, known.restored(), generation, known.lost());
    }

    private void extents(RestoreTarget target) throws IOException {
        Iterator<Row> all = RowChunks.read(chunks, manifest.extents(), Row.Kind.RECORD);
        while (all.hasNext()) {
            Row row = all.next();
            Packed packed = Packed.decode(row.value());
            try (InputStream stored = Packs.read(folder, packed)) {
                byte[] location = target.extents().put(row.recordKey(), stored, packed.length());
                target.store().put(record(row.recordKey(), location));
            }
        }
    }

    private void records(RestoreTarget target) throws IOException {
        load(target, RowChunks.read(chunks, manifest.records(), Row.Kind.RECORD));
        try (KeysReader wrapped = keys.keys()) {
            for (var rows = wrapped.next(); rows.isPresent(); rows = wrapped.next()) {
                load(target, rows.get());
            }
        }
        for (var writers : StoredExtents.writers(generation, new SecureRandom()).entrySet()) {
            target.store().put(record(writers.getKey(), writers.getValue()));
        }
        Succession succession =
                new Succession(generation, false, content().checkpoint(), known.signed());
        target.store().put(record(Succession.key(), succession.encode()));
    }

    private Row record(Key key, byte[] value) {
        return Row.of(new Stored(key, head.sequence(), value));
    }

    private static void load(RestoreTarget target, Iterator<Row> rows) throws IOException {
        while (rows.hasNext()) {
            target.store().put(rows.next());
        }
    }

    /** The rows of the tree must be those of its checkpoint, and of the one that is known. */
    private void ledger(RestoreTarget target) throws IOException {
        CompactRange tree = new CompactRange();
        Iterator<Row> all = RowChunks.read(chunks, manifest.ledger(), Row.Kind.LEDGER);
        while (all.hasNext()) {
            Row row = all.next();
            if (row.isLeaf()) {
                known.requireAt(tree);
                tree.append(Merkle.leafHash(row.value()));
            }
            target.store().put(row.archived(content().generation()));
        }
        known.requireAt(tree);
        Checkpoint restored = known.restored();
        if (tree.size() != restored.size()
                || !MessageDigest.isEqual(tree.root(), restored.root())) {
            throw new CommandFailure("the backup's ledger is not that of its checkpoint");
        }
        target.store().put(Row.archivedHead(content().generation(), head));
    }
}
