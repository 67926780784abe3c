package fr.bleu.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.store.Key;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the node stands is part of each decision about a place, and of each entry. */
class NodePlaceTest {
    private static final Node ABROAD = new Node("node2", "site2", "DE", "Exploitant SAS");
    private static final Action PUT = Action.dataWrite("Microsoft.Storage/blobs/write");
    private static final Action GET = Action.dataRead("Microsoft.Storage/blobs/read");
    private static final Action REMOVE = Action.dataWrite("Microsoft.Storage/blobs/delete");
    private static final Action GROUP =
            Action.write("Microsoft.Resources/subscriptions/resourceGroups/write");

    private static final List<Place> TWO_COUNTRIES =
            List.of(World.PLACES.getFirst(), new Place("germanywest", "DE", "Exploitant SAS"));

    private final World world = new World();
    private final World.Tenant tenant = world.tenant();
    private final UUID account = UUID.randomUUID();

    @AfterEach
    void close() {
        world.close();
    }

    /** The account's own key, which no role stands behind. */
    private Caller.AccountKey key() {
        return new Caller.AccountKey(
                tenant.id(), account, Scope.of("/a"), "key1", tenant.owner().origin());
    }

    private Optional<String> refusal(Trust trust, Caller caller, Action action, Target target) {
        return switch (trust.authorizer().decide(caller, action, target)) {
            case Permit _ -> Optional.empty();
            case Denial denial -> Optional.of(denial.rule());
        };
    }

    private Target blob() {
        return Target.in(tenant.id(), account, Scope.of("/a").item("b"));
    }

    @ParameterizedTest
    @CsvSource({
        "FR, Exploitant SAS, ",
        "DE, Exploitant SAS, bleu.place.node",
        "FR, Somebody Else SA, bleu.place.node"
    })
    void aNodePlacesOnlyWhereItsCountryAndEntityAreAllowed(
            String country, String entity, String rule) {
        Node node = new Node("node2", "site2", country, entity);
        try (Trust there = world.on(node)) {
            Optional<String> expected = Optional.ofNullable(rule);
            Target group = tenant.group("g");
            assertEquals(
                    expected, refusal(there, tenant.owner(), GROUP, group.placed("francecentral")));
            assertEquals(expected, refusal(there, key(), PUT, blob()));
            assertEquals(
                    Optional.of(SovereigntyPolicy.RULE_PLACE),
                    refusal(there, tenant.owner(), GROUP, group.placed("eastus")));
        }
    }

    @Test
    void abroadContentIsReadAndDeletedAndNotBrought() {
        try (Trust abroad = world.on(ABROAD)) {
            assertEquals(Optional.empty(), refusal(abroad, key(), GET, blob()));
            assertEquals(Optional.empty(), refusal(abroad, key(), REMOVE, blob()));
            assertEquals(
                    Optional.of(SovereigntyPolicy.RULE_NODE), refusal(abroad, key(), PUT, blob()));
        }
    }

    /** Two countries are allowed, and a tenant keeps to one of them. */
    @Test
    void aTenantsNarrowingExcludesNodesOfTheOtherCountry() {
        try (World two = new World(TWO_COUNTRIES)) {
            World.Tenant careful = two.tenant();
            World.Tenant other = two.tenant();
            keepToFrance(two, careful);
            try (Trust abroad = two.on(ABROAD)) {
                assertEquals(Optional.of(SovereigntyPolicy.RULE_NODE), put(abroad, careful.id()));
                assertEquals(Optional.empty(), put(abroad, other.id()));
                assertEquals(Optional.empty(), put(two.trust, careful.id()));
            }
        }
    }

    private static void keepToFrance(World world, World.Tenant tenant) {
        Permit permit =
                world.trust
                        .authorizer()
                        .permit(tenant.owner(), Actions.POLICY_TIGHTEN, tenant.root());
        world.trust.policy().tighten(permit, Set.of("francecentral"), world.trust.commits());
    }

    /** A key and a signature have no role that could be revoked; what they bring needs a place. */
    @Test
    void whatIsUnderWayWhenATenantNarrowsItsPolicyIsNotCommitted() {
        try (World two = new World(TWO_COUNTRIES);
                Trust abroad = two.on(ABROAD)) {
            Scope scope = Scope.of("/a");
            World.Tenant first = two.tenant();
            isCutByNarrowing(two, abroad, first, World.accountKey(first, account, scope));
            World.Tenant second = two.tenant();
            isCutByNarrowing(
                    two,
                    abroad,
                    second,
                    World.shared(second, account, scope, Set.of(PUT, REMOVE), Set.of()));
        }
    }

    private void isCutByNarrowing(World world, Trust node, World.Tenant whose, Caller caller) {
        Target blob = Target.in(whose.id(), account, Scope.of("/a").item("b"));
        Permit put = node.authorizer().permit(caller, PUT, blob);
        Permit remove = node.authorizer().permit(caller, REMOVE, blob);
        // Another epoch by itself is no reason to refuse.
        world.assign(whose, World.principal(whose.id()), BuiltInRoles.OWNER, Scope.of("/a"));
        commits(node, put, new Draft().put(thing(), new byte[] {1}));
        keepToFrance(world, whose);
        Draft late = new Draft().put(thing(), new byte[] {2});
        DeniedException denied =
                assertThrows(DeniedException.class, () -> node.commits().commit(put, late));
        assertEquals(SovereigntyPolicy.RULE_NODE, denied.denial().rule());
        commits(node, remove, new Draft().delete(thing()));
    }

    private Key thing() {
        return Key.of(account, World.THINGS).text("x");
    }

    private static void commits(Trust node, Permit permit, Draft draft) {
        assertInstanceOf(CommitResult.Committed.class, node.commits().commit(permit, draft));
    }

    /** The platform writes a tenant's content as well: change feeds. */
    @Test
    void thePlatformPlacesNothingWhereTheTenantWouldNot() {
        try (World two = new World(TWO_COUNTRIES);
                Trust abroad = two.on(ABROAD)) {
            World.Tenant careful = two.tenant();
            Target feed = Target.in(careful.id(), account, Scope.of("/a"));
            Action publish = Upkeep.action("test/publish");
            Permit permit = abroad.upkeep().placing(feed, publish, "publish").orElseThrow();
            two.assign(careful, World.principal(careful.id()), BuiltInRoles.OWNER, Scope.of("/a"));
            commits(abroad, permit, new Draft().put(thing(), new byte[] {1}));
            keepToFrance(two, careful);
            Draft late = new Draft().put(thing(), new byte[] {2});
            assertThrows(DeniedException.class, () -> abroad.commits().commit(permit, late));
            assertEquals(Optional.empty(), abroad.upkeep().placing(feed, publish, "publish"));
            assertTrue(two.trust.upkeep().placing(feed, publish, "publish").isPresent());
            Permit sweeping = abroad.upkeep().permit(feed, Upkeep.action("test/sweep"), "sweep");
            commits(abroad, sweeping, new Draft().delete(thing()));
        }
    }

    private Optional<String> put(Trust trust, UUID owner) {
        Scope scope = Scope.of("/a");
        Caller caller = new Caller.AccountKey(owner, account, scope, "key1", key().origin());
        return refusal(trust, caller, PUT, Target.in(owner, account, scope.item("b")));
    }

    @Test
    void entriesSayWhichNodeWroteThem() {
        Node other = new Node("node2", "site2", "FR", "Exploitant SAS");
        change(world.trust, "x");
        try (Trust there = world.on(other)) {
            change(there, "y");
        }
        List<Optional<Node>> nodes =
                world.activities(tenant).stream().map(ActivityLog.Activity::node).toList();
        assertEquals(Optional.of(other), nodes.getFirst());
        assertEquals(Optional.of(World.NODE), nodes.getLast());
    }

    private void change(Trust trust, String thing) {
        Target group = tenant.group("g").placed("francecentral");
        Permit permit = trust.authorizer().permit(tenant.owner(), GROUP, group);
        Draft draft = new Draft().put(tenant.thing(thing), new byte[] {1});
        assertInstanceOf(CommitResult.Committed.class, trust.commits().commit(permit, draft));
    }

    @Test
    void whatIsNoNodeIsRefused() {
        for (String country : List.of("fr", "FRA", "XX", "")) {
            assertThrows(
                    IllegalArgumentException.class, () -> new Node("n", "s", country, "Entity"));
        }
        assertThrows(IllegalArgumentException.class, () -> new Node("N 1", "s", "FR", "Entity"));
        assertThrows(IllegalArgumentException.class, () -> new Node("n", "", "FR", "Entity"));
        assertThrows(IllegalArgumentException.class, () -> new Node("n", "s", "FR", "a\nb"));
    }
}
