package fr.bleu.app.backup;

import fr.bleu.store.Key;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Files of many extents, as they are stored: ciphertext already. One is finished when it has {@link
 * #ENOUGH_BYTES}, and no extent lies in two.
 */
final class Packs implements AutoCloseable {

    private static final long ENOUGH_BYTES = 64L << 20;
    private static final int ID_BYTES = 16;
    private static final int BUFFER_BYTES = 256 << 10;

    private final BackupFolder folder;
    private final RandomGenerator random;
    private byte[] id;
    private FileChannel file;
    private long filled;
    private long written;

    /** What extents are copied from: {@link fr.bleu.extents.Extents#copyStored}. */
    @FunctionalInterface
    interface Source {
        long copyStored(Key location, OutputStream out) throws IOException;
    }

    Packs(BackupFolder folder, RandomGenerator random) {
        this.folder = folder;
        this.random = random;
    }

    /** Stored bytes that were copied. */
    long written() {
        return written;
    }

    /** Copies an extent. */
    Packed add(Source extents, Key location) throws IOException {
        if (file == null) {
            begin();
        }
        MessageDigest hash = Chunks.sha256();
        long at = filled;
        // Neither is closed: the file goes on.
        OutputStream out =
                new BufferedOutputStream(
                        new DigestOutputStream(Channels.newOutputStream(file), hash), BUFFER_BYTES);
        long length = extents.copyStored(location, out);
        out.flush();
        filled += length;
        written += length;
        Packed packed = new Packed(id, at, length, hash.digest());
        if (filled >= ENOUGH_BYTES) {
            finish();
        }
        return packed;
    }

    private void begin() throws IOException {
        id = new byte[ID_BYTES];
        random.nextBytes(id);
        filled = 0;
        file =
                FileChannel.open(
                        folder.unfinished(Packed.file(id)),
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
    }

    /** Makes durable what was copied. */
    void finish() throws IOException {
        if (file != null) {
            file.force(true);
            file.close();
            file = null;
            folder.finish(Packed.file(id));
        }
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }

    /**
     * An extent's stored bytes.
     *
     * @throws DamagedBackupException when the pack is missing or cut
     */
    static InputStream read(BackupFolder folder, Packed packed) throws IOException {
        if (folder.size(packed.file()) < packed.offset() + packed.length()) {
            throw new DamagedBackupException(packed.file(), "is missing or cut");
        }
        FileChannel file = folder.open(packed.file());
        file.position(packed.offset());
        return new CheckedExtent(Channels.newInputStream(file), packed);
    }
}
