package fr.bleu.trust;

import fr.bleu.keys.Keys;
import fr.bleu.keys.RootKey;
import fr.bleu.store.Key;
import fr.bleu.store.Table;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** A platform in memory: a real store, real keys, a clock that stands still until it is moved. */
final class World implements AutoCloseable {

    static final String STAMP = "bleu.localhost/test/stamp1";
    static final List<Place> PLACES =
            List.of(
                    new Place("francecentral", "FR", "Exploitant SAS"),
                    new Place("francesouth", "FR", "Exploitant SAS"));
    static final Table THINGS = Table.of(240, "things");
    static final Origin ORIGIN = new Origin("192.0.2.7", "request-1");
    static final Caller.Operator OPERATOR = new Caller.Operator("root", ORIGIN);

    /** Stands still until it is moved. */
    static final class TestClock implements InstantSource {
        private volatile Instant now = Instant.parse("2026-11-23T12:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        void advance(Duration by) {
            now = now.plus(by);
        }
    }

    /** A tenant and its first Owner. */
    record Tenant(UUID id, Caller.Principal owner) {
        Scope subscription() {
            return Scope.of("/subscriptions/" + id);
        }

        Target root() {
            return Target.of(id, Scope.of(""));
        }

        Target group(String name) {
            return Target.of(id, subscription().child("resourceGroups/" + name));
        }

        Key thing(String name) {
            return Key.of(id, THINGS).text(name);
        }
    }

    static final Node NODE = Node.alone(PLACES.getFirst());

    private final List<Place> places;
    final TestClock clock;
    final SecureRandom random = new SecureRandom();
    final FaultyStore store;
    final RootKey root;
    final Keys keys;
    final Trust trust;
    final List<String> published = new CopyOnWriteArrayList<>();

    World() {
        this(new TestClock());
    }

    /** One whose operator allows these places. */
    World(List<Place> places) {
        this(new TestClock(), places, false);
    }

    /** One whose operator allows public data. */
    static World withPublicData() {
        return new World(new TestClock(), PLACES, true);
    }

    private World(TestClock clock, List<Place> places, boolean publicData) {
        this.places = places;
        this.clock = clock;
        this.store = FaultyStore.inMemory(clock);
        this.root = RootKey.generate(new SecureRandom());
        this.keys = Keys.open(store, root, clock, random);
        this.trust =
                Trust.open(
                        new TrustConfig(
                                store,
                                keys,
                                clock,
                                random,
                                STAMP,
                                1,
                                places,
                                publicData,
                                Optional.empty(),
                                published::add));
    }

    private World(TestClock clock) {
        this(
                clock,
                FaultyStore.inMemory(clock),
                RootKey.generate(new SecureRandom()),
                Optional.empty());
    }

    World(TestClock clock, FaultyStore store, RootKey root, Optional<String> lastPublished) {
        this.places = PLACES;
        this.clock = clock;
        this.store = store;
        this.root = root;
        this.keys = Keys.open(store, root, clock, random);
        this.trust = Trust.open(config(lastPublished));
    }

    /** Another node over the same store, which sees what the world's own does. */
    Trust on(Node node) {
        return Trust.open(
                new TrustConfig(
                        store,
                        keys,
                        clock,
                        random,
                        STAMP,
                        1,
                        node,
                        places,
                        false,
                        Optional.empty(),
                        published::add));
    }

    TrustConfig config(Optional<String> lastPublished) {
        return new TrustConfig(
                store, keys, clock, random, STAMP, 1, PLACES, lastPublished, published::add);
    }

    Tenant tenant() {
        UUID id = UUID.randomUUID();
        Caller.Principal owner = principal(id);
        Permit permit =
                trust.authorizer()
                        .permit(
                                OPERATOR,
                                Actions.TENANT_CREATE,
                                Target.in(Key.PLATFORM, id, Scope.of("")));
        Draft draft = new Draft().writes(keys.newTenantKey(id)).check(Keys.noTenantKey(id));
        trust.roles().first(draft, id, wanted(owner, BuiltInRoles.OWNER), Scope.of(""));
        committed(trust.commits().commit(permit, draft));
        return new Tenant(id, owner);
    }

    static Caller.Principal principal(UUID tenant) {
        return new Caller.Principal(
                tenant, UUID.randomUUID(), UUID.randomUUID(), Strength.CERTIFICATE, ORIGIN);
    }

    static RoleAssignments.Wanted wanted(Caller.Principal principal, UUID role) {
        return new RoleAssignments.Wanted(
                UUID.randomUUID(), principal.principal(), RoleAssignment.SERVICE_PRINCIPAL, role);
    }

    /** A principal with a role at a scope. */
    Caller.Principal with(Tenant tenant, UUID role, Scope scope) {
        Caller.Principal principal = principal(tenant.id());
        assign(tenant, principal, role, scope);
        return principal;
    }

    RoleAssignment assign(Tenant tenant, Caller.Principal principal, UUID role, Scope scope) {
        Permit permit =
                trust.authorizer()
                        .permit(tenant.owner(), Actions.ROLE_ASSIGN, Target.of(tenant.id(), scope));
        AssignResult result = trust.roles().assign(permit, wanted(principal, role));
        return ((AssignResult.Assigned) result).assignment();
    }

    RoleAssignments.Removed remove(Tenant tenant, RoleAssignment assignment) {
        Permit permit =
                trust.authorizer()
                        .permit(
                                tenant.owner(),
                                Actions.ROLE_REMOVE,
                                Target.of(tenant.id(), assignment.scope()));
        return trust.roles().remove(permit, assignment.id()).orElseThrow();
    }

    static CommitResult.Committed committed(CommitResult result) {
        return (CommitResult.Committed) result;
    }

    /** Everything in a tenant's activity log, newest first. */
    List<ActivityLog.Activity> activities(Tenant tenant) {
        Permit permit =
                trust.authorizer().permit(tenant.owner(), Actions.ACTIVITY_READ, tenant.root());
        return trust.activityLog()
                .read(permit, OptionalLong.empty(), Instant.MIN, Instant.MAX, 1_000)
                .entries();
    }

    /** Every entry of a tenant or of the platform, listed or not, oldest first, as its JSON. */
    List<String> entries(UUID tenant) {
        Genesis genesis = Genesis.open(config(Optional.empty()));
        EntrySealer sealer = new EntrySealer(keys, genesis.tags(), random, NODE);
        List<String> texts = new ArrayList<>();
        OpeningPages pages =
                new OpeningPages(
                        new EntryPages(store.ledger(), store.ledger().size()),
                        sealer,
                        genesis.tags(),
                        Optional.of(tenant));
        String whose = "\"tenant\":\"" + tenant + "\"";
        while (pages.hasNext()) {
            String text = new String(pages.next().entry(), java.nio.charset.StandardCharsets.UTF_8);
            if (text.contains(whose)) {
                texts.add(text);
            }
        }
        return texts;
    }

    List<String> entries(UUID tenant, String kind) {
        return entries(tenant).stream()
                .filter(text -> text.contains("\"kind\":\"" + kind + "\""))
                .toList();
    }

    static Caller.AccountKey accountKey(Tenant tenant, UUID account, Scope scope) {
        return new Caller.AccountKey(tenant.id(), account, scope, "key1", ORIGIN);
    }

    static Caller.SharedAccess shared(
            Tenant tenant,
            UUID account,
            Scope scope,
            Set<Action> actions,
            Set<Obligation> obligations) {
        return new Caller.SharedAccess(
                tenant.id(), account, scope, actions, obligations, "key1", "", ORIGIN);
    }

    static Map<String, String> none() {
        return Map.of();
    }

    @Override
    public void close() {
        trust.close();
        keys.close();
        store.close();
    }
}
