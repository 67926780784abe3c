package fr.bleu.app.backup;

import fr.bleu.app.CommandFailure;
import fr.bleu.app.Instance;
import fr.bleu.extents.Extents;
import fr.bleu.extents.Pin;
import fr.bleu.extents.StoredExtents;
import fr.bleu.keys.Keys;
import fr.bleu.keys.PrivateFiles;
import fr.bleu.keys.SealingKey;
import fr.bleu.store.Key;
import fr.bleu.store.Store;
import fr.bleu.store.copy.Row;
import fr.bleu.store.copy.StoreHead;
import fr.bleu.store.copy.StoreMoment;
import fr.bleu.trust.Ledger;
import fr.bleu.trust.Succession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Backs up a running cloud as it is at one moment. First the extents are pinned, then the moment is
 * taken: whatever it names stays until it is copied.
 */
public final class Backup {

    private static final Logger LOG = System.getLogger(Backup.class.getName());
    private static final int NAME_BYTES = 4;

    private final Source source;

    /**
     * What is backed up.
     *
     * @param backups {@link fr.bleu.keys.RootKey#backups}
     */
    public record Source(
            Instance instance,
            Store store,
            Extents extents,
            Ledger ledger,
            SealingKey backups,
            InstantSource clock,
            SecureRandom random) {}

    /**
     * What was done.
     *
     * @param entries of the ledger
     * @param chunks of rows that were not there before
     * @param extentBytes that were not there before
     */
    public record Report(
            String name,
            Instant expires,
            long entries,
            int chunks,
            long extentBytes,
            Pruned pruned) {

        private Report with(Pruned what) {
            return new Report(name, expires, entries, chunks, extentBytes, what);
        }
    }

    /**
     * What became of older backups.
     *
     * @param files that were removed
     * @param failure why not all went that could
     */
    public record Pruned(int files, Optional<String> failure) {
        private static final Pruned NOTHING = new Pruned(0, Optional.empty());
    }

    public Backup(Source source) {
        this.source = source;
    }

    /**
     * Backs up, and removes older backups once the new one is whole. One pin holds over all of it,
     * so no other backup of this cloud is under way meanwhile. Keys files of what was removed are
     * the operator's to delete.
     *
     * @param folder made if it is missing; may hold earlier backups of the same cloud
     * @param keysFile must not be there, and not in the folder
     * @param kept how long the keys file opens it
     * @param keep how many backups stay, from 1, with the new one; all if empty
     * @throws CommandFailure when another backup is under way, or this one cannot be relied on
     */
    public Report run(Path folder, Path keysFile, Duration kept, OptionalInt keep)
            throws IOException {
        requireApart(folder, keysFile);
        Pin pin =
                source.extents
                        .pin()
                        .orElseThrow(() -> new CommandFailure("another backup is under way"));
        try {
            byte[] secret = KeysFile.newSecret(source.random);
            Instant now = source.clock.instant().truncatedTo(ChronoUnit.SECONDS);
            KeysFile.Header header =
                    new KeysFile.Header(source.instance.id(), name(now), now, now.plus(kept));
            BackupFolder to = BackupFolder.create(folder);
            Report whole = write(to, keysFile, header, secret, pin);
            return keep.isPresent()
                    ? whole.with(pruned(to, whole.name(), keep.getAsInt(), pin))
                    : whole;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            release(pin);
        }
    }

    /** The new backup stands, whatever becomes of this. */
    private Pruned pruned(BackupFolder folder, String newest, int keep, Pin pin) {
        Pruning pruning = new Pruning(folder, source.backups, () -> source.extents.holds(pin));
        Optional<String> failure = Optional.empty();
        try {
            pruning.prune(newest, keep);
        } catch (IOException e) {
            failure = Optional.of(CommandFailure.reason(e));
        } catch (RuntimeException e) {
            failure = Optional.of(String.valueOf(e.getMessage()));
        }
        return new Pruned(pruning.removed(), failure);
    }

    private void requireHeld(Pin pin) {
        if (!source.extents.holds(pin)) {
            throw new CommandFailure(
                    "this node seemed dead to others, who may have deleted what was to be"
                            + " backed up: begin again");
        }
    }

    /** What was backed up is no worse for a pin that stays. */
    private void release(Pin pin) {
        try {
            source.extents.release(pin);
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, "nothing is collected until this process ends: " + e);
        }
    }

    private static void requireApart(Path folder, Path keysFile) throws IOException {
        PrivateFiles.checkFolder(keysFile.toAbsolutePath().getParent());
        if (keysFile.toAbsolutePath().normalize().startsWith(folder.toAbsolutePath().normalize())) {
            throw new CommandFailure(
                    "the keys file is to lie apart from the backup: who has both and the root key"
                            + " reads everything");
        }
        if (Files.exists(keysFile)) {
            throw new CommandFailure(keysFile + " exists already; each backup has its own");
        }
    }

    private String name(Instant now) {
        byte[] random = new byte[NAME_BYTES];
        source.random.nextBytes(random);
        String time = now.toString().replace(":", "");
        return time + "-" + HexFormat.of().formatHex(random);
    }

    private Report write(
            BackupFolder folder, Path keysFile, KeysFile.Header header, byte[] secret, Pin pin)
            throws IOException {
        try (StoreMoment moment = StoreMoment.of(source.store);
                KeysWriter keys =
                        new KeysWriter(keysFile, header, source.backups, secret, content(moment))) {
            Report report = copy(folder, header, secret, moment, keys);
            // Else what it needs may not be there.
            requireHeld(pin);
            Parts.whole(folder, header.backup());
            // Else others may have removed it as a cut one before.
            requireHeld(pin);
            keys.finish();
            return report;
        }
    }

    private KeysFile.Content content(StoreMoment moment) throws IOException {
        StoreHead head = moment.head();
        return new KeysFile.Content(
                Succession.generation(source.store),
                head.encode(),
                source.ledger.checkpointAt(head.tree().size(), head.tree().root()),
                source.ledger.vkey(),
                PrivateParts.read(source.instance));
    }

    private Report copy(
            BackupFolder folder,
            KeysFile.Header header,
            byte[] secret,
            StoreMoment moment,
            KeysWriter keys)
            throws IOException {
        Chunks chunks = new Chunks(folder, source.backups);
        try (ExtentIndex extents = new ExtentIndex(folder, chunks, source.backups, source.random)) {
            List<byte[]> records = records(moment, chunks, extents, keys);
            List<byte[]> ledger = ledger(moment, chunks);
            Manifest manifest = new Manifest(records, ledger, extents.finish());
            Set<String> files = new TreeSet<>(extents.files());
            Stream.of(records, ledger, manifest.extents())
                    .flatMap(List::stream)
                    .forEach(hash -> files.add(chunks.name(hash)));
            Parts.begin(folder, header.backup(), source.backups, files);
            manifest.write(folder, header.backup(), KeysFile.key(source.backups, secret));
            return new Report(
                    header.backup(),
                    header.expires(),
                    moment.head().tree().size(),
                    chunks.written(),
                    extents.written(),
                    Pruned.NOTHING);
        }
    }

    /** Records but those that a restored store does not go on with. */
    private List<byte[]> records(
            StoreMoment moment, Chunks chunks, ExtentIndex extents, KeysWriter keys)
            throws IOException {
        RowChunks rows = new RowChunks(chunks);
        Iterator<Row> all = moment.rows(Row.Kind.RECORD);
        while (all.hasNext()) {
            Row row = all.next();
            Key key = row.recordKey();
            if (StoredExtents.isLocation(key)) {
                extents.add(source.extents::copyStored, key);
            } else if (Keys.isKey(key)) {
                keys.add(row.key(), row.value());
            } else if (!StoredExtents.isWriters(key) && !Succession.endsWithGeneration(key)) {
                rows.add(row.key(), row.value());
            }
        }
        return rows.finish();
    }

    private static List<byte[]> ledger(StoreMoment moment, Chunks chunks) throws IOException {
        RowChunks rows = new RowChunks(chunks);
        Iterator<Row> all = moment.rows(Row.Kind.LEDGER);
        while (all.hasNext()) {
            Row row = all.next();
            rows.add(row.key(), row.value());
        }
        return rows.finish();
    }
}
