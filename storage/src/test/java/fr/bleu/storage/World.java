package fr.bleu.storage;

import fr.bleu.extents.FileExtents;
import fr.bleu.http.Answer;
import fr.bleu.http.Domains;
import fr.bleu.http.FakeRequest;
import fr.bleu.http.Headers;
import fr.bleu.http.Route;
import fr.bleu.http.Router;
import fr.bleu.http.Site;
import fr.bleu.identity.InvalidTokenException;
import fr.bleu.keys.Keys;
import fr.bleu.keys.RootKey;
import fr.bleu.storage.Ground.Law;
import fr.bleu.storage.api.BlobService;
import fr.bleu.storage.api.WebsiteProtocol;
import fr.bleu.storage.api.WebsiteRoutes;
import fr.bleu.store.Store;
import fr.bleu.store.disk.Disk;
import fr.bleu.store.disk.SimulatedDisk;
import fr.bleu.trust.Caller;
import fr.bleu.trust.CommitResult;
import fr.bleu.trust.Origin;
import fr.bleu.trust.Permit;
import fr.bleu.trust.PolicyEpoch;
import fr.bleu.trust.Scope;
import fr.bleu.trust.Strength;
import fr.bleu.trust.Target;
import fr.bleu.trust.Trust;
import fr.bleu.trust.TrustConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A platform in memory with two storage accounts of one tenant; everything below is real. */
public final class World implements AutoCloseable {
    public static final Origin ORIGIN = new Origin("192.0.2.7", "request-1");

    public final TestClock clock;
    final SecureRandom random = new SecureRandom();
    final SimulatedDisk extentDisk;
    final Store store;
    final Keys keys;
    public final Trust trust;
    final FileExtents extents;
    public final Storage storage;
    public final AccountKeys accountKeys;
    public final Router router;
    final Tenancy tenancy;
    public final Management management = new Management(this);
    final Inside inside = new Inside(this);
    public final Housekeeping housekeeping = new Housekeeping(this);
    public final UUID tenant;
    public final Caller.Principal owner;
    final Set<UUID> disabled = new HashSet<>();
    public final Map<String, Caller.Principal> tokens = new HashMap<>();

    public World() {
        this(false);
    }

    /**
     * @param publicData whether the operator's policy allows it
     */
    World(boolean publicData) {
        this(Law.france(publicData));
    }

    /** On a node in Germany; the operator's policy has regions there and in France. */
    static World abroad() {
        return new World(Law.abroad());
    }

    private World(Law law) {
        this(Ground.fresh(law));
        bearAccount();
        createAccount("other");
    }

    /** Makes the tenant and {@code acct} on new disks. */
    void bearAccount() {
        tenancy.bear(owner);
        createAccount("acct");
    }

    /** Opens a platform on disks that may hold one already. */
    World(
            TestClock clock,
            SimulatedDisk recordDisk,
            SimulatedDisk extentDisk,
            RootKey root,
            UUID tenant,
            UUID principal) {
        this(
                Ground.inMemory(
                        clock, recordDisk, extentDisk, root, tenant, principal, Law.france(false)));
    }

    /** A new platform on the engines of the product, with its sizes and another reserve. */
    static World on(Store store, Disk extents, long reserveBytes) {
        World world = new World(Ground.on(store, extents, reserveBytes));
        world.bearAccount();
        return world;
    }

    private World(Ground ground) {
        clock = ground.clock();
        store = ground.store();
        extentDisk = ground.simulated();
        tenant = ground.tenant();
        owner =
                new Caller.Principal(
                        tenant,
                        ground.principal(),
                        UUID.randomUUID(),
                        Strength.CERTIFICATE,
                        ORIGIN);
        keys = Keys.open(store, ground.root(), clock, random);
        trust = trust(ground.law());
        extents =
                FileExtents.open(
                        ground.disk(), store, clock, random, ground.sizes(), failure -> {});
        storage = another();
        accountKeys =
                new AccountKeys(
                        storage.accounts(), trust.commits(), trust.names(), keys, random, clock);
        tenancy = new Tenancy(trust, keys, accountKeys);
        tokens.put("Bearer owner", owner);
        router = router();
    }

    private Trust trust(Law law) {
        return Trust.open(
                new TrustConfig(
                        store,
                        keys,
                        clock,
                        random,
                        "bleu.localhost/test/stamp1",
                        1,
                        law.node(),
                        law.places(),
                        law.publicData(),
                        Optional.empty(),
                        checkpoint -> {}));
    }

    private Router router() {
        Callers callers = new Callers(storage.accounts(), this::authenticate, this::mayAct, clock);
        BlobService service =
                new BlobService(
                        storage, trust.authorizer(), callers, Domains.at(8443), clock, true);
        List<Route> routes = new ArrayList<>(service.routes());
        routes.addAll(new WebsiteRoutes(storage, trust.authorizer()).routes());
        return new Router(
                Map.of(Site.BLOB, service.protocol(), Site.WEB, new WebsiteProtocol()), routes);
    }

    private Optional<PolicyEpoch> mayAct(UUID tenant, UUID signer) {
        return disabled.contains(signer)
                ? Optional.empty()
                : Optional.of(
                        trust.records().underEpoch(tenant, AccountRecord.key(signer)).epoch());
    }

    private Caller.Principal authenticate(String authorization, Origin origin)
            throws InvalidTokenException {
        Caller.Principal principal = tokens.get(authorization);
        if (principal == null) {
            throw new InvalidTokenException(
                    InvalidTokenException.Reason.SIGNATURE, "Unknown token.");
        }
        return principal;
    }

    /** Makes another tenant with an account; its owner is returned. */
    public Caller.Principal bearForeigner(String account) {
        UUID foreign = UUID.randomUUID();
        Caller.Principal foreigner =
                new Caller.Principal(
                        foreign,
                        UUID.randomUUID(),
                        UUID.randomUUID(),
                        Strength.CERTIFICATE,
                        ORIGIN);
        tenancy.bear(foreigner);
        tenancy.createAccount(foreigner, account, accountScope(account), false);
        return foreigner;
    }

    /** Gives a role to a principal. */
    public void grant(Caller.Principal principal, String role, Scope scope) {
        tenancy.grant(owner, principal, role, scope);
    }

    public Caller.Principal principal(String token) {
        Caller.Principal principal =
                new Caller.Principal(
                        tenant, UUID.randomUUID(), UUID.randomUUID(), Strength.SECRET, ORIGIN);
        tokens.put("Bearer " + token, principal);
        return principal;
    }

    public Scope accountScope(String name) {
        return Scope.of(
                "/subscriptions/"
                        + tenant
                        + "/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/"
                        + name);
    }

    private void createAccount(String name) {
        tenancy.createAccount(owner, name, accountScope(name), false);
    }

    /** The same storage, as another node has it. */
    Storage another() {
        return new Storage(trust.records(), trust.commits(), trust.names(), keys, extents, clock);
    }

    /** The request, signed with the key of {@code acct}. */
    public FakeRequest signed(FakeRequest request) {
        String key = Base64.getEncoder().encodeToString(account("acct").key1().secret());
        return Signed.sharedKey(request, "acct", key, clock.instant());
    }

    Account account(String name) {
        return storage.accounts().find(name).orElseThrow().account();
    }

    Permit onBlob(String container, String blob) {
        return trust.authorizer()
                .permit(
                        owner,
                        Actions.WRITE_BLOB,
                        Target.in(
                                tenant,
                                account("acct").id(),
                                ContainerTarget.scope(accountScope("acct"), container).item(blob)));
    }

    static CommitResult.Committed committed(CommitResult result) {
        return (CommitResult.Committed) result;
    }

    /** A request to {@code acct} as its tenant's owner, with a token. */
    public FakeRequest request(String method, String target) {
        return anonymous(method, target).with("authorization", "Bearer owner");
    }

    public FakeRequest anonymous(String method, String target) {
        return anonymous(method, target, "2024-11-04");
    }

    /** Of a version of the service. */
    public FakeRequest anonymous(String method, String target, String version) {
        return new FakeRequest(Site.BLOB, method, target)
                .label("acct")
                .baseUrl("https://acct.blob.core.bleu.localhost:8443")
                .with("x-ms-version", version)
                .origin(ORIGIN);
    }

    public Answer send(FakeRequest request) {
        return request.answeredBy(router);
    }

    public Answer send(String method, String target) {
        return send(request(method, target));
    }

    public Answer send(String method, String target, String body) {
        return send(request(method, target).body(body));
    }

    public Answer put(String target, byte[] body) {
        return send(request("PUT", target).with("x-ms-blob-type", "BlockBlob").body(body));
    }

    public static String header(Answer answer, String name) {
        return answer.headers().all().stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Headers.Header::value)
                .findFirst()
                .orElse("");
    }

    public static byte[] bytes(Answer answer) {
        return switch (answer.body()) {
            case Answer.Body.Empty empty -> new byte[0];
            case Answer.Body.Head head -> new byte[0];
            case Answer.Body.Bytes bytes -> bytes.bytes();
            case Answer.Body.Stream stream -> {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                try {
                    stream.writer().writeTo(out);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                if (out.size() != stream.length()) {
                    throw new IllegalStateException("another length than told");
                }
                yield out.toByteArray();
            }
        };
    }

    public static String text(Answer answer) {
        return new String(bytes(answer), StandardCharsets.UTF_8);
    }

    /** Status and, for failures, the code. */
    public static String outcome(Answer answer) {
        String code = header(answer, "x-ms-error-code");
        return answer.status() + (code.isEmpty() ? "" : " " + code);
    }

    @Override
    public void close() {
        BackgroundCopies copies = storage.backgroundCopies();
        try (store;
                keys;
                extents;
                trust;
                copies) {
            // One that cannot be closed without power keeps none of the others open.
        }
    }
}
