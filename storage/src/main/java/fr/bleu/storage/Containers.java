package fr.bleu.storage;

import fr.bleu.store.Check;
import fr.bleu.store.Key;
import fr.bleu.store.Reads.Stored;
import fr.bleu.store.Table;
import fr.bleu.trust.CommitResult;
import fr.bleu.trust.Commits;
import fr.bleu.trust.Draft;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Records;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

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
    public Changed<Container> create(Permit permit, Metadata metadata, PublicAccess level) {
        return create(permit, metadata, level, false, ContainerEncryption.ACCOUNT);
    }

    /**
     * Creates.
     *
     * @param ofVersions whether versions are held one by one, for good
     * @param encryption what its blobs are encrypted with by default, for good
     * @throws fr.bleu.http.Failure 409 ContainerAlreadyExists; 409 BlobOperationNotSupported for
     *     versions that the account does not keep; 404 or 403 for an encryption scope that is not
     *     there or disabled
     */
    public Changed<Container> create(
            Permit permit,
            Metadata metadata,
            PublicAccess level,
            boolean ofVersions,
            ContainerEncryption encryption) {
        AccountGuard.Held held = guard.hold(permit);
        requireMayOpen(permit, held, level);
        if (ofVersions && !held.account().settings().service().versioning()) {
            throw StorageError.BLOB_OPERATION_NOT_SUPPORTED.failure(
                    "Versions are held in an account that keeps them.");
        }
        ContainerTarget target = ContainerTarget.of(permit);
        ContainerTraits traits =
                ContainerTraits.of(held.account().settings())
                        .withAccess(new ContainerAccess(level, List.of()))
                        .withEncryption(encryption);
        Container container =
                new Container(
                        target.name(),
                        UUID.randomUUID(),
                        Stamp.now(clock),
                        metadata,
                        ofVersions
                                ? traits.withImmutability(ContainerImmutability.OF_VERSIONS)
                                : traits);
        Draft draft =
                new Draft()
                        .check(held.check())
                        .check(new Check.Absent(target.key()))
                        .checks(usable(target, encryption))
                        .put(target.key(), container.encode())
                        .detail("container", target.name());
        if (ofVersions) {
            draft.writes(KeptAccounts.marks(target, ContainerImmutability.OF_VERSIONS));
        }
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

    private List<Check> usable(ContainerTarget target, ContainerEncryption encryption) {
        return encryption.scope().isEmpty()
                ? List.of()
                : List.of(
                        EncryptionScope.requireUsable(
                                records, target.account(), encryption.scope()));
    }

    /**
     * The container; 404 ContainerNotFound if there is none.
     *
     * @param conditions of which only the lease counts
     */
    public Container get(Permit permit, Conditions conditions) {
        Container container = find(ContainerTarget.of(permit)).container();
        requireLease(conditions, container);
        return container;
    }

    /** Replaces the metadata. */
    public Changed<Container> setMetadata(Permit permit, Metadata metadata, Conditions conditions) {
        return change(
                permit,
                old -> {
                    requireHeld(conditions, old);
                    requireLease(conditions, old);
                    return old.withMetadata(metadata)
                            .withModified(Stamp.after(old.modified(), clock))
                            .withTraits(withoutEndedLease(old.traits()));
                });
    }

    /** Replaces who comes in without a key or role. */
    public Changed<Container> setAccess(
            Permit permit, ContainerAccess access, Conditions conditions) {
        return changeIn(
                permit,
                (account, old) -> {
                    requireMayOpen(permit, account, access.level());
                    requireHeld(conditions, old);
                    requireLease(conditions, old);
                    return old.withModified(Stamp.after(old.modified(), clock))
                            .withTraits(withoutEndedLease(old.traits()).withAccess(access));
                });
    }

    /** Replaces what is named of the metadata and of who comes in without a key or role. */
    public Changed<Container> update(
            Permit permit, Optional<Metadata> metadata, Optional<PublicAccess> level) {
        return changeIn(
                permit,
                (account, old) -> {
                    ContainerAccess access = old.traits().access();
                    requireMayOpen(permit, account, level.orElse(PublicAccess.NONE));
                    ContainerAccess changed =
                            new ContainerAccess(level.orElse(access.level()), access.policies());
                    return old.withMetadata(metadata.orElse(old.metadata()))
                            .withModified(Stamp.after(old.modified(), clock))
                            .withTraits(withoutEndedLease(old.traits()).withAccess(changed));
                });
    }

    /** The container, if there is one. */
    public Optional<Container> lookUp(Permit permit) {
        ContainerTarget target = ContainerTarget.of(permit);
        return records.get(target.key())
                .map(stored -> Container.decode(target.name(), stored.value()));
    }

    /** Changes the container's record; {@code edit} may run several times. */
    Changed<Container> change(Permit permit, UnaryOperator<Container> edit) {
        return changeIn(permit, (account, old) -> edit.apply(old));
    }

    /** The same; what {@code edit} sees of the account holds at the commit, too. */
    private Changed<Container> changeIn(
            Permit permit, BiFunction<AccountGuard.Held, Container, Container> edit) {
        ContainerTarget target = ContainerTarget.of(permit);
        return Attempts.until(
                () -> {
                    Found found = find(target);
                    AccountGuard.Held account = guard.hold(permit);
                    Container changed = edit.apply(account, found.container());
                    Draft draft =
                            new Draft()
                                    .check(account.check())
                                    .check(found.stored().unchanged())
                                    .put(target.key(), changed.encode())
                                    .detail("container", target.name());
                    ContainerImmutability held = changed.traits().immutability();
                    if (!held.equals(found.container().traits().immutability())) {
                        draft.writes(KeptAccounts.marks(target, held));
                    }
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
                    LeaseUse.CONTAINER.forWrite(
                            conditions.lease(),
                            found.container().traits().lease(),
                            Stamp.now(clock));
                    AccountGuard.Held held = guard.hold(permit);
                    int days = held.account().settings().service().containerDeleteDays();
                    Draft draft =
                            new Draft()
                                    .check(held.check())
                                    .check(found.stored().unchanged())
                                    .delete(target.key())
                                    .checks(removable(target, found))
                                    .writes(KeptAccounts.marks(target, ContainerImmutability.NONE))
                                    .detail("container", target.name());
                    if (days > 0) {
                        ContainerEnd.keep(draft, records, target, found.container(), days, clock);
                    } else {
                        Garbage blobs = ContainerEnd.garbage(found.container());
                        draft.writes(List.of(blobs.put(target.account(), clock)));
                    }
                    return commit(permit, draft, found.container());
                });
    }

    /**
     * That a container with a policy, or whose versions are held, is empty. Whoever writes a blob
     * checks the container's record, which this change deletes.
     *
     * @throws fr.bleu.http.Failure 409 when it is not, or has a legal hold
     */
    private List<Check> removable(ContainerTarget target, Found found) {
        ContainerImmutability held = found.container().traits().immutability();
        if (!held.holds().isEmpty()) {
            throw StorageError.CONTAINER_HAS_LEGAL_HOLD.failure();
        }
        if (held.equals(ContainerImmutability.NONE)) {
            return List.of();
        }
        List<Check> empty = new ArrayList<>();
        for (Table table : List.of(Tables.BLOB, Tables.HISTORY)) {
            Key prefix = Key.of(target.account(), table).id(found.container().incarnation());
            if (!records.scanPrefix(prefix, 1).isEmpty()) {
                throw StorageError.CONTAINER_IMMUTABILITY_POLICY_LOCKED.failure(
                        "It must be empty before it is deleted.");
            }
            empty.add(new Check.PrefixEmpty(target.key(), prefix));
        }
        return empty;
    }

    /** The container that blobs are read or written in. */
    Found find(ContainerTarget target) {
        Stored stored =
                records.get(target.key()).orElseThrow(StorageError.CONTAINER_NOT_FOUND::failure);
        return new Found(Container.decode(target.name(), stored.value()), stored);
    }

    /** Reads ask the account's rules again, so that they can close what is open. */
    private static void requireMayOpen(Permit permit, AccountGuard.Held held, PublicAccess level) {
        boolean allowed = held.account().settings().rules().publicAccess();
        if (level != PublicAccess.NONE && !(allowed && permit.target().open())) {
            throw StorageError.PUBLIC_ACCESS_NOT_PERMITTED.failure();
        }
    }

    private static void requireHeld(Conditions conditions, Container container) {
        conditions.forEdit(Optional.of(container.modified()));
    }

    /** A lease that has ended can be renewed until the container is modified. */
    private ContainerTraits withoutEndedLease(ContainerTraits traits) {
        Stamp now = Stamp.now(clock);
        return traits.withLease(traits.lease().filter(lease -> lease.state(now).isLocked()));
    }

    private void requireLease(Conditions conditions, Container container) {
        LeaseUse.CONTAINER.forRead(
                conditions.lease(), container.traits().lease(), Stamp.now(clock));
    }

    private Optional<Changed<Container>> commit(Permit permit, Draft draft, Container container) {
        return switch (commits.commit(permit, draft)) {
            case CommitResult.Committed committed ->
                    Optional.of(new Changed<>(container, committed.receipt()));
            case CommitResult.Conflict conflict -> Optional.empty();
        };
    }
}
