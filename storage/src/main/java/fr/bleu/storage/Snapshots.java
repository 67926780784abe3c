package fr.bleu.storage;

import fr.bleu.store.Check;
import fr.bleu.store.Reads;
import fr.bleu.store.Write;
import fr.bleu.trust.Permit;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes snapshots. */
public final class Snapshots {
    private final Reads reads;
    private final BlobCommits commits;
    private final AccountGuard guard;
    private final ContentKeys keys;
    private final InstantSource clock;

    Snapshots(
            Reads reads,
            BlobCommits commits,
            AccountGuard guard,
            ContentKeys keys,
            InstantSource clock) {
        this.keys = keys;
        this.reads = reads;
        this.commits = commits;
        this.guard = guard;
        this.clock = clock;
    }

    /**
     * A snapshot that was taken.
     *
     * @param at its name
     * @param snapshot itself
     * @param base the blob, which under versioning is a new version of itself
     */
    public record Taken(Stamp at, Blob snapshot, Changed<Blob> base) {}

    /**
     * Snapshot Blob: keeps the blob as it is; the content is shared. Under versioning the blob
     * becomes a version, too.
     *
     * @param metadata the snapshot's; empty for the blob's own
     */
    public Taken take(Permit permit, Optional<Metadata> metadata, Conditions conditions) {
        BlobTarget target = BlobTarget.of(permit);
        return Attempts.until(
                () -> {
                    FoundBlob found = commits.find(target);
                    conditions.forSnapshot(found.existing(), Stamp.now(clock));
                    BlobCommits.requireNoCopy(found);
                    Tiers.requireOnline(found.existing(), Stamp.now(clock));
                    Protection.requireUnheld(found.container());
                    keys.forEdit(found, found.existing(), conditions.encryption());
                    return take(permit, found, metadata);
                });
    }

    private Optional<Taken> take(Permit permit, FoundBlob found, Optional<Metadata> metadata) {
        Blob base = found.existing();
        History history = new History(reads, found);
        AccountGuard.Held held = guard.hold(permit);
        boolean versions = held.account().settings().service().versioning();
        Stamp id = base.traits().version().orElseGet(() -> history.free(base.modified()));
        Stamp later = Stamp.after(base.modified(), clock);
        Stamp at = history.free(versions && id.compareTo(later) >= 0 ? id.next() : later);
        Blob snapshot = snapshot(base, at, metadata);
        List<Check> checks = new ArrayList<>();
        List<Write> writes = new ArrayList<>();
        checks.add(new Check.Absent(history.key(at)));
        writes.add(
                history.put(at, new PastBlob(PastBlob.Kind.SNAPSHOT, Optional.empty(), snapshot)));
        writes.add(history.mark(at));
        Blob stands = versions ? version(history, base, id, at, checks, writes) : base;
        base.content()
                .id()
                .map(it -> References.add(found.target().account(), it, versions ? 2 : 1))
                .ifPresent(writes::add);
        PastChange taken =
                new PastChange(PastChange.What.TAKEN, PastBlob.Kind.SNAPSHOT, at, snapshot);
        return commits.commit(
                        permit,
                        held,
                        found,
                        touching(stands, checks, writes).withPast(List.of(taken)))
                .map(changed -> new Taken(at, snapshot, changed));
    }

    /**
     * The blob's record is written even if it stays as it is, so that whoever deletes the blob at
     * the same time notices that it has a snapshot now.
     */
    private static BlobEdit touching(Blob stands, List<Check> checks, List<Write> writes) {
        return new BlobEdit(
                Optional.of(stands), Retirement.Effect.PROPERTIES, checks, writes, List.of());
    }

    private static Blob snapshot(Blob base, Stamp at, Optional<Metadata> metadata) {
        Blob kept =
                base.withTraits(
                        base.traits().withLease(Optional.empty()).withVersion(Optional.empty()));
        return metadata.map(own -> kept.withMetadata(own).withModified(at)).orElse(kept);
    }

    /** The blob as it was becomes a version, and what stands another one. */
    private static Blob version(
            History history,
            Blob base,
            Stamp id,
            Stamp at,
            List<Check> checks,
            List<Write> writes) {
        Retirement.Version kept = Retirement.keptVersion(history, base, id, false);
        checks.add(kept.check());
        writes.addAll(kept.writes());
        Stamp next = history.free(at.next());
        checks.add(new Check.Absent(history.key(next)));
        return base.withTraits(base.traits().withVersion(Optional.of(next)));
    }
}
