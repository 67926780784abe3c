package fr.bleu.storage;

import java.util.Optional;

/**
 * A state of a blob that rules are asked about.
 *
 * @param kind what it is
 * @param container the container's name
 * @param name the blob's name
 * @param created what its age since creation is counted from
 */
record LifecycleSubject(Kind kind, String container, String name, Stamp created, Blob blob) {

    /** Which of a rule's actions are for it. */
    enum Kind {
        BASE,
        SNAPSHOT,
        VERSION
    }

    static LifecycleSubject of(String container, String name, Blob blob) {
        return new LifecycleSubject(Kind.BASE, container, name, blob.created(), blob);
    }

    /** A past state; empty for one that is deleted already. */
    static Optional<LifecycleSubject> of(String container, String name, Stamp at, PastBlob past) {
        if (!past.isLive()) {
            return Optional.empty();
        }
        return switch (past.kind()) {
            case SNAPSHOT ->
                    Optional.of(
                            new LifecycleSubject(Kind.SNAPSHOT, container, name, at, past.blob()));
            case VERSION ->
                    Optional.of(
                            new LifecycleSubject(Kind.VERSION, container, name, at, past.blob()));
            case BASE -> Optional.empty();
        };
    }

    AccessTier.Tier tier(Stamp now) {
        return blob.traits().tier().map(tier -> tier.at(now).tier()).orElse(AccessTier.Tier.HOT);
    }

    /** Since when it is in its tier; empty for one that was never given any. */
    Optional<Stamp> tierSince(Stamp now) {
        return blob.traits().tier().map(tier -> tier.at(now).since());
    }

    /**
     * Whether it can be done to it: tiers are those of block blobs, and rules move to cheaper ones
     * only; what an encryption scope encrypts is not archived.
     */
    boolean admits(LifecycleAction.Deed deed, Stamp now) {
        if (blob.type() == BlobType.PAGE) {
            return false;
        }
        if (deed == LifecycleAction.Deed.DELETE) {
            return true;
        }
        boolean scoped = blob.traits().encryption().filter(it -> !it.scope().isEmpty()).isPresent();
        return blob.type() == BlobType.BLOCK
                && tier(now).compareTo(deed.tier()) < 0
                && !(scoped && deed == LifecycleAction.Deed.ARCHIVE);
    }
}
