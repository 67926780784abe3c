package fr.bleu.extents;

import fr.bleu.store.disk.Disk;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Gives runs back to the disk. Those of the live epoch are used again afterwards, so punching comes
 * first: it must not hit what the next writer has written.
 */
final class FreedSpace {

    private static final System.Logger LOG = System.getLogger(FreedSpace.class.getName());

    private final Disk disk;
    private final int alignBytes;
    private final AtomicBoolean refused = new AtomicBoolean();

    FreedSpace(Disk disk, int alignBytes) {
        this.disk = disk;
        this.alignBytes = alignBytes;
    }

    /** The whole blocks that a run took; nobody else's bytes lie in the last one. */
    Run whole(Run run) {
        int blocks = (run.length() + alignBytes - 1) / alignBytes;
        return new Run(run.segment(), run.offset(), blocks * alignBytes);
    }

    /**
     * Punches whole runs. Where the file system cannot, or fails, the space comes back with its
     * segment or by the next start's walk.
     */
    void punch(List<Run> runs) {
        for (Run run : runs) {
            try {
                boolean done = disk.punch(run.segment().fileName(), run.offset(), run.length());
                if (!done && !refused.getAndSet(true)) {
                    LOG.log(Level.WARNING, "the file system gives no parts of files back");
                }
            } catch (NoSuchFileException e) {
                // Its segment has gone as a whole.
            } catch (IOException e) {
                LOG.log(Level.WARNING, "giving space back failed", e);
            }
        }
    }
}
