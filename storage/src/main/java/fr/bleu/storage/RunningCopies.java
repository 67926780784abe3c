package fr.bleu.storage;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The copies that this process is carrying out in the background. A record that says «pending» and
 * whose copy is not among them was left by a process that stopped: its copy has failed.
 */
final class RunningCopies {
    /** Copies at once; one more is 503. */
    static final int MAX = 16;

    private final Map<UUID, AtomicLong> copiedBytes = new ConcurrentHashMap<>();

    /** Takes a place for a copy, unless there is none. */
    synchronized boolean begin(UUID copy) {
        if (copiedBytes.size() >= MAX) {
            return false;
        }
        copiedBytes.put(copy, new AtomicLong());
        return true;
    }

    /** Counts bytes done; false once the copy has ended, by an abort for example. */
    boolean progress(UUID copy, long bytes) {
        AtomicLong done = copiedBytes.get(copy);
        if (done == null) {
            return false;
        }
        done.addAndGet(bytes);
        return true;
    }

    void end(UUID copy) {
        copiedBytes.remove(copy);
    }

    /** Ends them all. */
    void clear() {
        copiedBytes.clear();
    }

    static boolean isPending(Blob blob) {
        return blob.traits().copy().filter(RunningCopies::isPending).isPresent();
    }

    static boolean isPending(CopyState copy) {
        return copy.status() == CopyState.Status.PENDING;
    }

    /** The blob with its pending copy as it stands at this moment. */
    Blob seen(Blob blob) {
        if (!isPending(blob)) {
            return blob;
        }
        CopyState copy = blob.traits().copy().orElseThrow();
        AtomicLong done = copiedBytes.get(copy.id());
        CopyState now =
                done != null
                        ? copy.at(done.get())
                        : copy.ended(
                                CopyState.Status.FAILED,
                                blob.modified(),
                                "500 InternalError \"The copy was interrupted.\"");
        return blob.withTraits(blob.traits().withCopy(java.util.Optional.of(now)));
    }
}
