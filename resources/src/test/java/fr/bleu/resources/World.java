package fr.bleu.resources;

import fr.bleu.http.Answer;
import fr.bleu.http.Domains;
import fr.bleu.http.FakeRequest;
import fr.bleu.http.Headers;
import fr.bleu.http.Protocol;
import fr.bleu.http.Request;
import fr.bleu.http.Route;
import fr.bleu.http.Router;
import fr.bleu.http.Site;
import fr.bleu.identity.Identity;
import fr.bleu.identity.QuickIdentity;
import fr.bleu.identity.TenantCreation;
import fr.bleu.identity.Tenants;
import fr.bleu.keys.Keys;
import fr.bleu.keys.RootKey;
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
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/** A platform in memory with the Resource Manager on it: real store, keys, trust and identity. */
final class World implements AutoCloseable {

    static final String API = "api-version=2022-09-01";
    static final Origin ORIGIN = new Origin("192.0.2.7", "request-1");
    static final X509Certificate CERTIFICATE = QuickIdentity.administrator(Instant.now());

    private static final InstantSource CLOCK = InstantSource.system();
    private static final Domains DOMAINS = Domains.at(8443);

    final SimulatedDisk disk;
    final RootKey root;
    final Store store;
    final Keys keys;
    final Trust trust;
    final Identity identity;
    final Resources resources;
    final Router router;
    private final Map<String, Caller.Principal> callers = new ConcurrentHashMap<>();

    /** A tenant with a subscription and its Owner. */
    record Tenant(UUID id, UUID subscription, Caller.Principal owner) {
        String path() {
            return "/subscriptions/" + subscription;
        }

        String group(String name) {
            return path() + "/resourceGroups/" + name;
        }

        String thing(String group, String name) {
            return group(group) + "/providers/Bleu.Test/things/" + name;
        }
    }

    World() {
        this(new SimulatedDisk(1), RootKey.generate(new SecureRandom()));
    }

    /** Opens what an earlier world left on its disk. */
    World(SimulatedDisk disk, RootKey root) {
        this.disk = disk;
        this.root = root;
        store = Stores.memory(disk, StoreOptions.of(CLOCK).withFatal(it -> {}));
        keys = Keys.open(store, root, CLOCK, new SecureRandom());
        trust =
                Trust.open(
                        new TrustConfig(
                                store,
                                keys,
                                CLOCK,
                                new SecureRandom(),
                                "bleu.localhost/test/stamp1",
                                1,
                                List.of(
                                        new Place("francecentral", "FR", "Exploitant SAS"),
                                        new Place("francesouth", "FR", "Exploitant SAS")),
                                Optional.empty(),
                                it -> {}));
        identity = QuickIdentity.open(trust, keys, DOMAINS, CLOCK);
        resources =
                Resources.open(
                        new ResourcesConfig(
                                trust,
                                identity.tenants(),
                                identity.directory(),
                                identity.bearer(),
                                DOMAINS,
                                CLOCK,
                                new SecureRandom()),
                        List.of(new ThingHandler()));
        router =
                new Router(
                        Map.of(Site.MANAGEMENT, new WithTestCallers(resources.protocol())),
                        resources.routes());
    }

    /** The real protocol, except that tests name their caller instead of signing in. */
    private final class WithTestCallers implements Protocol {
        private final Protocol real;

        WithTestCallers(Protocol real) {
            this.real = real;
        }

        @Override
        public Set<String> discriminators() {
            return real.discriminators();
        }

        @Override
        public boolean ignoresCase() {
            return real.ignoresCase();
        }

        @Override
        public Caller caller(Request request, Route route) {
            Optional<String> name = request.header("test-caller");
            return name.isPresent() ? callers.get(name.get()) : real.caller(request, route);
        }

        @Override
        public Answer failure(Request request, Throwable failure) {
            return real.failure(request, failure);
        }

        @Override
        public Headers common(Request request) {
            return real.common(request);
        }
    }

    Tenant tenant(boolean home) {
        TenantCreation creation =
                TenantCreation.fresh("Tenant", home, CERTIFICATE, new SecureRandom());
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
                        .permit(
                                new Caller.Operator("root", ORIGIN),
                                Actions.TENANT_CREATE,
                                Tenants.target(creation));
        identity.tenants()
                .create(
                        permit,
                        creation.and(
                                draft -> {
                                    trust.roles()
                                            .first(
                                                    draft,
                                                    creation.tenant(),
                                                    wanted(owner, BuiltInRoles.OWNER),
                                                    Scope.of(""));
                                    draft.writes(
                                            Subscriptions.creation(
                                                    new Subscription(
                                                            creation.tenant(),
                                                            subscription,
                                                            "Subscription")));
                                }));
        return new Tenant(creation.tenant(), subscription, owner);
    }

    /** A principal with a role at a scope. */
    Caller.Principal with(Tenant tenant, String role, String scope) {
        Caller.Principal principal = stranger(tenant);
        UUID id =
                BuiltInRoles.all().stream()
                        .filter(it -> it.name().equals(role))
                        .findFirst()
                        .orElseThrow()
                        .id();
        Permit permit =
                trust.authorizer()
                        .permit(
                                tenant.owner(),
                                Actions.ROLE_ASSIGN,
                                Target.of(tenant.id(), Scope.of(scope)));
        trust.roles().assign(permit, wanted(principal, id));
        return principal;
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

    Answer call(Caller.Principal caller, String method, String target) {
        return call(caller, method, target, "");
    }

    /** Calls; the api-version is added unless the target has one. */
    Answer call(Caller.Principal caller, String method, String target, String body) {
        String name = caller.principal().toString();
        callers.put(name, caller);
        String versioned =
                target.contains("api-version")
                        ? target
                        : target + (target.contains("?") ? "&" : "?") + API;
        return new FakeRequest(Site.MANAGEMENT, method, versioned)
                .with("test-caller", name)
                .body(body)
                .answeredBy(router);
    }

    Answer anonymous(FakeRequest request) {
        return request.answeredBy(router);
    }

    static JsonNode json(Answer answer) {
        return switch (answer.body()) {
            case Answer.Body.Bytes bytes -> fr.bleu.http.Json.parse(bytes.bytes(), "Bad");
            default -> throw new AssertionError("the answer has no body: " + answer.status());
        };
    }

    static String text(Answer answer) {
        return answer.body() instanceof Answer.Body.Bytes bytes
                ? new String(bytes.bytes(), java.nio.charset.StandardCharsets.UTF_8)
                : "";
    }

    static String code(Answer answer) {
        return json(answer).path("error").path("code").asString("");
    }

    static Optional<String> header(Answer answer, String name) {
        return answer.headers().all().stream()
                .filter(it -> it.name().equalsIgnoreCase(name))
                .map(Headers.Header::value)
                .findFirst();
    }

    /** Registers the things' provider and makes a group. */
    void prepare(Tenant tenant, String group) {
        call(tenant.owner(), "POST", tenant.path() + "/providers/Bleu.Test/register");
        call(tenant.owner(), "PUT", tenant.group(group), "{\"location\":\"francecentral\"}");
    }

    /** Polls until the operation is over. */
    Answer awaited(Caller.Principal caller, Answer accepted) throws InterruptedException {
        String location = header(accepted, "Location").orElseThrow();
        String target = location.substring("https://localhost:8443".length());
        for (int i = 0; i < 500; i++) {
            Answer answer = call(caller, "GET", target);
            if (answer.status() != 202) {
                return answer;
            }
            Thread.sleep(10);
        }
        throw new AssertionError("the operation does not end");
    }

    @Override
    public void close() {
        resources.close();
        trust.close();
        keys.close();
        store.close();
    }
}
