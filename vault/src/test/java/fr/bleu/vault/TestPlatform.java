package fr.bleu.vault;

import fr.bleu.http.Answer;
import fr.bleu.http.Domains;
import fr.bleu.http.FakeRequest;
import fr.bleu.http.Headers;
import fr.bleu.http.Json;
import fr.bleu.http.Protocol;
import fr.bleu.http.Route;
import fr.bleu.http.Router;
import fr.bleu.http.Site;
import fr.bleu.identity.Identity;
import fr.bleu.identity.QuickIdentity;
import fr.bleu.identity.TenantCreation;
import fr.bleu.identity.Tenants;
import fr.bleu.keys.Keys;
import fr.bleu.keys.RootKey;
import fr.bleu.resources.Resources;
import fr.bleu.resources.ResourcesConfig;
import fr.bleu.resources.Subscription;
import fr.bleu.resources.Subscriptions;
import fr.bleu.store.Store;
import fr.bleu.store.disk.SimulatedDisk;
import fr.bleu.store.embedded.StoreOptions;
import fr.bleu.store.embedded.Stores;
import fr.bleu.trust.Actions;
import fr.bleu.trust.BuiltInRoles;
import fr.bleu.trust.Caller;
import fr.bleu.trust.Origin;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Place;
import fr.bleu.trust.RoleAssignment;
import fr.bleu.trust.RoleAssignments;
import fr.bleu.trust.Scope;
import fr.bleu.trust.Strength;
import fr.bleu.trust.Target;
import fr.bleu.trust.Trust;
import fr.bleu.trust.TrustConfig;
import fr.bleu.vault.api.Vaults;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/**
 * A platform in memory with vaults on it. Store, keys, trust, identity and Resource Manager are the
 * real ones; only the clock is moved by tests, and tests name their caller instead of signing in.
 */
public final class TestPlatform implements AutoCloseable {

    static final Domains DOMAINS = Domains.at(8443);
    static final Origin ORIGIN = new Origin("192.0.2.7", "request-1");
    static final Caller.Operator OPERATOR = new Caller.Operator("root", ORIGIN);

    /** Stands still until it is moved. */
    static final class TestClock implements InstantSource {
        private volatile Instant now = Instant.parse("2026-11-23T12:00:00.7Z");

        @Override
        public Instant instant() {
            return now;
        }

        void advance(Duration by) {
            now = now.plus(by);
        }
    }

    /** A tenant with a subscription, its Owner, and a group {@code g}. */
    public record Tenant(UUID id, UUID subscription, Caller.Principal owner) {
        String path() {
            return "/subscriptions/" + subscription;
        }

        String group(String name) {
            return path() + "/resourceGroups/" + name;
        }

        String vault(String name) {
            return vault("g", name);
        }

        String vault(String group, String name) {
            return group(group) + "/providers/Microsoft.KeyVault/vaults/" + name;
        }
    }

    final TestClock clock;
    final SecureRandom random = new SecureRandom();
    final SimulatedDisk disk;
    final Store store;
    final Keys keys;
    final Trust trust;
    public final Identity identity;
    final Vaults vaults;
    final Resources resources;
    final Router router;
    final StoredContents stored = new StoredContents(this);
    private final Map<String, Caller> callers = new ConcurrentHashMap<>();

    TestPlatform() {
        this(new SimulatedDisk(1), RootKey.generate(new SecureRandom()), new TestClock());
    }

    /** Opens what an earlier platform left on its disk. */
    TestPlatform(SimulatedDisk disk, RootKey root, TestClock clock) {
        this.disk = disk;
        this.clock = clock;
        store = Stores.memory(disk, StoreOptions.of(clock).withFatal(it -> {}));
        keys = Keys.open(store, root, clock, random);
        trust =
                Trust.open(
                        new TrustConfig(
                                store,
                                keys,
                                clock,
                                random,
                                "bleu.localhost/test/stamp1",
                                1,
                                List.of(
                                        new Place("francecentral", "FR", "Exploitant SAS"),
                                        new Place("francesouth", "FR", "Exploitant SAS")),
                                Optional.empty(),
                                it -> {}));
        identity = QuickIdentity.open(trust, keys, DOMAINS, clock);
        vaults = Vaults.open(trust, keys, identity.bearer(), DOMAINS, clock, random);
        resources =
                Resources.open(
                        new ResourcesConfig(
                                trust,
                                identity.tenants(),
                                identity.directory(),
                                identity.bearer(),
                                DOMAINS,
                                clock,
                                random),
                        List.of(vaults.handler()));
        router = router();
    }

    private Router router() {
        Map<Site, Protocol> protocols = new EnumMap<>(Site.class);
        protocols.putAll(identity.protocols());
        protocols.put(Site.MANAGEMENT, new NamedCallers(resources.protocol(), callers));
        protocols.put(Site.VAULT, new NamedCallers(vaults.protocol(), callers));
        List<Route> routes = new ArrayList<>(identity.routes());
        routes.addAll(resources.routes());
        routes.addAll(vaults.routes());
        return new Router(protocols, routes);
    }

    // ---- tenants, roles, vaults ----

    Tenant tenant(boolean home) {
        TenantCreation creation =
                TenantCreation.fresh(
                        "Tenant", home, QuickIdentity.administrator(clock.instant()), random);
        UUID subscription = UUID.randomUUID();
        Caller.Principal owner =
                new Caller.Principal(
                        creation.tenant(),
                        creation.servicePrincipalId(),
                        creation.appId(),
                        Strength.CERTIFICATE,
                        ORIGIN);
        Permit permit =
                trust.authorizer()
                        .permit(OPERATOR, Actions.TENANT_CREATE, Tenants.target(creation));
        RoleAssignments.Wanted first = wanted(owner, BuiltInRoles.OWNER);
        Subscription made = new Subscription(creation.tenant(), subscription, "Subscription");
        TenantCreation whole =
                creation.and(
                        draft -> {
                            trust.roles().first(draft, creation.tenant(), first, Scope.of(""));
                            draft.writes(Subscriptions.creation(made));
                        });
        identity.tenants().create(permit, whole);
        Tenant tenant = new Tenant(creation.tenant(), subscription, owner);
        arm(owner, "POST", tenant.path() + "/providers/Microsoft.KeyVault/register", "");
        group(tenant, "g");
        return tenant;
    }

    void group(Tenant tenant, String name) {
        arm(tenant.owner(), "PUT", tenant.group(name), "{\"location\":\"francecentral\"}");
    }

    /** A principal with a role at a scope. */
    Caller.Principal with(Tenant tenant, String role, String scope) {
        Caller.Principal principal = stranger(tenant);
        assign(tenant, principal, role, scope);
        return principal;
    }

    void assign(Tenant tenant, Caller.Principal principal, String role, String scope) {
        UUID id =
                BuiltInRoles.all().stream()
                        .filter(it -> it.name().equals(role))
                        .findFirst()
                        .orElseThrow()
                        .id();
        Target target = Target.of(tenant.id(), Scope.of(scope));
        Permit permit = trust.authorizer().permit(tenant.owner(), Actions.ROLE_ASSIGN, target);
        trust.roles().assign(permit, wanted(principal, id));
    }

    /** A principal without any role. */
    static Caller.Principal stranger(Tenant tenant) {
        return new Caller.Principal(
                tenant.id(), UUID.randomUUID(), UUID.randomUUID(), Strength.SECRET, ORIGIN);
    }

    private static RoleAssignments.Wanted wanted(Caller.Principal principal, UUID role) {
        return new RoleAssignments.Wanted(
                UUID.randomUUID(), principal.principal(), RoleAssignment.SERVICE_PRINCIPAL, role);
    }

    static String vaultBody(Tenant tenant, String more) {
        return "{\"location\":\"francecentral\",\"properties\":{\"tenantId\":\""
                + tenant.id()
                + "\",\"sku\":{\"family\":\"A\",\"name\":\"standard\"}"
                + (more.isEmpty() ? "" : "," + more)
                + "}}";
    }

    Answer putVault(Tenant tenant, String name, String more) {
        return arm(tenant.owner(), "PUT", tenant.vault(name), vaultBody(tenant, more));
    }

    /** A vault with these properties, and a principal who may do everything with its secrets. */
    Caller.Principal vault(Tenant tenant, String name, String more) {
        Answer made = putVault(tenant, name, more);
        if (made.status() != 201) {
            throw new AssertionError(text(made));
        }
        return with(tenant, "Key Vault Secrets Officer", tenant.vault(name));
    }

    // ---- calls ----

    Answer arm(Caller caller, String method, String target, String body) {
        return new FakeRequest(Site.MANAGEMENT, method, target + "?api-version=2023-07-01")
                .with("test-caller", named(caller))
                .body(body)
                .answeredBy(router);
    }

    Answer call(Caller caller, String vault, String method, String target) {
        return call(caller, vault, method, target, "");
    }

    /** Calls a vault; the api-version is added unless the target has a query. */
    Answer call(Caller caller, String vault, String method, String target, String body) {
        String versioned = target.contains("?") ? target : target + "?api-version=7.4";
        return answer(
                caller, new FakeRequest(Site.VAULT, method, versioned).label(vault).body(body));
    }

    Answer answer(Caller caller, FakeRequest request) {
        return request.with("test-caller", named(caller)).answeredBy(router);
    }

    Answer set(Caller caller, String vault, String secret, String value) {
        return call(caller, vault, "PUT", "/secrets/" + secret, "{\"value\":\"" + value + "\"}");
    }

    private String named(Caller caller) {
        String name =
                switch (caller) {
                    case Caller.Principal principal -> principal.principal().toString();
                    case Caller.Anonymous _,
                            Caller.AccountKey _,
                            Caller.SharedAccess _,
                            Caller.Delegated _,
                            Caller.Operator _,
                            Caller.Platform _ ->
                            caller.getClass().getSimpleName();
                };
        callers.put(name, caller);
        return name;
    }

    static JsonNode json(Answer answer) {
        return Json.parse(bytes(answer), "Bad");
    }

    static String text(Answer answer) {
        return new String(bytes(answer), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(Answer answer) {
        return answer.body() instanceof Answer.Body.Bytes bytes ? bytes.bytes() : new byte[0];
    }

    static String code(Answer answer) {
        return json(answer).path("error").path("code").asString("");
    }

    static String inner(Answer answer) {
        return json(answer).path("error").path("innererror").path("code").asString("");
    }

    /** The version's id at the end of the answer's {@code id}. */
    static String version(Answer answer) {
        String id = json(answer).path("id").asString();
        return id.substring(id.lastIndexOf('/') + 1);
    }

    static Optional<String> header(Answer answer, String name) {
        return answer.headers().all().stream()
                .filter(it -> it.name().equalsIgnoreCase(name))
                .map(Headers.Header::value)
                .findFirst();
    }

    @Override
    public void close() {
        resources.close();
        trust.close();
        keys.close();
        store.close();
    }
}
