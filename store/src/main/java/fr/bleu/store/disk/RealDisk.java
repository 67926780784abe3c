package fr.bleu.store.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A disk in a folder of the machine's file system. */
public final class RealDisk implements Disk {

    private static final FileAttribute<?> OWNER_ONLY_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> OWNER_ONLY_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path root;

    /** A disk whose paths lie under {@code root}, an existing folder. */
    public RealDisk(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    @Override
    public DiskFile open(String path) throws IOException {
        return new RealFile(
                FileChannel.open(resolve(path), StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    @Override
    public DiskFile create(String path) throws IOException {
        return new RealFile(
                FileChannel.open(
                        resolve(path),
                        Set.of(
                                StandardOpenOption.CREATE_NEW,
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE),
                        OWNER_ONLY_FILE));
    }

    @Override
    public boolean exists(String path) {
        return Files.exists(resolve(path));
    }

    @Override
    public void delete(String path) throws IOException {
        Files.delete(resolve(path));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(resolve(from), resolve(to), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public List<String> list(String folder) throws IOException {
        try (Stream<Path> entries = Files.list(resolve(folder))) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    @Override
    public void createFolder(String folder) throws IOException {
        Path path = resolve(folder);
        if (Files.isDirectory(path)) {
            return;
        }
        if (!Files.isDirectory(path.getParent())) {
            throw new NoSuchFileException(path.getParent().toString());
        }
        Files.createDirectory(path, OWNER_ONLY_FOLDER);
    }

    @Override
    public void forceFolder(String folder) throws IOException {
        try (FileChannel channel = FileChannel.open(resolve(folder), StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public boolean punch(String path, long position, long length) throws IOException {
        return Holes.punch(resolve(path), position, length);
    }

    @Override
    public long usableBytes() {
        return root.toFile().getUsableSpace();
    }

    private Path resolve(String path) {
        Path resolved = root.resolve(path).normalize();
        if (!resolved.startsWith(root)) {
            throw new IllegalArgumentException("a path outside the disk: " + path);
        }
        return resolved;
    }

    private record RealFile(FileChannel channel) implements DiskFile {

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public int read(long position, byte[] buffer, int offset, int length) throws IOException {
            ByteBuffer target = ByteBuffer.wrap(buffer, offset, length);
            while (target.hasRemaining()) {
                if (channel.read(target, position + length - target.remaining()) < 0) {
                    break;
                }
            }
            return length - target.remaining();
        }

        @Override
        public void write(long position, byte[] buffer, int offset, int length) throws IOException {
            ByteBuffer source = ByteBuffer.wrap(buffer, offset, length);
            while (source.hasRemaining()) {
                channel.write(source, position + length - source.remaining());
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            channel.truncate(size);
        }

        @Override
        public void force() throws IOException {
            channel.force(false);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
