package fr.bleu.resources;

import fr.bleu.http.Failure;
import fr.bleu.resources.Operations.Unfinished;
import fr.bleu.store.Check;
import fr.bleu.store.Reads.Stored;
import fr.bleu.trust.Action;
import fr.bleu.trust.Actions;
import fr.bleu.trust.CommitResult;
import fr.bleu.trust.Commits;
import fr.bleu.trust.DeniedException;
import fr.bleu.trust.Draft;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Records;
import fr.bleu.trust.RoleAssignments;
import fr.bleu.trust.Target;
import fr.bleu.trust.UnavailableException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * Deletes a group step by step. Each step is one commit, permitted to and recorded as the caller
 * who began it, and each begins with what is stored: a deletion that was interrupted anywhere is
 * run again from its operation's record.
 *
 * <p>Several nodes may run one deletion. Each step rests on the group as this operation deletes it,
 * and each end on the operation not having ended: a node that slept meanwhile touches no later
 * group of the same name, and no outcome is written over another.
 */
final class GroupDeletion {

    /** What deleting a group needs. */
    static final Action ACTION =
            Action.write("Microsoft.Resources/subscriptions/resourceGroups/delete");

    private final Records records;
    private final Commits commits;
    private final RoleAssignments roles;
    private final Permits permits;
    private final Catalogue catalogue;
    private final Groups groups;
    private final ResourceService resources;
    private final Operations operations;

    GroupDeletion(
            Records records,
            Commits commits,
            RoleAssignments roles,
            Permits permits,
            Catalogue catalogue,
            Groups groups,
            ResourceService resources,
            Operations operations) {
        this.records = records;
        this.commits = commits;
        this.roles = roles;
        this.permits = permits;
        this.catalogue = catalogue;
        this.groups = groups;
        this.resources = resources;
        this.operations = operations;
    }

    /**
     * Runs until the group is gone, the deletion has failed, or {@code stop} says so.
     *
     * @throws UnavailableException when the store is busy; run it again later
     */
    void run(UUID tenant, UUID id, BooleanSupplier stop) {
        Optional<Unfinished> next = operations.unfinished(tenant, id);
        while (next.isPresent() && !stop.getAsBoolean()) {
            stepOrFail(next.get());
            // The next step begins with what is stored then.
            next = operations.unfinished(tenant, id);
        }
    }

    private void stepOrFail(Unfinished unfinished) {
        try {
            step(unfinished);
        } catch (Failure failure) {
            fail(unfinished, new Operation.Error(failure.code(), failure.getMessage()));
        } catch (ArmFailure failure) {
            String code = failure.error().path("code").asString("");
            fail(unfinished, new Operation.Error(code, failure.getMessage()));
        } catch (DeniedException revoked) {
            fail(unfinished, new Operation.Error("AuthorizationFailed", revoked.getMessage()));
        }
    }

    /** Gives a deletion up, unless it has ended meanwhile: the group can be used again. */
    void fail(Unfinished unfinished, Operation.Error why) {
        Operation operation = unfinished.operation();
        UUID tenant = operation.caller().tenant();
        Optional<Group> group =
                groups.find(tenant, operation.group()).filter(it -> isDeleted(it, operation));
        Draft draft = new Draft();
        group.ifPresent(
                it -> {
                    draft.check(it.unchanged());
                    byte[] usable = it.deletedBy(Optional.empty()).write();
                    draft.put(it.id().key(tenant), usable);
                });
        operations.finish(draft, unfinished, operation.failed(operations.now(), why));
        draft.detail("error", why.code());
        // Who began it may have lost the role meanwhile, and the outcome is recorded all the same.
        Permit self =
                permits.permit(
                        operation.caller(),
                        Actions.OPERATION_END,
                        Target.of(tenant, operation.group().scope()));
        if (commits.commit(self, draft) instanceof CommitResult.Conflict
                && operations.unfinished(tenant, operation.id()).isPresent()) {
            throw new UnavailableException("the resource group keeps changing");
        }
    }

    private static boolean isDeleted(Group group, Operation by) {
        return group.deletion().equals(Optional.of(by.id()));
    }

    private void step(Unfinished unfinished) {
        Operation operation = unfinished.operation();
        UUID tenant = operation.caller().tenant();
        Group group = groups.get(tenant, operation.group());
        if (!isDeleted(group, operation)) {
            throw new Failure(409, "Conflict", "The resource group is another one by now.");
        }
        List<Stored> left = records.scanPrefix(operation.group().resources(tenant), 1);
        if (left.isEmpty()) {
            finish(unfinished, group);
            return;
        }
        Resource resource = ResourceFormat.read(left.getFirst());
        ResourceHandler handler = catalogue.handler(resource.id().fullType());
        Target target = Target.in(tenant, resource.owner(), resource.id().scope());
        Permit permit = permits.permit(operation.caller(), handler.type().delete(), target);
        resources.delete(permit, handler, resource.id(), List.of(group.unchanged()));
    }

    private void finish(Unfinished unfinished, Group group) {
        Operation operation = unfinished.operation();
        UUID tenant = operation.caller().tenant();
        GroupId id = operation.group();
        Permit permit = permits.permit(operation.caller(), ACTION, Target.of(tenant, id.scope()));
        Draft draft = new Draft().check(group.unchanged());
        if (!roles.dropUnder(draft, tenant, id.scope())) {
            commits.commit(permit, draft);
            return;
        }
        draft.check(new Check.PrefixEmpty(id.key(tenant), id.resources(tenant)));
        draft.delete(id.key(tenant));
        draft.writes(List.of(Groups.counted(tenant, id, -1)));
        for (ResourceHandler handler : catalogue.handlers()) {
            draft.delete(ResourceFormat.count(tenant, id, handler.type().fullName()));
        }
        operations.finish(draft, unfinished, operation.done(operations.now()));
        commits.commit(permit, draft);
    }
}
