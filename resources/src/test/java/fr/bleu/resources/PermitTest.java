package fr.bleu.resources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import fr.bleu.http.Failure;
import fr.bleu.http.Json;
import fr.bleu.trust.Action;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Scope;
import fr.bleu.trust.Target;
import fr.bleu.trust.Trust;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** A permit for one resource and place changes no other, even if a route mixed them up. */
final class PermitTest {

    private static final String HERE = "francecentral";

    private final World world = new World();
    private final World.Tenant tenant = world.tenant(true);
    private final ThingHandler handler = new ThingHandler();
    private final ResourceId mine = id("thing1");
    private final ResourceId other = id("thing2");
    private Groups groups;
    private ResourceService resources;

    @BeforeEach
    void open() {
        world.prepare(tenant, "one");
        Trust trust = world.trust;
        Operations operations =
                new Operations(trust.records(), InstantSource.system(), new SecureRandom());
        groups = new Groups(trust.records(), trust.commits(), operations);
        resources =
                new ResourceService(
                        trust.records(),
                        trust.commits(),
                        trust.roles(),
                        new Registrations(trust.records(), trust.commits()),
                        groups,
                        InstantSource.system());
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aResourceIsMadeOnlyWithItsOwnPermitAndWhereThePolicyWasAskedAbout() {
        Action write = handler.type().write();
        refused(() -> put(permit(write, mine, HERE), other, HERE));
        refused(() -> put(permit(write, mine, HERE), mine, "francesouth"));
        refused(() -> put(permit(write, mine), mine, HERE));
        refused(() -> put(permit(handler.type().delete(), mine, HERE), mine, HERE));
        refused(() -> put(permit(ThingHandler.POKE, mine, HERE), mine, HERE));
        assertEquals(Optional.empty(), resources.find(tenant.id(), mine));
        assertEquals(Optional.empty(), resources.find(tenant.id(), other));
        put(permit(write, mine, HERE), id("THING1"), HERE);
        assertEquals(HERE, resources.get(tenant.id(), mine).location());
    }

    @Test
    void aResourceIsDeletedOnlyWithItsOwnPermit() {
        UUID owner = put(permit(handler.type().write(), mine, HERE), mine, HERE);
        Target theirs = Target.in(tenant.id(), owner, other.scope());
        refused(() -> resources.delete(asked(handler.type().delete(), theirs), handler, mine));
        Target its = Target.in(tenant.id(), owner, mine.scope());
        refused(() -> resources.delete(asked(handler.type().write(), its), handler, mine));
        assertEquals(owner, resources.get(tenant.id(), mine).owner());
    }

    /** A permit is for the resource that there was, and not for one of the same name. */
    @Test
    void aResourceThatWasMadeAnewMeanwhileIsAConflict() {
        Action write = handler.type().write();
        UUID owner = put(permit(write, mine, HERE), mine, HERE);
        Resource stale = resources.get(tenant.id(), mine);
        Failure twice =
                assertThrows(Failure.class, () -> put(permit(write, mine, HERE), mine, HERE));
        assertEquals("Conflict", twice.code());
        Target its = Target.in(tenant.id(), owner, mine.scope());
        Permit late = asked(handler.type().delete(), its);
        resources.delete(asked(handler.type().delete(), its), handler, mine);
        put(permit(write, mine, HERE), mine, HERE);
        var request =
                new ResourceService.Request(
                        mine, HERE, Optional.empty(), Json.object(), Optional.of(stale), false);
        Failure changed =
                assertThrows(
                        Failure.class, () -> resources.put(asked(write, its), handler, request));
        assertEquals(409, changed.status());
        assertEquals(Optional.empty(), resources.delete(late, handler, mine));
        assertNotEquals(owner, resources.get(tenant.id(), mine).owner());
    }

    @Test
    void aGroupIsMadeWhereThePolicyWasAskedAbout() {
        Scope scope = Scope.of(tenant.group("new"));
        Action write = Action.write("Microsoft.Resources/subscriptions/resourceGroups/write");
        Target nowhere = Target.of(tenant.id(), scope);
        assertThrows(
                NoSuchElementException.class, () -> groups.put(asked(write, nowhere), Map.of()));
        groups.put(asked(write, nowhere.placed(HERE)), Map.of());
        assertEquals(HERE, groups.get(tenant.id(), GroupId.of(scope)).location());
    }

    private UUID put(Permit permit, ResourceId id, String location) {
        var request =
                new ResourceService.Request(
                        id, location, Optional.empty(), Json.object(), Optional.empty(), false);
        return resources.put(permit, handler, request).value().owner();
    }

    private Permit permit(Action action, ResourceId id, String place) {
        Target target = Target.in(tenant.id(), UUID.randomUUID(), id.scope());
        return asked(action, target.placed(place));
    }

    private Permit permit(Action action, ResourceId id) {
        return asked(action, Target.in(tenant.id(), UUID.randomUUID(), id.scope()));
    }

    private Permit asked(Action action, Target target) {
        return world.trust.authorizer().permit(tenant.owner(), action, target);
    }

    private ResourceId id(String name) {
        return new ResourceId(tenant.subscription(), "one", "Bleu.Test", "things", name);
    }

    private static void refused(Executable change) {
        assertThrows(IllegalStateException.class, change);
    }
}
