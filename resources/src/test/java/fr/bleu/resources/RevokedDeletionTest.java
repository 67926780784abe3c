package fr.bleu.resources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.trust.Actions;
import fr.bleu.trust.Caller;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Records;
import fr.bleu.trust.RoleAssignment;
import fr.bleu.trust.RoleAssignments;
import fr.bleu.trust.Scope;
import fr.bleu.trust.Target;
import fr.bleu.trust.Trust;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A deletion's steps are permitted to its caller, each at its own time. */
final class RevokedDeletionTest {

    @Test
    void aDeletionStopsWhenItsCallerHasLostTheRole() {
        try (World world = new World()) {
            World.Tenant tenant = world.tenant(true);
            world.prepare(tenant, "one");
            String thing = tenant.thing("one", "thing1");
            world.call(tenant.owner(), "PUT", thing, "{\"location\":\"francecentral\"}");
            Caller.Principal caller = world.with(tenant, "Owner", tenant.group("one"));
            GroupId group = new GroupId(tenant.subscription(), "one");

            Trust trust = world.trust;
            Operations operations =
                    new Operations(trust.records(), InstantSource.system(), new SecureRandom());
            Groups groups = new Groups(trust.records(), trust.commits(), operations);
            Target target = Target.of(tenant.id(), group.scope());
            Permit permit = trust.authorizer().permit(caller, GroupDeletion.ACTION, target);
            UUID operation = groups.beginDelete(permit, caller).operation();
            assertTrue(groups.get(tenant.id(), group).deletion().isPresent());

            revoke(trust, tenant, caller, group.scope());
            deletion(trust, groups, operations).run(tenant.id(), operation, () -> false);

            Operation ended = operations.find(tenant.id(), operation).orElseThrow();
            assertEquals("AuthorizationFailed", ended.error().orElseThrow().code());
            assertEquals(Optional.empty(), groups.get(tenant.id(), group).deletion());
            assertEquals(200, world.call(tenant.owner(), "GET", thing).status());
            assertEquals(List.of(), operations.pending(tenant.id(), 10));
        }
    }

    private static GroupDeletion deletion(Trust trust, Groups groups, Operations operations) {
        return deletion(trust, trust.records(), groups, operations);
    }

    /**
     * A deletion as a node of its own has it.
     *
     * @param seen where it looks for what is left in the group
     */
    static GroupDeletion deletion(Trust trust, Records seen, Groups groups, Operations operations) {
        Registrations registrations = new Registrations(trust.records(), trust.commits());
        return new GroupDeletion(
                seen,
                trust.commits(),
                trust.roles(),
                new Permits(trust.authorizer(), trust.roles()),
                new Catalogue(List.of(new ThingHandler())),
                groups,
                new ResourceService(
                        trust.records(),
                        trust.commits(),
                        trust.roles(),
                        registrations,
                        groups,
                        InstantSource.system()),
                operations);
    }

    private static void revoke(
            Trust trust, World.Tenant tenant, Caller.Principal caller, Scope scope) {
        Target target = Target.of(tenant.id(), scope);
        Permit read = trust.authorizer().permit(tenant.owner(), Actions.ROLE_READ, target);
        RoleAssignment assignment =
                trust.roles()
                        .list(
                                read,
                                RoleAssignments.Reach.AT_AND_ABOVE,
                                Optional.of(caller.principal()))
                        .getFirst();
        Permit remove = trust.authorizer().permit(tenant.owner(), Actions.ROLE_REMOVE, target);
        trust.roles().remove(remove, assignment.id());
    }
}
