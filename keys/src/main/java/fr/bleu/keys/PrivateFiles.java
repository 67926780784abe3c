package fr.bleu.keys;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/**
 * Files of secrets: mode 0600 in a folder of mode 0700, both owned by the user that runs the
 * process. The mode is given when the file is made, so no umask and no moment widens it. Whatever
 * is found wider, owned by another or to be a symbolic link is refused, never repaired: somebody
 * may have read it already. Linux only.
 */
public final class PrivateFiles {

    private static final FileAttribute<?> FILE_MODE = mode("rw-------");
    private static final FileAttribute<?> FOLDER_MODE = mode("rwx------");
    private static final int MASK = 0777;

    private PrivateFiles() {}

    /**
     * Makes a private folder and its missing parents (all 0700), or checks the one that is there.
     */
    public static void createFolder(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(folder, FOLDER_MODE);
        }
        checkFolder(folder);
    }

    /**
     * @throws PrivateFileException when it is no folder, has rights beyond 0700 or another owner
     */
    public static void checkFolder(Path folder) throws IOException {
        check(folder, "isDirectory", "folder", 0700);
    }

    /**
     * @throws PrivateFileException when it is no regular file, has rights beyond 0600 or another
     *     owner
     */
    public static void checkFile(Path file) throws IOException {
        check(file, "isRegularFile", "file", 0600);
    }

    /**
     * Makes a file that is not there yet, durably.
     *
     * @throws java.nio.file.FileAlreadyExistsException when it is there
     */
    public static void create(Path file, byte[] content) throws IOException {
        checkFolder(folderOf(file));
        write(file, content);
        syncFolder(folderOf(file));
    }

    /** Makes or replaces a file: at any crash either the old content is there or the new one. */
    public static void replace(Path file, byte[] content) throws IOException {
        checkFolder(folderOf(file));
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            checkFile(file);
        }
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        write(fresh, content);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        syncFolder(folderOf(file));
    }

    /**
     * Begins a file that is not there yet and is too large for memory; {@link #rename} ends it.
     *
     * @throws java.nio.file.FileAlreadyExistsException when it is there
     */
    public static FileChannel begin(Path file) throws IOException {
        checkFolder(folderOf(file));
        return FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), FILE_MODE);
    }

    /**
     * Gives a file that is whole and synced its name, durably.
     *
     * @throws java.nio.file.FileAlreadyExistsException when that is taken
     */
    public static void rename(Path file, Path name) throws IOException {
        Files.move(file, name);
        syncFolder(folderOf(name));
    }

    /**
     * Reads a file after checking it and its folder.
     *
     * @param maxBytes the most it may hold
     */
    public static byte[] read(Path file, int maxBytes) throws IOException {
        checkFolder(folderOf(file));
        checkFile(file);
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            if (channel.size() > maxBytes) {
                throw new PrivateFileException(file + " has more than " + maxBytes + " bytes");
            }
            ByteBuffer content = ByteBuffer.allocate((int) channel.size());
            while (content.hasRemaining() && channel.read(content) >= 0) {
                continue;
            }
            return Arrays.copyOf(content.array(), content.position());
        }
    }

    private static void write(Path file, byte[] content) throws IOException {
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        FILE_MODE)) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }

    private static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void check(Path path, String kindAttribute, String kind, int widest)
            throws IOException {
        Map<String, Object> found;
        try {
            found = Files.readAttributes(path, "unix:*", LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            throw new PrivateFileException(path + " is missing");
        }
        if (!Boolean.TRUE.equals(found.get(kindAttribute))) {
            throw new PrivateFileException(path + " is not a " + kind);
        }
        long owner = ((Number) found.get("uid")).longValue();
        if (owner != runningUser()) {
            throw new PrivateFileException(
                    path + " belongs to user " + owner + ", not to " + runningUser());
        }
        int mode = ((Number) found.get("mode")).intValue() & MASK;
        if ((mode & ~widest) != 0) {
            throw new PrivateFileException(
                    "%s has rights %04o; others could read or change it: allowed is %04o"
                            .formatted(path, mode, widest));
        }
    }

    /** The effective user id, from proc(5): names and home folders can be missing or differ. */
    private static long runningUser() throws IOException {
        for (String line :
                Files.readAllLines(Path.of("/proc/self/status"), StandardCharsets.ISO_8859_1)) {
            if (line.startsWith("Uid:")) {
                return Long.parseLong(line.split("\\s+")[2]);
            }
        }
        throw new IOException("/proc/self/status names no user");
    }

    private static Path folderOf(Path file) {
        return file.toAbsolutePath().getParent();
    }

    private static FileAttribute<Set<PosixFilePermission>> mode(String text) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
    }
}
