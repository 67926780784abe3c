package fr.bleu.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.store.StoreFailedException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A caller's record and its tenant's policy epoch are read by one question to the store. */
class PolicyEpochTest {

    private static final UUID CONTRIBUTOR = UUID.fromString("b24988ac-6180-42a0-ab88-20f7382dd24c");
    private static final Action WRITE =
            Action.write("Microsoft.Resources/subscriptions/resourceGroups/write");

    private final World world = new World();
    private final World.Tenant tenant = world.tenant();
    private final Target group = tenant.group("g");
    private final Caller.Principal someone = World.principal(tenant.id());
    private final RoleAssignment role = world.assign(tenant, someone, CONTRIBUTOR, group.scope());

    @AfterEach
    void close() {
        world.store.lost = false;
        world.close();
    }

    /** As authenticating does it. */
    private Caller.Principal read(World.Tenant whose) {
        Records.UnderEpoch found =
                world.trust.records().underEpoch(whose.id(), whose.thing("someone"));
        return new Caller.Principal(
                someone.tenant(),
                someone.principal(),
                someone.application(),
                someone.strength(),
                someone.origin(),
                Optional.of(found.epoch()));
    }

    private Decision decide(Caller caller) {
        return world.trust.authorizer().decide(caller, WRITE, group);
    }

    @Test
    void aDecisionByAnEpochThatWasJustReadAsksNothingMore() {
        decide(someone);
        int before = world.store.reads.get();
        assertInstanceOf(Permit.class, decide(read(tenant)));
        assertEquals(1, world.store.reads.get() - before);
        assertInstanceOf(Permit.class, decide(someone));
        assertEquals(2, world.store.reads.get() - before);
    }

    /** A user delegation signature rests on its signer's roles. */
    @Test
    void soDoesADecisionByASignersEpoch() {
        decide(someone);
        int before = world.store.reads.get();
        Caller.Delegated signed = signedBy(read(tenant));
        assertInstanceOf(Permit.class, decide(signed));
        assertEquals(1, world.store.reads.get() - before);
        world.remove(tenant, role);
        assertInstanceOf(Denial.class, decide(signed.withoutEpoch()));
        world.clock.advance(PolicyEpoch.HOLDS);
        assertInstanceOf(Denial.class, decide(signed));
    }

    private Caller.Delegated signedBy(Caller.Principal signer) {
        return new Caller.Delegated(
                tenant.id(),
                signer.principal(),
                tenant.id(),
                group.scope(),
                Map.of(WRITE, WRITE),
                signer.origin(),
                signer.epoch());
    }

    @Test
    void aSignersRoleThatIsRevokedAfterTheReadCannotCommit() {
        Permit permit = world.trust.authorizer().permit(signedBy(read(tenant)), WRITE, group);
        world.remove(tenant, role);
        Draft draft = new Draft().put(tenant.thing("x"), new byte[] {1});
        assertThrows(DeniedException.class, () -> world.trust.commits().commit(permit, draft));
    }

    @Test
    void aRoleThatWasRevokedBeforeTheReadIsGone() {
        decide(someone);
        world.remove(tenant, role);
        assertInstanceOf(Denial.class, decide(read(tenant)));
    }

    @Test
    void aRoleThatIsRevokedAfterTheReadCannotCommit() {
        Caller.Principal caller = read(tenant);
        Permit permit = world.trust.authorizer().permit(caller, WRITE, group);
        world.remove(tenant, role);
        Draft draft = new Draft().put(tenant.thing("x"), new byte[] {1});
        assertThrows(DeniedException.class, () -> world.trust.commits().commit(permit, draft));
        assertTrue(world.store.get(tenant.thing("x")).isEmpty());
    }

    @Test
    void whoKeepsACallerDoesNotKeepItsRoles() {
        Caller.Principal kept = read(tenant);
        world.remove(tenant, role);
        world.clock.advance(PolicyEpoch.HOLDS);
        assertInstanceOf(Denial.class, decide(kept));
    }

    @Test
    void anotherTenantsEpochSaysNothing() {
        world.trust.authorizer().decide(someone, WRITE, group);
        Caller.Principal mixed = read(world.tenant());
        world.remove(tenant, role);
        assertInstanceOf(Denial.class, decide(mixed));
    }

    /** What it knew by heart is not served by a node that does not hear of changes. */
    @Test
    void withoutTheStoreNobodyIsPermittedAnything() {
        Caller.Principal kept = read(tenant);
        assertInstanceOf(Permit.class, decide(kept));
        world.store.lost = true;
        world.clock.advance(PolicyEpoch.HOLDS);
        assertThrows(StoreFailedException.class, () -> decide(kept));
        assertThrows(StoreFailedException.class, () -> decide(someone));
        assertThrows(StoreFailedException.class, () -> read(tenant));
    }
}
