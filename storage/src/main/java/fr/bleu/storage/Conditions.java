package fr.bleu.storage;

import fr.bleu.http.Failure;
import fr.bleu.http.Headers;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A request's conditional headers and what they mean for reads and for writes; with them go the
 * lease and the encryption that it says it knows of.
 *
 * @param ifMatch ETags in quotes, or {@code *}; empty if there was no such header
 * @param ifNoneMatch the same
 * @param lease the lease that the request says it holds
 * @param ifTags what must hold for a blob's tags
 * @param encryption how what is there is encrypted, or what is written is to be
 * @see <a
 *     href="https://learn.microsoft.com/rest/api/storageservices/specifying-conditional-headers-for-blob-service-operations">Specifying
 *     conditional headers</a>
 */
public record Conditions(
        List<String> ifMatch,
        List<String> ifNoneMatch,
        Optional<Instant> ifModifiedSince,
        Optional<Instant> ifUnmodifiedSince,
        Optional<UUID> lease,
        Optional<TagExpression> ifTags,
        GivenEncryption encryption) {
    /** No conditions. */
    public static final Conditions NONE =
            new Conditions(List.of(), List.of(), Optional.empty(), Optional.empty());

    private static final String ANY = "*";

    public Conditions(
            List<String> ifMatch,
            List<String> ifNoneMatch,
            Optional<Instant> ifModifiedSince,
            Optional<Instant> ifUnmodifiedSince) {
        this(
                ifMatch,
                ifNoneMatch,
                ifModifiedSince,
                ifUnmodifiedSince,
                Optional.empty(),
                Optional.empty(),
                GivenEncryption.DEFAULT);
    }

    public Conditions {
        ifMatch = List.copyOf(ifMatch);
        ifNoneMatch = List.copyOf(ifNoneMatch);
    }

    /** Whether there is none; neither a lease id nor an encryption is one. */
    public boolean isEmpty() {
        return ifMatch.isEmpty()
                && ifNoneMatch.isEmpty()
                && ifModifiedSince.isEmpty()
                && ifUnmodifiedSince.isEmpty()
                && ifTags.isEmpty();
    }

    /**
     * For reads of a blob.
     *
     * @throws Failure as {@link #forRead(Stamp)}, and 412 when the named lease is not in force
     */
    void forRead(Blob current, Stamp now) {
        forRead(current.modified());
        requireTags(Optional.of(current));
        LeaseUse.BLOB.forRead(lease, current.traits().lease(), now);
    }

    /**
     * For what may create a blob.
     *
     * @throws Failure as {@link #forWrite(Optional)}, and 412 when a lease does not let it pass
     */
    void forWrite(Optional<Blob> current, Stamp now) {
        forWrite(current.map(Blob::modified));
        requireTags(current);
        requireLease(current, now);
    }

    /**
     * For what changes a blob that is there.
     *
     * @throws Failure as {@link #forEdit(Optional)}, and 412 when a lease does not let it pass
     */
    void forEdit(Optional<Blob> current, Stamp now) {
        forEditLeased(current);
        requireLease(current, now);
    }

    /** The same whoever holds a lease. */
    void forEditLeased(Optional<Blob> current) {
        forEdit(current.map(Blob::modified));
        requireTags(current);
    }

    /**
     * For snapshots: conditions are those of writes, a lease those of reads.
     *
     * @throws Failure as {@link #forEdit(Optional)}, and 412 when the named lease is not in force
     */
    void forSnapshot(Blob current, Stamp now) {
        forEditLeased(Optional.of(current));
        LeaseUse.BLOB.forRead(lease, current.traits().lease(), now);
    }

    /** For reads of what may be no blob yet: only tags and a lease are conditions then. */
    void forRead(Optional<Blob> current, Stamp now) {
        requireTags(current);
        LeaseUse.BLOB.forRead(lease, current.flatMap(blob -> blob.traits().lease()), now);
    }

    private void requireTags(Optional<Blob> current) {
        if (ifTags.isPresent()
                && current.filter(blob -> ifTags.get().holds(blob.traits().tags())).isEmpty()) {
            throw StorageError.CONDITION_NOT_MET.failure();
        }
    }

    private void requireLease(Optional<Blob> current, Stamp now) {
        LeaseUse.BLOB.forWrite(lease, current.flatMap(blob -> blob.traits().lease()), now);
    }

    /** What is left of them when an operation has changed the blob itself and goes on. */
    Conditions forNextStep() {
        return new Conditions(
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                lease,
                Optional.empty(),
                encryption);
    }

    /** Whether the write must find nothing there. */
    boolean onlyIfAbsent() {
        return ifNoneMatch.contains(ANY);
    }

    /**
     * For reads: {@code If-Match && If-Unmodified-Since && (If-None-Match || If-Modified-Since)}.
     *
     * @throws Failure 412, 304, or 400 for a wildcard in If-None-Match
     */
    void forRead(Stamp current) {
        if (onlyIfAbsent()) {
            throw StorageError.UNSATISFIABLE_CONDITION.failure();
        }
        if (!ifMatch.isEmpty() && !matches(ifMatch, current)) {
            throw StorageError.CONDITION_NOT_MET.failure();
        }
        if (ifUnmodifiedSince.isPresent() && isAfter(current, ifUnmodifiedSince.get())) {
            throw StorageError.CONDITION_NOT_MET.failure();
        }
        if (ifNoneMatch.isEmpty() && ifModifiedSince.isEmpty()) {
            return;
        }
        boolean changed = !ifNoneMatch.isEmpty() && !matches(ifNoneMatch, current);
        boolean later = ifModifiedSince.isPresent() && isAfter(current, ifModifiedSince.get());
        if (!changed && !later) {
            throw notModified(current);
        }
    }

    /**
     * For writes: one of the pairs (If-None-Match, If-Modified-Since) or (If-Match,
     * If-Unmodified-Since), in which the ETag's header decides alone.
     *
     * @param current what is there, if anything
     * @throws Failure 412, 409 for {@code If-None-Match: *}, or 400 for unsupported combinations
     */
    void forWrite(Optional<Stamp> current) {
        require(current, StorageError.BLOB_ALREADY_EXISTS);
    }

    /**
     * The same for what never creates, where {@code If-None-Match: *} is a condition like others.
     *
     * @throws Failure 412, or 400 for unsupported combinations
     */
    void forEdit(Optional<Stamp> current) {
        require(current, StorageError.CONDITION_NOT_MET);
    }

    private void require(Optional<Stamp> current, StorageError whenThere) {
        requireSupportedForWrites();
        if (onlyIfAbsent()) {
            if (current.isPresent()) {
                throw whenThere.failure();
            }
            return;
        }
        if (!holdsForWrite(current)) {
            throw StorageError.CONDITION_NOT_MET.failure();
        }
    }

    private boolean holdsForWrite(Optional<Stamp> current) {
        if (!ifMatch.isEmpty()) {
            return current.isPresent() && matches(ifMatch, current.get());
        }
        if (current.isEmpty()) {
            return true;
        }
        if (!ifNoneMatch.isEmpty()) {
            return !matches(ifNoneMatch, current.get());
        }
        if (ifModifiedSince.isPresent()) {
            return isAfter(current.get(), ifModifiedSince.get());
        }
        return ifUnmodifiedSince.isEmpty() || !isAfter(current.get(), ifUnmodifiedSince.get());
    }

    private void requireSupportedForWrites() {
        boolean forward = !ifNoneMatch.isEmpty() || ifModifiedSince.isPresent();
        boolean backward = !ifMatch.isEmpty() || ifUnmodifiedSince.isPresent();
        if ((forward && backward) || ifMatch.size() > 1 || ifNoneMatch.size() > 1) {
            throw StorageError.MULTIPLE_CONDITION_HEADERS_NOT_SUPPORTED.failure();
        }
    }

    private static boolean matches(List<String> tags, Stamp current) {
        return tags.contains(ANY) || tags.contains(current.etag());
    }

    /** Times are compared in whole seconds, since that is all that Last-Modified tells. */
    private static boolean isAfter(Stamp current, Instant moment) {
        return current.second().isAfter(moment);
    }

    private static Failure notModified(Stamp current) {
        StorageError error = StorageError.CONDITION_NOT_MET;
        return new Failure(
                304,
                error.code(),
                error.message(),
                Headers.EMPTY
                        .with("ETag", current.etag())
                        .with("Last-Modified", current.httpDate()));
    }
}
