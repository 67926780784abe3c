package fr.bleu.app;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * One process at a time uses a data folder, and one an instance: beside a running cloud, a copy of
 * its data would sign another history with the same keys. The locks go with the process.
 */
public final class DataLock implements AutoCloseable {

    private final FileChannel data;
    private final FileChannel instance;

    private DataLock(FileChannel data, FileChannel instance) {
        this.data = data;
        this.instance = instance;
    }

    /**
     * Takes both locks.
     *
     * @throws CommandFailure when another process holds one, or a folder cannot be written
     */
    public static DataLock take(Instance instance) {
        FileChannel data = lock(instance.data(), instance.data() + " is in use by another process");
        try {
            String elsewhere =
                    "instance " + instance.id() + " runs already, on another copy of its data";
            return new DataLock(data, lock(instance.secrets(), elsewhere));
        } catch (CommandFailure failure) {
            close(data);
            throw failure;
        }
    }

    private static FileChannel lock(Path folder, String taken) {
        try {
            FileChannel channel =
                    FileChannel.open(
                            folder.resolve("LOCK"),
                            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------")));
            if (tryLock(channel) != null) {
                return channel;
            }
            channel.close();
        } catch (IOException e) {
            throw new CommandFailure("cannot write in " + folder + ": " + CommandFailure.reason(e));
        }
        throw new CommandFailure(taken);
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new CommandFailure("cannot release a lock: " + CommandFailure.reason(e));
        }
    }

    @Override
    public void close() {
        close(instance);
        close(data);
    }
}
