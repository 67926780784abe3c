package fr.bleu.storage;

import fr.bleu.store.Reads.Stored;
import fr.bleu.trust.CommitResult;
import fr.bleu.trust.Commits;
import fr.bleu.trust.Draft;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Records;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/** Containers: every method acts on the container that its permit names. */
public final class Containers {
    private final Records records;
    private final Commits commits;
    private final AccountGuard guard;
    private final InstantSource clock;

    Containers(Records records, Commits commits, AccountGuard guard, InstantSource clock) {
        this.records = records;
        this.commits = commits;
        this.guard = guard;
        this.clock = clock;
    }

    /** A container as the store has it. */
    record Found(Container container, Stored stored) {}

    /**
     * Creates.
     *
     * @throws fr.bleu.http.Failure 409 ContainerAlreadyExists
     */
    public Changed<Container> create(Permit permit, Metadata metadata) {
        ContainerTarget target = ContainerTarget.of(permit);
        Container container =
                new Container(
                        target.name(),
                        UUID.randomUUID(),
                        Stamp.now(clock),
                        metadata,
                        ContainerTraits.NONE);
        Draft draft =
                new Draft()
                        .check(guard.check(permit))
                        .check(new fr.bleu.store.Check.Absent(target.key()))
                        .put(target.key(), container.encode())
                        .detail("container", target.name());
        return switch (commits.commit(permit, draft)) {
            case CommitResult.Committed committed -> new Changed<>(container, committed.receipt());
            case CommitResult.Conflict conflict -> {
                if (!conflict.key().equals(target.key())) {
                    throw StorageError.SERVER_BUSY.failure();
                }
                throw StorageError.CONTAINER_ALREADY_EXISTS.failure();
            }
        };
    }

    /** The container; 404 ContainerNotFound if there is none. */
    public Container get(Permit permit) {
        return find(ContainerTarget.of(permit)).container();
    }

    /** Replaces the metadata. */
    public Changed<Container> setMetadata(Permit permit, Metadata metadata, Conditions conditions) {
        ContainerTarget target = ContainerTarget.of(permit);
        return Attempts.until(
                () -> {
                    Found found = find(target);
                    Container old = found.container();
                    requireHeld(conditions, old);
                    Container changed =
                            old.withMetadata(metadata)
                                    .withModified(Stamp.after(old.modified(), clock));
                    Draft draft =
                            new Draft()
                                    .check(guard.check(permit))
                                    .check(found.stored().unchanged())
                                    .put(target.key(), changed.encode())
                                    .detail("container", target.name());
                    return commit(permit, draft, changed);
                });
    }

    /**
     * Deletes the container; its blobs are unreachable at once, and collected later or with the end
     * of the time for which the account keeps it.
     */
    public Changed<Container> delete(Permit permit, Conditions conditions) {
        ContainerTarget target = ContainerTarget.of(permit);
        return Attempts.until(
                () -> {
                    Found found = find(target);
                    requireHeld(conditions, found.container());
                    AccountGuard.Held held = guard.hold(permit);
                    int days = held.account().settings().service().containerDeleteDays();
                    Draft draft =
                            new Draft()
                                    .check(held.check())
                                    .check(found.stored().unchanged())
                                    .delete(target.key())
                                    .detail("container", target.name());
                    if (days > 0) {
                        ContainerEnd.keep(draft, records, target, found.container(), days, clock);
                    } else {
                        Garbage blobs = ContainerEnd.garbage(found.container());
                        draft.writes(java.util.List.of(blobs.put(target.account(), clock)));
                    }
                    return commit(permit, draft, found.container());
                });
    }

    /** The container that blobs are read or written in. */
    Found find(ContainerTarget target) {
        Stored stored =
                records.get(target.key()).orElseThrow(StorageError.CONTAINER_NOT_FOUND::failure);
        return new Found(Container.decode(target.name(), stored.value()), stored);
    }

    private static void requireHeld(Conditions conditions, Container container) {
        conditions.forEdit(Optional.of(container.modified()));
    }

    private Optional<Changed<Container>> commit(Permit permit, Draft draft, Container container) {
        return switch (commits.commit(permit, draft)) {
            case CommitResult.Committed committed ->
                    Optional.of(new Changed<>(container, committed.receipt()));
            case CommitResult.Conflict conflict -> Optional.empty();
        };
    }
}
