package fr.bleu.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.store.Change;
import fr.bleu.store.ChangeId;
import fr.bleu.store.Key;
import fr.bleu.store.Write;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoleAssignmentsTest {

    private static final UUID READER = UUID.fromString("acdd72a7-3385-48ef-bd42-f606fba81ae7");

    private final World world = new World();
    private final World.Tenant tenant = world.tenant();
    private final RoleAssignments roles = world.trust.roles();
    private final Target group = tenant.group("G");
    private final Caller.Principal someone = World.principal(tenant.id());

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void whatIsAssignedIsReadBackAndDescribedInItsEntry() {
        RoleAssignment made = world.assign(tenant, someone, READER, group.scope());
        assertEquals(Optional.of(made), roles.get(read(group), made.id()));
        assertEquals(Optional.empty(), roles.get(read(tenant.group("other")), made.id()));
        assertEquals(tenant.owner().principal().toString(), made.createdBy());
        String entry = world.entries(tenant.id(), "change").getLast();
        assertTrue(entry.contains(made.id().toString()), entry);
        assertTrue(entry.contains(someone.principal().toString()), entry);
    }

    @Test
    void theSameRoleForTheSamePrincipalAtTheSameScopeExists() {
        RoleAssignment made = world.assign(tenant, someone, READER, group.scope());
        Permit permit = assign(tenant.group("g"));
        assertEquals(
                new AssignResult.Exists(made.id()),
                roles.assign(permit, World.wanted(someone, READER)));
        RoleAssignments.Wanted same =
                new RoleAssignments.Wanted(
                        made.id(), someone.principal(), made.principalType(), READER);
        assertEquals(new AssignResult.Same(made), roles.assign(permit, same));
        RoleAssignments.Wanted other =
                new RoleAssignments.Wanted(
                        made.id(), someone.principal(), made.principalType(), BuiltInRoles.OWNER);
        assertEquals(new AssignResult.NameTaken(), roles.assign(permit, other));
        assertEquals(
                new AssignResult.UnknownRole(),
                roles.assign(permit, World.wanted(someone, UUID.randomUUID())));
    }

    @Test
    void listsReachUpAndDownAsAskedFor() {
        world.assign(tenant, someone, READER, tenant.subscription());
        world.assign(tenant, someone, READER, group.scope());
        world.assign(tenant, someone, READER, group.scope().child("providers/x"));
        world.assign(tenant, someone, READER, tenant.group("beside").scope());
        Optional<UUID> his = Optional.of(someone.principal());
        assertEquals(2, list(group, RoleAssignments.Reach.AT_AND_ABOVE, his).size());
        assertEquals(3, list(group, RoleAssignments.Reach.AT_ABOVE_AND_BELOW, his).size());
        assertEquals(
                4, list(group, RoleAssignments.Reach.AT_ABOVE_AND_BELOW, Optional.empty()).size());
    }

    @Test
    void aPermitForAnotherActionAssignsNothing() {
        assertThrows(
                IllegalStateException.class,
                () -> roles.assign(read(group), World.wanted(someone, READER)));
    }

    @Test
    void whatIsDeletedLeavesNoAssignmentsToItsSuccessor() {
        world.assign(tenant, someone, READER, group.scope());
        world.assign(tenant, someone, READER, group.scope().child("providers/x"));
        world.assign(tenant, someone, READER, tenant.group("G2").scope());
        Permit permit =
                world.trust
                        .authorizer()
                        .permit(
                                tenant.owner(),
                                Action.write(
                                        "Microsoft.Resources/subscriptions/resourceGroups/delete"),
                                group);
        Draft draft = new Draft();
        assertTrue(roles.dropUnder(draft, tenant.id(), group.scope()));
        assertInstanceOf(CommitResult.Committed.class, world.trust.commits().commit(permit, draft));
        assertEquals(
                1,
                list(
                                tenant.root(),
                                RoleAssignments.Reach.AT_ABOVE_AND_BELOW,
                                Optional.of(someone.principal()))
                        .size());
    }

    @Test
    void aTenantHasAtMostFourThousand() {
        fill(RoleAssignments.MAX_PER_TENANT - 2);
        world.assign(tenant, someone, READER, group.scope());
        assertEquals(
                new AssignResult.TooMany(),
                roles.assign(assign(group), World.wanted(World.principal(tenant.id()), READER)));
    }

    private void fill(int count) {
        List<Write> writes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            UUID id = UUID.randomUUID();
            RoleAssignment each =
                    new RoleAssignment(
                            id,
                            group.scope(),
                            UUID.randomUUID(),
                            RoleAssignment.SERVICE_PRINCIPAL,
                            READER,
                            Instant.EPOCH,
                            "test");
            writes.add(
                    new Write.Put(
                            Key.of(tenant.id(), Tables.ROLE_ASSIGNMENTS).id(id),
                            RoleAssignmentFormat.write(each)));
        }
        writes.add(TenantAccess.newEpoch(tenant.id()));
        for (int from = 0; from < writes.size(); from += 500) {
            List<Write> some = writes.subList(from, Math.min(writes.size(), from + 500));
            ChangeId id = ChangeId.random(world.clock.millis(), world.random);
            assertInstanceOf(
                    fr.bleu.store.Outcome.Committed.class,
                    world.store.commit(new Change(id, tenant.id(), List.of(), some, List.of())));
        }
    }

    private List<RoleAssignment> list(
            Target target, RoleAssignments.Reach reach, Optional<UUID> principal) {
        return roles.list(read(target), reach, principal);
    }

    private Permit read(Target target) {
        return world.trust.authorizer().permit(tenant.owner(), Actions.ROLE_READ, target);
    }

    private Permit assign(Target target) {
        return world.trust.authorizer().permit(tenant.owner(), Actions.ROLE_ASSIGN, target);
    }
}
