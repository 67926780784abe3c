package fr.bleu.app.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Finds the process that has a file locked, without touching the lock: trying it would keep out a
 * cloud that starts at the same moment.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_locks.5.html">proc_locks(5)</a>
 */
final class LockHolder {

    private static final int PID_FIELD = 4;
    private static final int FILE_FIELD = 5;

    private LockHolder() {}

    /** The process's id, if there is one that this user may look at. */
    static OptionalLong of(Path file) throws IOException {
        if (!Files.exists(file)) {
            return OptionalLong.empty();
        }
        String inode = ":" + Files.getAttribute(file, "unix:ino");
        Path real = file.toRealPath();
        for (String line : Files.readAllLines(Path.of("/proc/locks"))) {
            String[] fields = line.trim().split("\\s+");
            if (fields.length > FILE_FIELD && fields[FILE_FIELD].endsWith(inode)) {
                long pid = Long.parseLong(fields[PID_FIELD]);
                // Another file system may have the same number.
                if (hasOpen(pid, real)) {
                    return OptionalLong.of(pid);
                }
            }
        }
        return OptionalLong.empty();
    }

    private static boolean hasOpen(long pid, Path file) {
        try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return open.anyMatch(link -> pointsTo(link, file));
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean pointsTo(Path link, Path file) {
        try {
            return Files.readSymbolicLink(link).equals(file);
        } catch (IOException e) {
            return false;
        }
    }
}
