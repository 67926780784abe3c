package fr.bleu.storage;

import fr.bleu.store.Check;
import fr.bleu.store.Write;
import fr.bleu.trust.Permit;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Copy Blob: done before the answer where nothing much is to be moved, else in the background, each
 * copy on a thread of its own, 16 at once and 4 of a tenant; one more is 503 ServerBusy. While it
 * is pending the destination is empty and takes no writes.
 */
public final class BackgroundCopies implements AutoCloseable {
    /** What is moved before the answer, in bytes. */
    static final long MAX_AT_ONCE_BYTES = 16L << 20;

    /** After so many bytes a copy looks whether another node has aborted it. */
    private static final long LOOK_BYTES = 64L << 20;

    private final BlobCommits commits;
    private final Blobs blobs;
    private final Copies copies;
    private final CopySources sources;
    private final RunningCopies running;
    private final InstantSource clock;
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    BackgroundCopies(
            BlobCommits commits,
            Blobs blobs,
            Copies copies,
            CopySources sources,
            RunningCopies running,
            InstantSource clock) {
        this.commits = commits;
        this.blobs = blobs;
        this.copies = copies;
        this.sources = sources;
        this.running = running;
        this.clock = clock;
    }

    /** Copy Blob; the blob that is told says by its copy state whether it is done. */
    public Changed<Blob> start(Permit permit, CopyPlan plan) throws IOException {
        CopySources.Source source =
                sources.find(plan.source(), plan.moment(), plan.sourceConditions());
        if (Copies.isWithinAccount(permit, plan) || source.blob().length() <= MAX_AT_ONCE_BYTES) {
            return copies.copy(permit, plan).changed();
        }
        BlobType.BLOCK.require(source.blob());
        return start(permit, plan, source, this::launch);
    }

    /**
     * @param launch runs the copy, once its record is committed
     */
    Changed<Blob> start(
            Permit permit, CopyPlan plan, CopySources.Source source, Consumer<Runnable> launch) {
        UUID id = UUID.randomUUID();
        if (!running.begin(id, permit.target().tenant())) {
            throw StorageError.SERVER_BUSY.failure();
        }
        boolean started = false;
        try {
            FoundBlob before = commits.find(BlobTarget.of(permit));
            ContentKeys.Chosen keys = blobs.choose(before, plan.conditions().encryption());
            Changed<Blob> changed = begin(permit, plan, before, source, id, keys);
            launch.accept(() -> run(permit, source, id, keys));
            started = true;
            return changed;
        } finally {
            if (!started) {
                running.end(id);
            }
        }
    }

    private void launch(Runnable copy) {
        Thread thread =
                Thread.ofVirtual()
                        .unstarted(
                                () -> {
                                    copy.run();
                                    threads.remove(Thread.currentThread());
                                });
        threads.add(thread);
        thread.start();
    }

    private Changed<Blob> begin(
            Permit permit,
            CopyPlan plan,
            FoundBlob before,
            CopySources.Source source,
            UUID id,
            ContentKeys.Chosen keys) {
        Blob of = source.blob();
        CopyState pending = CopyState.begun(id, plan.address(), of.length(), running.writer());
        return commits.put(
                permit,
                plan.conditions(),
                before,
                found -> {
                    Content empty = Content.Inline.empty(keys.key(), found);
                    Blob blob = copies.made(found, plan, of, empty, Optional.empty(), keys);
                    return copies.replaced(
                            found,
                            blob.withTraits(blob.traits().withCopy(Optional.of(pending))),
                            List.of(),
                            List.of());
                });
    }

    private void run(Permit permit, CopySources.Source source, UUID id, ContentKeys.Chosen keys) {
        try {
            carryOut(permit, source, id, keys);
        } catch (IOException | RuntimeException e) {
            fail(permit, id);
        } finally {
            running.end(id);
        }
    }

    private void carryOut(
            Permit permit, CopySources.Source source, UUID id, ContentKeys.Chosen keys)
            throws IOException {
        Blob of = source.blob();
        Blobs.Arrived arrived;
        try (CopyStream bytes = sources.read(source, ByteRange.all(of), progress(permit, id))) {
            arrived =
                    blobs.receive(
                            BlobTarget.of(permit),
                            new Body(bytes, of.length(), Checksums.UNDECLARED),
                            keys);
        }
        blobs.committing(
                arrived,
                () ->
                        end(
                                permit,
                                id,
                                CopyState.Status.SUCCESS,
                                found ->
                                        new Outcome(
                                                arrived.content().apply(found),
                                                arrived.checks(),
                                                arrived.writes()),
                                ""));
    }

    /** Ends the copy once its record says so, whichever node has written that. */
    CopyStream.Progress progress(Permit permit, UUID id) {
        AtomicLong unlooked = new AtomicLong();
        return bytes -> {
            boolean looks = unlooked.addAndGet(bytes) >= LOOK_BYTES;
            if (looks) {
                unlooked.set(0);
            }
            if (!running.progress(id, bytes)
                    || (looks && pending(commits.find(BlobTarget.of(permit)), id).isEmpty())) {
                throw new IOException("the copy was ended");
            }
        };
    }

    private static Optional<CopyState> pending(FoundBlob found, UUID id) {
        return found.blob()
                .flatMap(blob -> blob.traits().copy())
                .filter(it -> it.id().equals(id) && isPending(it));
    }

    /** What stands at the end. */
    private record Outcome(Content content, List<Check> checks, List<Write> writes) {}

    private interface Ending {
        Outcome of(FoundBlob found);
    }

    private Outcome nothing(FoundBlob found) {
        // It is empty while it is pending.
        return new Outcome(found.existing().content(), List.of(), List.of());
    }

    private void fail(Permit permit, UUID id) {
        try {
            end(
                    permit,
                    id,
                    CopyState.Status.FAILED,
                    this::nothing,
                    "500 InternalError \"The copy failed.\"");
        } catch (RuntimeException e) {
            // The record goes on saying «pending», which without a running copy means «failed».
        }
    }

    /** Abort Copy Blob: the destination stays, empty. */
    public Changed<Blob> abort(Permit permit, UUID id, Conditions conditions) {
        FoundBlob found = commits.find(BlobTarget.of(permit));
        conditions.forEdit(found.blob(), Stamp.now(clock));
        CopyState copy =
                found.existing()
                        .traits()
                        .copy()
                        .filter(RunningCopies::isPending)
                        .orElseThrow(StorageError.NO_PENDING_COPY_OPERATION::failure);
        if (!copy.id().equals(id)) {
            throw StorageError.COPY_ID_MISMATCH.failure();
        }
        Changed<Blob> changed =
                end(permit, id, CopyState.Status.ABORTED, this::nothing, "")
                        .orElseThrow(StorageError.NO_PENDING_COPY_OPERATION::failure);
        running.end(id);
        return changed;
    }

    /** Ends a pending copy, unless it has ended otherwise. */
    private Optional<Changed<Blob>> end(
            Permit permit, UUID id, CopyState.Status status, Ending ending, String description) {
        return Attempts.until(
                () -> {
                    FoundBlob found = commits.find(BlobTarget.of(permit));
                    Optional<CopyState> copy = pending(found, id);
                    if (copy.isEmpty()) {
                        return Optional.of(Optional.empty());
                    }
                    Blob blob = found.existing();
                    Stamp now = Stamp.after(blob.modified(), clock);
                    Outcome outcome = ending.of(found);
                    Blob ended =
                            blob.withContent(outcome.content())
                                    .withModified(now)
                                    .withTraits(
                                            blob.traits()
                                                    .withCopy(
                                                            copy.map(
                                                                    it ->
                                                                            it.ended(
                                                                                    status,
                                                                                    now,
                                                                                    description))));
                    // The pending blob is empty and was made by this copy: nothing is retired.
                    return commits.commit(
                                    permit,
                                    found,
                                    new BlobEdit(
                                            Optional.of(ended),
                                            Retirement.Effect.PROPERTIES,
                                            outcome.checks(),
                                            outcome.writes(),
                                            List.of()))
                            .map(Optional::of);
                });
    }

    private static boolean isPending(CopyState copy) {
        return RunningCopies.isPending(copy);
    }

    /** Ends all copies that are under way; their records go on saying «pending». */
    @Override
    public void close() {
        running.clear();
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
