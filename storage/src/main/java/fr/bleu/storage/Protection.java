package fr.bleu.storage;

import java.util.Optional;

/**
 * What policies and legal holds forbid. {@link BlobCommits#commit}, which all changes of blobs
 * pass, compares what was with what would be, so that no operation has to remember to ask: whoever
 * it is, operator and platform included.
 *
 * @see <a
 *     href="https://learn.microsoft.com/azure/storage/blobs/immutable-container-level-worm-policies#scenarios">Container-level
 *     policies</a>
 * @see <a
 *     href="https://learn.microsoft.com/azure/storage/blobs/immutable-version-level-worm-policies#scenarios">Version-level
 *     policies</a>
 */
final class Protection {
    private Protection() {}

    /**
     * Refuses a change that weakens what holds the blob.
     *
     * @param fresh what would stand; empty after a deletion
     * @param kept whether the old state lives on as a version, with all that holds it
     * @throws fr.bleu.http.Failure 409 BlobImmutableDueToPolicy or BlobImmutableDueToLegalHold, 409
     *     BlobOperationNotSupported for a hold where versions are not held
     */
    static void require(
            Container container,
            Optional<Blob> old,
            Optional<Blob> fresh,
            Retirement.Effect effect,
            boolean kept,
            Stamp now) {
        fresh.ifPresent(blob -> requireHoldable(container, blob));
        if (old.isEmpty() || (fresh.isPresent() && RunningCopies.isPending(old.get()))) {
            // What is being copied to has nothing yet that could be held.
            return;
        }
        if (fresh.isEmpty()) {
            if (!kept || !container.traits().immutability().ofVersions()) {
                requireRemovable(container, old.get(), now);
            }
            return;
        }
        requireOfContainer(container, old.get(), fresh.get());
        requireOfVersion(old.get(), fresh.get(), effect, kept, now);
    }

    private static void requireHoldable(Container container, Blob fresh) {
        Traits traits = fresh.traits();
        boolean held = traits.immutability().isPresent() || traits.legalHold();
        if (held && !container.traits().immutability().ofVersions()) {
            throw StorageError.BLOB_OPERATION_NOT_SUPPORTED.failure(
                    "The container does not hold versions one by one.");
        }
    }

    /** Under a container's policy nothing is changed, even when its time is over. */
    private static void requireOfContainer(Container container, Blob old, Blob fresh) {
        boolean same =
                old.modified().equals(fresh.modified())
                        && isSameContent(old, fresh)
                        && old.metadata().equals(fresh.metadata())
                        && old.headers().equals(fresh.headers());
        if (!same) {
            requireUnheld(container);
        }
    }

    /**
     * Refuses what a container's policy and its legal holds forbid, which hold all of its blobs.
     *
     * @throws fr.bleu.http.Failure 409 BlobImmutableDueToPolicy or BlobImmutableDueToLegalHold
     */
    static void requireUnheld(Container container) {
        ContainerImmutability rules = container.traits().immutability();
        if (rules.ofVersions()) {
            return;
        }
        if (!rules.holds().isEmpty()) {
            throw StorageError.BLOB_IMMUTABLE_DUE_TO_LEGAL_HOLD.failure();
        }
        if (rules.policy().isPresent()) {
            throw StorageError.BLOB_IMMUTABLE_DUE_TO_POLICY.failure();
        }
    }

    private static void requireOfVersion(
            Blob old, Blob fresh, Retirement.Effect effect, boolean kept, Stamp now) {
        if (effect == Retirement.Effect.CONTENT) {
            if (!kept) {
                requireReplaceable(old, now);
            }
            return;
        }
        boolean touched =
                effect == Retirement.Effect.METADATA
                        || !isSameContent(old, fresh)
                        || !old.metadata().equals(fresh.metadata());
        if (touched && old.traits().legalHold()) {
            throw StorageError.BLOB_IMMUTABLE_DUE_TO_LEGAL_HOLD.failure();
        }
        Optional<Immutability> policy = old.traits().immutability();
        if (policy.filter(it -> touched || !it.allows(fresh.traits().immutability())).isPresent()) {
            throw StorageError.BLOB_IMMUTABLE_DUE_TO_POLICY.failure();
        }
    }

    private static void requireReplaceable(Blob old, Stamp now) {
        if (old.traits().legalHold()) {
            throw StorageError.BLOB_IMMUTABLE_DUE_TO_LEGAL_HOLD.failure();
        }
        if (old.traits().immutability().filter(it -> it.isActive(now)).isPresent()) {
            throw StorageError.BLOB_IMMUTABLE_DUE_TO_POLICY.failure();
        }
    }

    /** Inline bodies are the same bytes, as they are never sealed again where they lie. */
    private static boolean isSameContent(Blob old, Blob fresh) {
        if (old.content() instanceof Content.Inline one
                && fresh.content() instanceof Content.Inline other) {
            return java.util.Arrays.equals(one.sealed(), other.sealed());
        }
        if (old.content() instanceof Content.Directory) {
            return old.content().equals(fresh.content());
        }
        return old.content().id().isPresent()
                && old.content().id().equals(fresh.content().id())
                && old.length() == fresh.length()
                // Pages are written in place: only the time tells.
                && (old.type() != BlobType.PAGE || old.modified().equals(fresh.modified()));
    }

    /**
     * Refuses to delete what is held: a blob, or what one was.
     *
     * @throws fr.bleu.http.Failure 409 BlobImmutableDueToPolicy or BlobImmutableDueToLegalHold
     */
    static void requireRemovable(Container container, Blob blob, Stamp now) {
        if (isOnLegalHold(container, blob)) {
            throw StorageError.BLOB_IMMUTABLE_DUE_TO_LEGAL_HOLD.failure();
        }
        if (isUnderPolicy(container, blob, now)) {
            throw StorageError.BLOB_IMMUTABLE_DUE_TO_POLICY.failure();
        }
    }

    /** Whether a blob, or what one was, must stay; for what deletes without being asked. */
    static boolean isHeld(Container container, Blob blob, Stamp now) {
        return isOnLegalHold(container, blob) || isUnderPolicy(container, blob, now);
    }

    private static boolean isOnLegalHold(Container container, Blob blob) {
        return blob.traits().legalHold() || !container.traits().immutability().holds().isEmpty();
    }

    private static boolean isUnderPolicy(Container container, Blob blob, Stamp now) {
        ContainerImmutability rules = container.traits().immutability();
        boolean byContainer =
                !rules.ofVersions()
                        && rules.policy()
                                .filter(it -> it.until(blob.created()).compareTo(now) > 0)
                                .isPresent();
        return byContainer
                || blob.traits().immutability().filter(it -> it.isActive(now)).isPresent();
    }

    /** A new version without a policy of its own is given the container's. */
    static Blob withDefault(Container container, Blob fresh) {
        ContainerImmutability rules = container.traits().immutability();
        if (!rules.ofVersions() || fresh.traits().immutability().isPresent()) {
            return fresh;
        }
        Optional<Immutability> given =
                rules.policy().map(it -> new Immutability(it.until(fresh.modified()), it.locked()));
        return fresh.withTraits(fresh.traits().withImmutability(given));
    }
}
