package fr.bleu.storage.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import fr.bleu.extents.ExtentOptions;
import fr.bleu.extents.FileExtents;
import fr.bleu.http.Answer;
import fr.bleu.http.Domains;
import fr.bleu.http.FakeRequest;
import fr.bleu.http.Headers;
import fr.bleu.http.Json;
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
import fr.bleu.resources.Resources;
import fr.bleu.resources.ResourcesConfig;
import fr.bleu.resources.Subscription;
import fr.bleu.resources.Subscriptions;
import fr.bleu.storage.AccountKeys;
import fr.bleu.storage.Callers;
import fr.bleu.storage.OpenRules;
import fr.bleu.storage.Storage;
import fr.bleu.storage.TestClock;
import fr.bleu.storage.World;
import fr.bleu.store.Store;
import fr.bleu.store.disk.SimulatedDisk;
import fr.bleu.store.embedded.StoreOptions;
import fr.bleu.store.embedded.Stores;
import fr.bleu.trust.Action;
import fr.bleu.trust.Actions;
import fr.bleu.trust.BuiltInRoles;
import fr.bleu.trust.Caller;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Place;
import fr.bleu.trust.RoleAssignments;
import fr.bleu.trust.Scope;
import fr.bleu.trust.Strength;
import fr.bleu.trust.Target;
import fr.bleu.trust.Trust;
import fr.bleu.trust.TrustConfig;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/** The Resource Manager and the Blob service over one store: a tenant with a group {@code g}. */
final class ArmPlatform implements AutoCloseable {
    static final Domains DOMAINS = Domains.at(8443);

    /** An account that can be. */
    static final String TEMPLATE =
            """
            {"location":"francecentral","kind":"StorageV2","sku":{"name":"Standard_LRS"}}\
            """;

    final TestClock clock = new TestClock();
    private final SecureRandom random = new SecureRandom();
    private final SimulatedDisk disk = new SimulatedDisk(1);
    private final Store store = Stores.memory(disk, StoreOptions.of(clock).withFatal(it -> {}));
    private final Keys keys = Keys.open(store, RootKey.generate(random), clock, random);
    final Trust trust;
    private final Identity identity;
    private final FileExtents extents;
    final Storage storage;
    private final Resources resources;
    private final Router router;
    private final Map<String, Caller> callers = new ConcurrentHashMap<>();
    final UUID subscription = UUID.randomUUID();
    final Caller.Principal owner;

    ArmPlatform() throws Exception {
        this(false);
    }

    /** Whether the operator's policy lets data be open to everybody. */
    ArmPlatform(boolean publicData) throws Exception {
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
                                publicData,
                                Optional.empty(),
                                it -> {}));
        identity = QuickIdentity.open(trust, keys, DOMAINS, clock);
        extents =
                FileExtents.open(
                        disk,
                        store,
                        clock,
                        random,
                        new ExtentOptions(4096, 8 << 20, 64 << 10, 1 << 20, 4096),
                        failure -> {});
        storage =
                new Storage(trust.records(), trust.commits(), trust.names(), keys, extents, clock);
        AccountKeys accountKeys =
                new AccountKeys(
                        storage.accounts(), trust.commits(), trust.names(), keys, random, clock);
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
                        List.of(new StorageAccountHandler(accountKeys, storage, DOMAINS)));
        Callers blobCallers = new Callers(storage.accounts(), identity.bearer(), clock);
        BlobService blobs =
                new BlobService(storage, trust.authorizer(), blobCallers, DOMAINS, clock, true);
        Map<Site, Protocol> protocols = new EnumMap<>(Site.class);
        protocols.put(Site.MANAGEMENT, new WithTestCallers(resources.protocol()));
        protocols.put(Site.BLOB, new WithTestCallers(blobs.protocol()));
        List<Route> routes = new ArrayList<>(resources.routes());
        routes.addAll(blobs.routes());
        router = new Router(protocols, routes);
        owner = bear();
        arm("POST", path() + "/providers/Microsoft.Storage/register", "");
        arm("PUT", group("g"), "{\"location\":\"francecentral\"}");
    }

    /** The real protocol, except that tests name their caller. */
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

    private Caller.Principal bear() {
        TenantCreation creation =
                TenantCreation.fresh(
                        "Tenant", true, QuickIdentity.administrator(clock.instant()), random);
        Caller.Principal administrator =
                new Caller.Principal(
                        creation.tenant(),
                        creation.servicePrincipalId(),
                        creation.appId(),
                        Strength.CERTIFICATE,
                        World.ORIGIN);
        Permit permit =
                trust.authorizer()
                        .permit(
                                new Caller.Operator("root", World.ORIGIN),
                                Actions.TENANT_CREATE,
                                Tenants.target(creation));
        Subscription made = new Subscription(creation.tenant(), subscription, "Subscription");
        identity.tenants()
                .create(
                        permit,
                        creation.and(
                                draft -> {
                                    trust.roles()
                                            .first(
                                                    draft,
                                                    creation.tenant(),
                                                    wanted(administrator, BuiltInRoles.OWNER),
                                                    Scope.of(""));
                                    draft.writes(Subscriptions.creation(made));
                                }));
        return administrator;
    }

    private static RoleAssignments.Wanted wanted(Caller.Principal principal, UUID role) {
        return new RoleAssignments.Wanted(
                UUID.randomUUID(), principal.principal(), "ServicePrincipal", role);
    }

    /** A principal with a role at a scope. */
    Caller.Principal with(String role, String scope) {
        Caller.Principal principal =
                new Caller.Principal(
                        owner.tenant(),
                        UUID.randomUUID(),
                        UUID.randomUUID(),
                        Strength.SECRET,
                        World.ORIGIN);
        UUID id =
                BuiltInRoles.all().stream()
                        .filter(it -> it.name().equals(role))
                        .findFirst()
                        .orElseThrow()
                        .id();
        Permit permit =
                trust.authorizer()
                        .permit(
                                owner,
                                Actions.ROLE_ASSIGN,
                                Target.of(owner.tenant(), Scope.of(scope)));
        trust.roles().assign(permit, wanted(principal, id));
        return principal;
    }

    String path() {
        return "/subscriptions/" + subscription;
    }

    String group(String name) {
        return path() + "/resourceGroups/" + name;
    }

    String account(String name) {
        return account("g", name);
    }

    String account(String group, String name) {
        return group(group) + "/providers/Microsoft.Storage/storageAccounts/" + name;
    }

    Answer arm(String method, String target, String body) {
        return arm(owner, method, target, body);
    }

    /** A request whose outcome must be this; its answer. */
    Answer arm(String outcome, String method, String target, String body) {
        Answer answer = arm(owner, method, target, body);
        assertEquals(outcome, outcome(answer), () -> World.text(answer));
        return answer;
    }

    Answer arm(Caller.Principal caller, String method, String target, String body) {
        return send(armRequest(caller, method, target).body(body));
    }

    /** A request to the Resource Manager, to be completed and sent. */
    FakeRequest armRequest(Caller caller, String method, String target) {
        return new FakeRequest(
                        Site.MANAGEMENT,
                        method,
                        target + (target.contains("?") ? "&" : "?") + "api-version=2023-05-01")
                .with("test-caller", named(caller));
    }

    /** All routes there are. */
    List<Route> routes() {
        return router.routes();
    }

    /** Lets an account's containers be open, which no route does yet. */
    void openRules(String account) {
        UUID id = trust.names().find("storage", account).orElseThrow().owner();
        Permit permit =
                trust.authorizer()
                        .permit(
                                owner,
                                Action.write("Microsoft.Storage/storageAccounts/write"),
                                Target.in(owner.tenant(), id, Scope.of(account(account))));
        OpenRules.set(storage, trust.commits(), keys, permit);
    }

    /** A request to an account's blobs; sign it or name a caller. */
    FakeRequest blob(String account, String method, String target) {
        return new FakeRequest(Site.BLOB, method, target)
                .label(account)
                .baseUrl("https://" + account + ".blob.core.bleu.localhost:8443")
                .with("x-ms-version", "2024-11-04")
                .origin(World.ORIGIN);
    }

    Answer send(FakeRequest request) {
        return request.answeredBy(router);
    }

    String named(Caller caller) {
        String name =
                caller instanceof Caller.Principal principal
                        ? principal.principal().toString()
                        : caller.getClass().getSimpleName();
        callers.put(name, caller);
        return name;
    }

    static JsonNode json(Answer answer) {
        return Json.parse(World.bytes(answer), "Bad");
    }

    /** Status and, for failures, the code. */
    static String outcome(Answer answer) {
        byte[] body = World.bytes(answer);
        String code =
                answer.status() < 400 || body.length == 0
                        ? ""
                        : " " + json(answer).path("error").path("code").asString("");
        return answer.status() + code;
    }

    @Override
    public void close() {
        resources.close();
        trust.close();
        extents.close();
        keys.close();
        store.close();
    }
}
