package fr.bleu.storage;

import fr.bleu.store.Check;
import fr.bleu.store.Reads;
import fr.bleu.store.Reads.Stored;
import fr.bleu.store.Write;
import fr.bleu.trust.CommitResult;
import fr.bleu.trust.Commits;
import fr.bleu.trust.Draft;
import fr.bleu.trust.Obligation;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Receipt;
import fr.bleu.trust.Records;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The one way in which a blob's record changes: read, decide, commit with checks on all that the
 * decision rests on, and again if a check fails.
 */
final class BlobCommits {
    private final Records records;
    private final Commits commits;
    private final AccountGuard guard;
    private final InstantSource clock;
    private final RunningCopies copies;
    private final FeedOutbox feed;

    BlobCommits(
            Records records,
            Commits commits,
            AccountGuard guard,
            InstantSource clock,
            RunningCopies copies) {
        this.records = records;
        this.commits = commits;
        this.guard = guard;
        this.clock = clock;
        this.copies = copies;
        this.feed = new FeedOutbox(records, clock);
    }

    /** Reads the blob's place; 404 ContainerNotFound without its container. */
    FoundBlob find(BlobTarget target) {
        return find(records, target);
    }

    FoundBlob find(Reads reads, BlobTarget target) {
        ContainerTarget place = target.container();
        Stored container =
                reads.get(place.key()).orElseThrow(StorageError.CONTAINER_NOT_FOUND::failure);
        Containers.Found found =
                new Containers.Found(Container.decode(place.name(), container.value()), container);
        BlobTarget named = Tree.named(found.container(), target);
        Slot slot = Tree.slot(reads, found.container(), named, clock);
        Optional<Stored> stored = slot.isNowhere() ? Optional.empty() : reads.get(slot.key());
        return new FoundBlob(
                named, found, slot, stored, stored.map(s -> copies.seen(Blob.decode(s.value()))));
    }

    /** Refuses early what {@link #put} would refuse, before a large body is read. */
    void requireChangeable(Permit permit, Conditions conditions, FoundBlob found) {
        Stamp now = Stamp.now(clock);
        found.slot().checks();
        conditions.forWrite(found.blob(), now);
        requireOverwritable(permit, found);
        found.blob().ifPresent(blob -> Tiers.requireOnline(blob, now));
    }

    /** Refuses what a copy under way forbids, and to change what the permit only lets create. */
    static void requireOverwritable(Permit permit, FoundBlob found) {
        requireNoCopy(found);
        if (createsOnly(permit) && found.blob().isPresent()) {
            throw StorageError.UNAUTHORIZED_BLOB_OVERWRITE.failure();
        }
    }

    /** Refuses what a copy that is under way into the blob forbids. */
    static void requireNoCopy(FoundBlob found) {
        if (found.blob().filter(RunningCopies::isPending).isPresent()) {
            throw StorageError.PENDING_COPY_OPERATION.failure();
        }
    }

    /**
     * Creates or replaces the blob that the permit names; {@code edit} may run several times.
     *
     * @param read what was read before; if that has changed, the commit tells and it is reread
     */
    Changed<Blob> put(
            Permit permit,
            Conditions conditions,
            FoundBlob read,
            Function<FoundBlob, BlobEdit> edit) {
        requireChangeable(permit, conditions, read);
        return commit(permit, read, edit.apply(read))
                .orElseGet(() -> putReread(permit, conditions, edit));
    }

    private Changed<Blob> putReread(
            Permit permit, Conditions conditions, Function<FoundBlob, BlobEdit> edit) {
        return Attempts.until(
                () -> {
                    FoundBlob found = find(BlobTarget.of(permit));
                    requireChangeable(permit, conditions, found);
                    return commit(permit, found, edit.apply(found));
                });
    }

    /** Changes the blob, which must be there; {@code edit} may run several times. */
    Changed<Blob> change(
            Permit permit, Conditions conditions, BiFunction<FoundBlob, Blob, BlobEdit> edit) {
        return rewrite(
                permit, conditions, (found, existing) -> Optional.of(edit.apply(found, existing)));
    }

    /** The same whoever holds a lease: for leases themselves, and for what no lease guards. */
    Changed<Blob> changeLeased(
            Permit permit, Conditions conditions, BiFunction<FoundBlob, Blob, BlobEdit> edit) {
        return rewrite(
                permit,
                conditions::forEditLeased,
                overwriting(permit, (found, old) -> Optional.of(edit.apply(found, old))));
    }

    /**
     * Changes the blob, which must be there.
     *
     * @param edit may run several times; nothing when the blob must be read again first
     */
    Changed<Blob> rewrite(
            Permit permit,
            Conditions conditions,
            BiFunction<FoundBlob, Blob, Optional<BlobEdit>> edit) {
        return append(permit, conditions, overwriting(permit, edit));
    }

    private static BiFunction<FoundBlob, Blob, Optional<BlobEdit>> overwriting(
            Permit permit, BiFunction<FoundBlob, Blob, Optional<BlobEdit>> edit) {
        return (found, existing) -> {
            requireOverwritable(permit, found);
            return edit.apply(found, existing);
        };
    }

    /** The same for what overwrites nothing, so that leave to add is enough. */
    Changed<Blob> append(
            Permit permit,
            Conditions conditions,
            BiFunction<FoundBlob, Blob, Optional<BlobEdit>> edit) {
        return rewrite(permit, blob -> conditions.forEdit(blob, Stamp.now(clock)), edit);
    }

    private Changed<Blob> rewrite(
            Permit permit,
            Consumer<Optional<Blob>> require,
            BiFunction<FoundBlob, Blob, Optional<BlobEdit>> edit) {
        BlobTarget target = BlobTarget.of(permit);
        return Attempts.until(
                () -> {
                    FoundBlob found = find(target);
                    require.accept(found.blob());
                    Blob existing = found.existing();
                    requireNoCopy(found);
                    return edit.apply(found, existing).flatMap(it -> commit(permit, found, it));
                });
    }

    private static Map<String, String> tags(Optional<Blob> blob) {
        return blob.map(it -> it.traits().tags()).orElse(Map.of());
    }

    /** The blob with what its container and the moment make of it. */
    private static Blob settled(FoundBlob found, Blob fresh, Retirement.Effect effect, Stamp now) {
        Blob leased = withoutEndedLease(found, fresh, now);
        Blob marked = Tree.marked(leased);
        return effect == Retirement.Effect.PROPERTIES && found.blob().isPresent()
                ? marked
                : Protection.withDefault(found.container(), marked);
    }

    /** A lease that has ended can be renewed until the blob is modified. */
    private static Blob withoutEndedLease(FoundBlob found, Blob fresh, Stamp now) {
        Traits traits = fresh.traits();
        boolean modified =
                found.blob().filter(old -> old.modified().equals(fresh.modified())).isEmpty();
        return modified && traits.lease().isPresent()
                ? fresh.withTraits(
                        traits.withLease(
                                traits.lease().filter(lease -> lease.state(now).isLocked())))
                : fresh;
    }

    /** Refuses early what changes would refuse, before a large body is read. */
    Blob requireEditable(Conditions conditions, FoundBlob found) {
        conditions.forEdit(found.blob(), Stamp.now(clock));
        return found.existing();
    }

    /** Nothing but a deletion passes while a blob's encryption scope is disabled. */
    private List<Check> usable(BlobTarget target, Optional<Blob> stands) {
        return EncryptionScope.requireUsable(
                records, target.account(), stands.flatMap(blob -> blob.traits().encryption()));
    }

    /** Commits one edit; empty when something has changed since it was read. */
    Optional<Changed<Blob>> commit(Permit permit, FoundBlob found, BlobEdit edit) {
        return commit(permit, guard.hold(permit), found, edit);
    }

    /** The same for an edit that was made for the account as it is held. */
    Optional<Changed<Blob>> commit(
            Permit permit, AccountGuard.Held held, FoundBlob found, BlobEdit edit) {
        BlobTarget target = found.target();
        Stamp now = Stamp.now(clock);
        ServiceSettings settings =
                FeedContainer.settings(target.container(), held.account().settings().service());
        BlobEdit settled = edit.withBlob(blob -> settled(found, blob, edit.effect(), now));
        boolean version = edit.effect() != Retirement.Effect.PROPERTIES;
        Protection.require(
                found.container(),
                found.blob(),
                settled.blob(),
                edit.effect(),
                version && settings.versioning(),
                now);
        Retirement retired = Retirement.of(records, found, settled, settings, now);
        List<Write> events = feed.ofBlob(permit, held.account(), found, edit, retired.blob());
        Draft draft =
                new Draft()
                        .check(held.check())
                        .checks(found.unchanged())
                        .checks(edit.checks())
                        .checks(retired.checks())
                        .checks(usable(target, retired.blob()))
                        .checks(Tree.keep(records, found, retired.blob(), edit.past()))
                        .writes(found.slot().parents())
                        .writes(edit.writes())
                        .writes(retired.writes())
                        .writes(TagIndex.writes(found, tags(found.blob()), tags(retired.blob())))
                        .checks(FeedOutbox.unused(events))
                        .writes(events)
                        .detail("container", target.container().name())
                        .detail("blob", target.name());
        write(draft, found, retired.blob());
        draft.writes(garbage(target, edit.garbage())).writes(garbage(target, retired.garbage()));
        Blob value = retired.blob().or(found::blob).orElseThrow();
        return commit(permit, draft).map(receipt -> new Changed<>(value, receipt));
    }

    private static void write(Draft draft, FoundBlob found, Optional<Blob> stands) {
        if (!found.slot().parents().isEmpty()) {
            draft.detail("directories", Integer.toString(found.slot().parents().size()));
        }
        stands.ifPresentOrElse(
                blob ->
                        draft.put(found.key(), blob.encode())
                                .detail("etag", blob.modified().bareEtag())
                                .detail("bytes", Long.toString(blob.length())),
                () -> draft.delete(found.key()));
    }

    private Optional<Receipt> commit(Permit permit, Draft draft) {
        return switch (commits.commit(permit, draft)) {
            case CommitResult.Committed committed -> Optional.of(committed.receipt());
            case CommitResult.Conflict conflict -> Optional.empty();
        };
    }

    private List<Write> garbage(BlobTarget target, List<Garbage> garbage) {
        return garbage.stream().<Write>map(it -> it.put(target.account(), clock)).toList();
    }

    /**
     * Commits a change of what the blob was; the blob itself stays as it is, if it is there. Empty
     * when something has changed since it was read.
     *
     * @param past which one, for the ledger
     */
    Optional<Receipt> commitPast(Permit permit, FoundBlob found, BlobEdit edit, String past) {
        return commitPast(permit, guard.hold(permit), found, edit, past);
    }

    /** The same for an edit that was made for the account as it is held. */
    Optional<Receipt> commitPast(
            Permit permit, AccountGuard.Held held, FoundBlob found, BlobEdit edit, String past) {
        BlobTarget target = found.target();
        List<Write> events = feed.ofPast(permit, held.account(), found, edit);
        Draft draft =
                new Draft()
                        .check(held.check())
                        .checks(found.reachable())
                        .checks(edit.checks())
                        .writes(edit.writes())
                        .checks(FeedOutbox.unused(events))
                        .writes(events)
                        .detail("container", target.container().name())
                        .detail("blob", target.name())
                        .detail("past", past);
        return commit(permit, draft.writes(garbage(target, edit.garbage())));
    }

    /**
     * Whether nothing may be overwritten: the obligation says so, or the permit is Azure's {@code
     * blobs/add/action}, which is leave to create and no more.
     */
    static boolean createsOnly(Permit permit) {
        return permit.obligations().contains(Obligation.CREATE_ONLY)
                || permit.action().name().equalsIgnoreCase(Actions.ADD_BLOB.name());
    }
}
