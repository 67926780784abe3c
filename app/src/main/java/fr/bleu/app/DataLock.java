package fr.bleu.app;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;

/** One process at a time uses a data folder; the lock goes with the process. */
public final class DataLock implements AutoCloseable {

    private final FileChannel channel;

    private DataLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @throws CommandFailure when another process holds it, or the folder cannot be written
     */
    public static DataLock take(Instance instance) {
        try {
            FileChannel channel =
                    FileChannel.open(
                            instance.data().resolve("LOCK"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            if (tryLock(channel) != null) {
                return new DataLock(channel);
            }
            channel.close();
        } catch (IOException e) {
            throw new CommandFailure("cannot write in " + instance.data() + ": " + e.getMessage());
        }
        throw new CommandFailure(instance.data() + " is in use by another process");
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new CommandFailure("cannot release the data folder: " + e.getMessage());
        }
    }
}
