package fr.bleu.extents;

import fr.bleu.store.disk.Disk;
import fr.bleu.store.disk.DiskFile;
import java.io.IOException;
import java.util.List;

/** A disk that takes {@link #room} more bytes, then fails as Linux does; counts open files. */
final class FullDisk implements Disk {

    private final Disk disk;
    long room = Long.MAX_VALUE;
    int openFiles;

    FullDisk(Disk disk) {
        this.disk = disk;
    }

    @Override
    public DiskFile open(String path) throws IOException {
        return new Limited(disk.open(path));
    }

    @Override
    public DiskFile create(String path) throws IOException {
        return new Limited(disk.create(path));
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
        return room;
    }

    private final class Limited implements DiskFile {
        private final DiskFile file;

        Limited(DiskFile file) {
            this.file = file;
            openFiles++;
        }

        @Override
        public void write(long position, byte[] buffer, int offset, int length) throws IOException {
            int part = (int) Math.min(length, room);
            if (part > 0) {
                file.write(position, buffer, offset, part);
                room -= part;
            }
            if (part < length) {
                throw new IOException("No space left on device");
            }
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public int read(long position, byte[] buffer, int offset, int length) throws IOException {
            return file.read(position, buffer, offset, length);
        }

        @Override
        public void truncate(long size) throws IOException {
            file.truncate(size);
        }

        @Override
        public void force() throws IOException {
            file.force();
        }

        @Override
        public void close() throws IOException {
            file.close();
            openFiles--;
        }
    }
}
