package fr.bleu.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RevocationTest {

    private static final UUID CONTRIBUTOR = UUID.fromString("b24988ac-6180-42a0-ab88-20f7382dd24c");
    private static final Action WRITE =
            Action.write("Microsoft.Resources/subscriptions/resourceGroups/write");
    private static final byte[] VALUE = {1};

    private final World world = new World();
    private final World.Tenant tenant = world.tenant();
    private final Target group = tenant.group("g");

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aRoleRevokedBetweenPermitAndCommitCannotCommit() {
        Caller.Principal caller = World.principal(tenant.id());
        RoleAssignment role = world.assign(tenant, caller, CONTRIBUTOR, group.scope());
        Permit permit = world.trust.authorizer().permit(caller, WRITE, group);
        world.remove(tenant, role);
        DeniedException denied =
                assertThrows(
                        DeniedException.class,
                        () ->
                                world.trust
                                        .commits()
                                        .commit(permit, new Draft().put(tenant.thing("x"), VALUE)));
        assertEquals(Denial.Reason.NOT_PERMITTED, denied.denial().reason());
        assertTrue(world.store.get(tenant.thing("x")).isEmpty());
        assertEquals(1, world.entries(tenant.id(), "refusal").size());
    }

    @Test
    void anotherChangeOfTheTenantsRolesDoesNotStopACommit() {
        Permit permit = world.trust.authorizer().permit(tenant.owner(), WRITE, group);
        world.with(tenant, CONTRIBUTOR, group.scope());
        assertInstanceOf(
                CommitResult.Committed.class,
                world.trust.commits().commit(permit, new Draft().put(tenant.thing("x"), VALUE)));
    }

    @Test
    void anotherChangeOfTheTenantsRolesDoesNotStopTheNext() {
        Permit permit = world.trust.authorizer().permit(tenant.owner(), Actions.ROLE_ASSIGN, group);
        Caller.Principal other = world.with(tenant, CONTRIBUTOR, group.scope());
        assertInstanceOf(
                AssignResult.Assigned.class,
                world.trust
                        .roles()
                        .assign(permit, World.wanted(World.principal(tenant.id()), CONTRIBUTOR)));
        Permit theirs = world.trust.authorizer().permit(other, WRITE, group);
        Draft draft = new Draft();
        world.trust.roles().dropUnder(draft, tenant.id(), group.scope());
        world.with(tenant, CONTRIBUTOR, group.scope());
        assertInstanceOf(
                CommitResult.Conflict.class,
                world.trust.commits().commit(theirs, draft),
                "what was to be dropped is not all any more");
    }

    @Test
    void whoLostLeaveToAssignMeanwhileAssignsNothing() {
        Caller.Principal caller = World.principal(tenant.id());
        RoleAssignment role = world.assign(tenant, caller, BuiltInRoles.OWNER, group.scope());
        Permit permit = world.trust.authorizer().permit(caller, Actions.ROLE_ASSIGN, group);
        world.remove(tenant, role);
        Caller.Principal friend = World.principal(tenant.id());
        assertThrows(
                DeniedException.class,
                () -> world.trust.roles().assign(permit, World.wanted(friend, CONTRIBUTOR)));
        assertInstanceOf(Denial.class, world.trust.authorizer().decide(friend, WRITE, group));
    }

    @Test
    void aSignInOfARevokedRoleIsOnlyASelfRuleAndGoesOn() {
        Permit permit =
                world.trust.authorizer().permit(tenant.owner(), Actions.SIGN_IN, tenant.root());
        world.with(tenant, CONTRIBUTOR, group.scope());
        assertEquals("self", permit.rule());
        world.trust.commits().record(permit, World.none());
        assertEquals(1, world.entries(tenant.id(), "sign-in").size());
    }

    @Test
    void aRoleRevokedWhileItsChangeWaitsForTheCommitterCannotCommit() {
        Caller.Principal caller = World.principal(tenant.id());
        RoleAssignment role = world.assign(tenant, caller, CONTRIBUTOR, group.scope());
        Permit permit = world.trust.authorizer().permit(caller, WRITE, group);
        Draft draft = new Draft().put(tenant.thing("x"), VALUE);
        world.store.beforeNext(() -> world.remove(tenant, role));
        assertThrows(DeniedException.class, () -> world.trust.commits().commit(permit, draft));
        assertTrue(world.store.get(tenant.thing("x")).isEmpty());
    }
}
