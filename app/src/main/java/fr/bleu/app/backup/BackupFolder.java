package fr.bleu.app.backup;

import fr.bleu.keys.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of a backup folder. Each is written whole under another name, synced and renamed, so
 * that what has its name is whole, and never changed afterwards ({@code latest} is replaced).
 */
final class BackupFolder {

    private static final String UNFINISHED = ".new";

    private final Path root;

    private BackupFolder(Path root) {
        this.root = root;
    }

    /** For writing: made if it is missing. What a cut backup has not finished goes. */
    static BackupFolder create(Path root) throws IOException {
        BackupFolder folder = new BackupFolder(root.toAbsolutePath().normalize());
        PrivateFiles.createFolder(folder.root);
        for (String part : new String[] {"chunks", "extents", "backups"}) {
            PrivateFiles.createFolder(folder.root.resolve(part));
            folder.removeUnfinished(folder.root.resolve(part));
        }
        folder.sync(folder.root);
        return folder;
    }

    /** For reading. */
    static BackupFolder open(Path root) {
        return new BackupFolder(root.toAbsolutePath().normalize());
    }

    boolean has(String name) {
        return Files.exists(root.resolve(name));
    }

    long size(String name) throws IOException {
        Path file = root.resolve(name);
        return Files.exists(file) ? Files.size(file) : -1;
    }

    void write(String name, byte[] content) throws IOException {
        PrivateFiles.replace(root.resolve(name), content);
    }

    /**
     * A file's bytes.
     *
     * @throws DamagedBackupException when it is missing
     */
    byte[] read(String name) throws IOException {
        return Files.readAllBytes(existing(name));
    }

    FileChannel open(String name) throws IOException {
        return FileChannel.open(existing(name), StandardOpenOption.READ);
    }

    private Path existing(String name) throws IOException {
        Path file = root.resolve(name);
        if (!Files.isRegularFile(file)) {
            throw new DamagedBackupException(name, "is missing");
        }
        return file;
    }

    /** Where a file is written that is too large for memory. */
    Path unfinished(String name) {
        return root.resolve(name + UNFINISHED);
    }

    /** Gives a file that was written there, and synced, its name. */
    void finish(String name) throws IOException {
        Files.move(unfinished(name), root.resolve(name));
        sync(root.resolve(name).getParent());
    }

    /** The names of a part's files, in order. */
    List<String> list(String part) throws IOException {
        try (Stream<Path> files = Files.list(root.resolve(part))) {
            return files.map(it -> part + "/" + it.getFileName()).sorted().toList();
        }
    }

    /** Removes a file; {@link #sync} makes it last. */
    void delete(String name) throws IOException {
        Files.deleteIfExists(root.resolve(name));
    }

    void rename(String name, String to) throws IOException {
        Files.move(root.resolve(name), root.resolve(to));
        sync(root.resolve(to).getParent());
    }

    void sync(String part) throws IOException {
        sync(root.resolve(part));
    }

    private void removeUnfinished(Path part) throws IOException {
        try (Stream<Path> files = Files.list(part)) {
            for (Path file : files.filter(it -> it.toString().endsWith(UNFINISHED)).toList()) {
                Files.delete(file);
            }
        }
    }

    private void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
