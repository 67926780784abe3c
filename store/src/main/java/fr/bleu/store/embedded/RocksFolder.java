package fr.bleu.store.embedded;

import fr.bleu.store.StoreUnusableException;
import fr.bleu.store.disk.Disk;
import fr.bleu.store.disk.DiskFile;
import fr.bleu.store.disk.RealDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The folder of a store on RocksDB: {@code STORE} says whose it is and in which format, {@code
 * LOCK} is locked while a process uses it, {@code rocksdb} is the database. Nothing is written into
 * a folder that holds anything else.
 */
final class RocksFolder implements AutoCloseable {

    private static final String MARKER = "STORE";
    private static final String NEW_MARKER = "STORE.new";
    private static final String LOCK = "LOCK";
    private static final String DATABASE = "rocksdb";

    private static final String PRODUCT = "bleu-store ";
    private static final int FORMAT = 1;
    private static final int MARKER_BYTES = 64;

    /**
     * The locks of this process. A file must not even be opened twice here: closing it anywhere
     * releases the process's lock.
     */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final Path lockFile;
    private final FileChannel lock;

    private RocksFolder(Path folder, Path lockFile, FileChannel lock) {
        this.folder = folder;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    /**
     * Takes a folder for this process, creating it (for its owner only) if it is missing.
     *
     * @throws StoreUnusableException when it is in use, foreign, of a newer format or unreadable
     */
    static RocksFolder take(Path folder) {
        try {
            if (Files.notExists(folder)) {
                Files.createDirectories(
                        folder,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
            }
            Disk disk = new RealDisk(folder);
            boolean marked = requireOurs(folder, disk);
            Path lockFile = folder.toRealPath().resolve(LOCK);
            RocksFolder taken = new RocksFolder(folder, lockFile, lock(lockFile));
            taken.prepare(disk, marked);
            return taken;
        } catch (IOException e) {
            throw new StoreUnusableException(
                    "the store's folder " + folder + " cannot be used: " + e, e);
        }
    }

    /** Where RocksDB keeps its files. */
    Path database() {
        return folder.resolve(DATABASE);
    }

    /** See {@link LogTail}; must come before anything reads the database. */
    void cutLogTail() {
        try {
            LogTail.cut(database());
        } catch (IOException e) {
            throw new StoreUnusableException(
                    "the store's log in " + database() + " cannot be read: " + e, e);
        }
    }

    /**
     * Refuses a database whose newest log would be cut: that alone would change it.
     *
     * @throws StoreUnusableException with what to do
     */
    void requireWholeLog() {
        try {
            if (!LogTail.isWhole(database())) {
                throw new StoreUnusableException(
                        "the newest log in "
                                + database()
                                + " has a damaged end, as a power failure leaves one: the next"
                                + " start cuts it");
            }
        } catch (IOException e) {
            throw new StoreUnusableException(
                    "the store's log in " + database() + " cannot be read: " + e, e);
        }
    }

    /** Whether a database was created here. */
    boolean hasDatabase() {
        return Files.exists(database().resolve("CURRENT"));
    }

    @Override
    public void close() {
        if (!lock.isOpen()) {
            return;
        }
        try {
            lock.close();
            HELD_HERE.remove(lockFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the folder is marked as ours; an empty one is not yet. */
    static boolean requireOurs(Path folder, Disk disk) throws IOException {
        List<String> names = disk.list("");
        if (!names.contains(MARKER)) {
            for (String name : names) {
                // A first start that was cut short leaves these.
                if (!name.equals(LOCK) && !name.equals(NEW_MARKER)) {
                    throw new StoreUnusableException(
                            folder + " is not a store of Bleu: it holds " + name);
                }
            }
            return false;
        }
        requireFormat(folder, readMarker(disk));
        return true;
    }

    private static void requireFormat(Path folder, String marker) {
        if (!marker.matches(PRODUCT + "[0-9]{1,6}\n")) {
            throw new StoreUnusableException(folder + " is not a store of Bleu");
        }
        int format = Integer.parseInt(marker.substring(PRODUCT.length()).strip());
        if (format > FORMAT) {
            throw new StoreUnusableException(
                    "%s has store format %d; this version reads up to %d"
                            .formatted(folder, format, FORMAT));
        }
    }

    private static String readMarker(Disk disk) throws IOException {
        try (DiskFile file = disk.open(MARKER)) {
            byte[] bytes = new byte[MARKER_BYTES];
            int read = file.read(0, bytes, 0, bytes.length);
            return new String(bytes, 0, read, StandardCharsets.US_ASCII);
        }
    }

    private void prepare(Disk disk, boolean marked) throws IOException {
        try {
            if (!marked) {
                mark(disk);
            }
            makeDatabaseFolder(disk);
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** Makes the marker durable: before it there is nothing here that would look foreign. */
    static void mark(Disk disk) throws IOException {
        if (disk.exists(NEW_MARKER)) {
            disk.delete(NEW_MARKER);
        }
        byte[] marker = (PRODUCT + FORMAT + "\n").getBytes(StandardCharsets.US_ASCII);
        try (DiskFile file = disk.create(NEW_MARKER)) {
            file.append(marker, 0, marker.length);
            file.force();
        }
        disk.rename(NEW_MARKER, MARKER);
        disk.forceFolder("");
    }

    /** Also syncs a folder that a killed process made: nothing in it outlives its name. */
    static void makeDatabaseFolder(Disk disk) throws IOException {
        disk.createFolder(DATABASE);
        disk.forceFolder("");
    }

    private static FileChannel lock(Path file) throws IOException {
        if (!HELD_HERE.add(file)) {
            throw inUse(file);
        }
        FileChannel channel = null;
        try {
            channel =
                    FileChannel.open(
                            file,
                            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------")));
            if (channel.tryLock() == null) {
                throw inUse(file);
            }
            return channel;
        } catch (IOException | RuntimeException e) {
            HELD_HERE.remove(file);
            if (channel != null) {
                channel.close();
            }
            throw e;
        }
    }

    private static StoreUnusableException inUse(Path lockFile) {
        return new StoreUnusableException(lockFile.getParent() + " is in use by a running store");
    }
}
