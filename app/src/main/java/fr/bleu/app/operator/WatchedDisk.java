package fr.bleu.app.operator;

import fr.bleu.store.disk.Disk;
import fr.bleu.store.disk.DiskFile;
import java.io.IOException;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * A disk of whose syncs somebody is told.
 *
 * @param synced takes the nanoseconds of each sync of a file that succeeded
 */
record WatchedDisk(Disk disk, LongConsumer synced) implements Disk {

    @Override
    public DiskFile open(String path) throws IOException {
        return new WatchedFile(disk.open(path), synced);
    }

    @Override
    public DiskFile create(String path) throws IOException {
        return new WatchedFile(disk.create(path), synced);
    }

    @Override
    public boolean exists(String path) throws IOException {
        return disk.exists(path);
    }

    @Override
    public void delete(String path) throws IOException {
        disk.delete(path);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public List<String> list(String folder) throws IOException {
        return disk.list(folder);
    }

    @Override
    public void createFolder(String folder) throws IOException {
        disk.createFolder(folder);
    }

    @Override
    public void forceFolder(String folder) throws IOException {
        disk.forceFolder(folder);
    }

    @Override
    public boolean punch(String path, long position, long length) throws IOException {
        return disk.punch(path, position, length);
    }

    @Override
    public long usableBytes() {
        return disk.usableBytes();
    }

    private record WatchedFile(DiskFile file, LongConsumer synced) implements DiskFile {

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public int read(long position, byte[] buffer, int offset, int length) throws IOException {
            return file.read(position, buffer, offset, length);
        }

        @Override
        public void write(long position, byte[] buffer, int offset, int length) throws IOException {
            file.write(position, buffer, offset, length);
        }

        @Override
        public void append(byte[] buffer, int offset, int length) throws IOException {
            file.append(buffer, offset, length);
        }

        @Override
        public void truncate(long size) throws IOException {
            file.truncate(size);
        }

        @Override
        public void force() throws IOException {
            long began = System.nanoTime();
            file.force();
            synced.accept(System.nanoTime() - began);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
