package fr.bleu.storage;

import fr.bleu.extents.Extents;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;

/**
 * The copies that this process is carrying out in the background. A record that says «pending» and
 * whose copy is not among them is another node's, or was left by a process that stopped: then its
 * copy has failed.
 */
final class RunningCopies {
    /** Copies at once; one more is 503. */
    static final int MAX = 16;

    /** A tenant's copies at once, so that it leaves places to others. */
    static final int MAX_OF_TENANT = 4;

    private record Running(UUID tenant, AtomicLong bytes) {}

    private final Map<UUID, Running> running = new ConcurrentHashMap<>();

    private final LongSupplier writer;
    private final LongPredicate alive;

    RunningCopies(Extents extents) {
        this(extents::writer, extents::isAlive);
    }

    /**
     * @param writer this process's number among the writers of extents
     * @param alive whether the process of a writer has not ended
     */
    RunningCopies(LongSupplier writer, LongPredicate alive) {
        this.writer = writer;
        this.alive = alive;
    }

    /** By which other nodes know whose copies they are. */
    long writer() {
        return writer.getAsLong();
    }

    /** Takes a place for a tenant's copy, unless there is none. */
    synchronized boolean begin(UUID copy, UUID tenant) {
        long own = running.values().stream().filter(it -> it.tenant().equals(tenant)).count();
        if (running.size() >= MAX || own >= MAX_OF_TENANT) {
            return false;
        }
        running.put(copy, new Running(tenant, new AtomicLong()));
        return true;
    }

    /** Counts bytes done; false once the copy has ended, by an abort for example. */
    boolean progress(UUID copy, long bytes) {
        Running its = running.get(copy);
        if (its == null) {
            return false;
        }
        its.bytes().addAndGet(bytes);
        return true;
    }

    void end(UUID copy) {
        running.remove(copy);
    }

    /** Ends them all. */
    void clear() {
        running.clear();
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
        return blob.withTraits(blob.traits().withCopy(Optional.of(now(blob, copy))));
    }

    private CopyState now(Blob blob, CopyState copy) {
        Running its = running.get(copy.id());
        if (its != null) {
            return copy.at(its.bytes().get());
        }
        if (copy.writer() != writer() && alive.test(copy.writer())) {
            // How far it is only its own node knows.
            return copy;
        }
        return copy.ended(
                CopyState.Status.FAILED,
                blob.modified(),
                "500 InternalError \"The copy was interrupted.\"");
    }
}
