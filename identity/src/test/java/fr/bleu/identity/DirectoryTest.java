package fr.bleu.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import fr.bleu.trust.Action;
import fr.bleu.trust.Actions;
import fr.bleu.trust.BuiltInRoles;
import fr.bleu.trust.Caller;
import fr.bleu.trust.DeniedException;
import fr.bleu.trust.Draft;
import fr.bleu.trust.Permit;
import fr.bleu.trust.RoleAssignments;
import fr.bleu.trust.Scope;
import fr.bleu.trust.Strength;
import fr.bleu.trust.Target;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the directory's changes hold to, whoever calls them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DirectoryTest {
    private World world;
    private Directory directory;

    @BeforeAll
    void open() {
        world = new World();
        directory = world.identity.directory();
    }

    @AfterAll
    void close() {
        world.close();
    }

    @Test
    void aDeletedPrincipalsRolesGoWithItAndSoDoesWhatItHasBegun() {
        losesItsRoles(
                app ->
                        directory.deleteServicePrincipal(
                                world.permit(DirectoryActions.SERVICE_PRINCIPAL_DELETE),
                                app.principal().objectId()));
    }

    @Test
    void aDeletedApplicationsPrincipalLosesItsRolesToo() {
        losesItsRoles(
                app ->
                        directory.deleteApplication(
                                world.permit(DirectoryActions.APPLICATION_DELETE),
                                app.application().objectId()));
    }

    private void losesItsRoles(Consumer<World.App> deletion) {
        World.App app = world.app("goes");
        UUID principal = app.principal().objectId();
        world.assign(principal, BuiltInRoles.OWNER);
        assertEquals(1, rolesOf(principal));
        Caller.Principal caller =
                new Caller.Principal(
                        world.home.tenant(),
                        principal,
                        app.application().appId(),
                        Strength.SECRET,
                        World.ORIGIN);
        Permit begun =
                world.trust.authorizer().permit(caller, DirectoryActions.APPLICATION_WRITE, root());
        deletion.accept(app);
        assertEquals(0, rolesOf(principal));
        assertThrows(DeniedException.class, () -> world.trust.commits().commit(begun, new Draft()));
    }

    private int rolesOf(UUID principal) {
        return world.trust
                .roles()
                .list(
                        world.permit(Actions.ROLE_READ),
                        RoleAssignments.Reach.AT_ABOVE_AND_BELOW,
                        Optional.of(principal))
                .size();
    }

    @Test
    void aPermitForAnythingElseChangesNoDirectory() {
        World.App app = world.app("stays");
        UUID objectId = app.application().objectId();
        UUID principal = app.principal().objectId();
        for (Permit wrong :
                List.of(
                        world.permit(Action.write("Microsoft.Resources/deployments/write")),
                        below(DirectoryActions.APPLICATION_WRITE),
                        below(DirectoryActions.APPLICATION_DELETE),
                        below(DirectoryActions.SERVICE_PRINCIPAL_WRITE),
                        below(DirectoryActions.SERVICE_PRINCIPAL_DELETE))) {
            refused(() -> directory.createApplication(wrong, "x", List.of()));
            refused(() -> directory.update(wrong, objectId, application -> application));
            refused(() -> directory.removePassword(wrong, objectId, UUID.randomUUID()));
            refused(() -> directory.createServicePrincipal(wrong, app.application().appId(), true));
            refused(() -> directory.deleteServicePrincipal(wrong, principal));
            refused(() -> directory.deleteApplication(wrong, objectId));
        }
        assertEquals(
                app.application().appId(),
                directory.servicePrincipal(world.home.tenant(), principal).orElseThrow().appId());
    }

    private Permit below(Action action) {
        Target target = Target.of(world.home.tenant(), Scope.of("/subscriptions/1"));
        return world.trust.authorizer().permit(world.owner(), action, target);
    }

    private static void refused(org.junit.jupiter.api.function.Executable change) {
        assertThrows(IllegalStateException.class, change);
    }

    private Target root() {
        return Target.of(world.home.tenant(), Scope.of(""));
    }
}
