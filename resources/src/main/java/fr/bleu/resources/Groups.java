package fr.bleu.resources;

import fr.bleu.http.Failure;
import fr.bleu.store.Check;
import fr.bleu.store.Key;
import fr.bleu.store.Write;
import fr.bleu.trust.Caller;
import fr.bleu.trust.CommitResult;
import fr.bleu.trust.Commits;
import fr.bleu.trust.Draft;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Records;
import fr.bleu.trust.UnavailableException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** Resource groups. */
public final class Groups {

    /** Most groups of a subscription: Azure's limit. */
    public static final int MAX_PER_SUBSCRIPTION = 980;

    private static final int TRIES = 5;

    private final Records records;
    private final Commits commits;
    private final Operations operations;

    Groups(Records records, Commits commits, Operations operations) {
        this.records = records;
        this.commits = commits;
        this.operations = operations;
    }

    /** A group, if there is one. */
    public Optional<Group> find(UUID tenant, GroupId id) {
        return records.get(id.key(tenant)).map(stored -> Group.read(id.subscription(), stored));
    }

    /**
     * The group.
     *
     * @throws Failure 404 {@code ResourceGroupNotFound}
     */
    public Group get(UUID tenant, GroupId id) {
        return find(tenant, id)
                .orElseThrow(
                        () ->
                                new Failure(
                                        404,
                                        "ResourceGroupNotFound",
                                        "Resource group '" + id.name() + "' could not be found."));
    }

    /**
     * The group, if something may be done in it.
     *
     * @throws Failure 404, or 409 {@code ResourceGroupBeingDeleted}
     */
    public Group getUsable(UUID tenant, GroupId id) {
        Group group = get(tenant, id);
        refuseDeleting(group);
        return group;
    }

    /** A page of a subscription's groups that {@code shown} lets through. */
    public Page<Group> list(
            Subscription subscription, Optional<byte[]> from, int top, Predicate<Group> shown) {
        Key prefix = Key.of(subscription.tenant(), Tables.GROUPS).id(subscription.id());
        return Page.scan(
                records,
                prefix,
                from,
                top,
                stored -> Optional.of(Group.read(subscription.id(), stored)).filter(shown));
    }

    /**
     * Creates the group that the permit names, at the place that it names, or sets its tags.
     *
     * @throws Failure 409 when it exists elsewhere, is being deleted, or is one too many
     */
    public Written<Group> put(Permit permit, Map<String, String> tags) {
        String location = permit.target().place().orElseThrow();
        UUID tenant = permit.target().tenant();
        GroupId id = GroupId.of(permit.target().scope());
        for (int i = 0; i < TRIES; i++) {
            Optional<Group> existing = find(tenant, id);
            existing.ifPresent(group -> requireSame(group, location));
            Group wanted =
                    existing.map(group -> group.with(tags))
                            .orElseGet(() -> fresh(tenant, id, location, tags));
            Draft draft = new Draft().check(wanted.unchanged());
            draft.put(id.key(tenant), wanted.write()).detail("location", location);
            if (existing.isEmpty()) {
                draft.writes(java.util.List.of(counted(tenant, id, 1)));
            }
            switch (commits.commit(permit, draft)) {
                case CommitResult.Committed committed -> {
                    return new Written<>(wanted, existing.isEmpty(), committed.receipt());
                }
                case CommitResult.Conflict(Key key) -> refuseOneTooMany(tenant, id, key);
            }
        }
        throw changing();
    }

    /** Sets the tags of the group that the permit names. */
    public Written<Group> retag(Permit permit, Map<String, String> tags) {
        UUID tenant = permit.target().tenant();
        GroupId id = GroupId.of(permit.target().scope());
        for (int i = 0; i < TRIES; i++) {
            Group wanted = getUsable(tenant, id).with(tags);
            Draft draft = new Draft().check(wanted.unchanged());
            draft.put(id.key(tenant), wanted.write());
            if (commits.commit(permit, draft) instanceof CommitResult.Committed committed) {
                return new Written<>(wanted, false, committed.receipt());
            }
        }
        throw changing();
    }

    /**
     * Begins to delete the group that the permit names: the intent is committed, and the worker
     * goes on from there. A deletion that runs already is the answer again.
     *
     * @param caller in whose name it is deleted
     */
    public Begun beginDelete(Permit permit, Caller.Principal caller) {
        UUID tenant = permit.target().tenant();
        GroupId id = GroupId.of(permit.target().scope());
        for (int i = 0; i < TRIES; i++) {
            Group group = get(tenant, id);
            if (group.deletion().isPresent()) {
                return new Begun(group.deletion().get(), Optional.empty());
            }
            Draft draft = new Draft().check(group.unchanged());
            UUID operation = operations.begin(draft, tenant, group.id(), caller);
            draft.put(id.key(tenant), group.deletedBy(Optional.of(operation)).write());
            if (commits.commit(permit, draft) instanceof CommitResult.Committed committed) {
                return new Begun(operation, Optional.of(committed.receipt()));
            }
        }
        throw changing();
    }

    /** The operation that deletes a group, and the receipt of its intent if it has just begun. */
    public record Begun(UUID operation, Optional<fr.bleu.trust.Receipt> receipt) {}

    /** The write that counts a group in or out. */
    static Write counted(UUID tenant, GroupId id, int delta) {
        return new Write.Add(count(tenant, id), delta, 0, MAX_PER_SUBSCRIPTION);
    }

    private static Key count(UUID tenant, GroupId id) {
        return Key.of(tenant, Tables.COUNTS).id(id.subscription());
    }

    private static Group fresh(UUID tenant, GroupId id, String location, Map<String, String> tags) {
        Check absent = new Check.Absent(id.key(tenant));
        return new Group(id, location, tags, Optional.empty(), absent);
    }

    private static void requireSame(Group group, String location) {
        refuseDeleting(group);
        group.requireLocation(location);
    }

    private static void refuseDeleting(Group group) {
        if (group.deletion().isPresent()) {
            throw new Failure(
                    409,
                    "ResourceGroupBeingDeleted",
                    "The resource group '"
                            + group.id().name()
                            + "' is in deprovisioning state and cannot perform this operation.");
        }
    }

    private static void refuseOneTooMany(UUID tenant, GroupId id, Key conflict) {
        if (conflict.equals(count(tenant, id))) {
            throw new Failure(
                    409,
                    "ResourceGroupQuotaExceeded",
                    "The subscription already has " + MAX_PER_SUBSCRIPTION + " resource groups.");
        }
    }

    private static UnavailableException changing() {
        return new UnavailableException("the resource group keeps changing");
    }
}
