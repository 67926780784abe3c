package fr.bleu.storage;

import fr.bleu.extents.ExtentOptions;
import fr.bleu.extents.FileExtents;
import fr.bleu.http.Answer;
import fr.bleu.http.Domains;
import fr.bleu.http.FakeRequest;
import fr.bleu.http.Headers;
import fr.bleu.http.Route;
import fr.bleu.http.Router;
import fr.bleu.http.Site;
import fr.bleu.keys.Keys;
import fr.bleu.keys.RootKey;
import fr.bleu.storage.api.BlobService;
import fr.bleu.storage.api.WebsiteProtocol;
import fr.bleu.storage.api.WebsiteRoutes;
import fr.bleu.store.Key;
import fr.bleu.store.Reads;
import fr.bleu.store.Store;
import fr.bleu.store.disk.Disk;
import fr.bleu.store.disk.SimulatedDisk;
import fr.bleu.store.embedded.StoreOptions;
import fr.bleu.store.embedded.Stores;
import fr.bleu.trust.Action;
import fr.bleu.trust.Actions;
import fr.bleu.trust.BuiltInRoles;
import fr.bleu.trust.Caller;
import fr.bleu.trust.CommitResult;
import fr.bleu.trust.Draft;
import fr.bleu.trust.Names;
import fr.bleu.trust.Node;
import fr.bleu.trust.Origin;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Place;
import fr.bleu.trust.PolicyEpoch;
import fr.bleu.trust.Records;
import fr.bleu.trust.RoleAssignments;
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
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** A platform in memory with two storage accounts of one tenant; everything below is real. */
public final class World implements AutoCloseable {
    public static final Origin ORIGIN = new Origin("192.0.2.7", "request-1");
    private static final Caller.Operator OPERATOR = new Caller.Operator("root", ORIGIN);
    private static final Place FRANCE = new Place("francecentral", "FR", "Exploitant SAS");
    private static final Node NODE = Node.alone(FRANCE);

    /** Where the node stands, and what the operator's policy says. */
    private record Law(Node node, List<Place> places, boolean publicData) {}

    /** Stands still until it is moved. */
    public static final class TestClock implements InstantSource {
        private volatile Instant now = Instant.parse("2026-11-23T12:00:00.5Z");
        private volatile Thread looker;
        private int looksLeft;
        private Runnable atLook = () -> {};

        @Override
        public Instant instant() {
            if (Thread.currentThread().equals(looker) && --looksLeft == 0) {
                looker = null;
                atLook.run();
            }
            return now;
        }

        /**
         * Runs something when this thread looks at the clock for the {@code n}-th time from now.
         */
        void atLook(int n, Runnable action) {
            looksLeft = n;
            atLook = action;
            looker = Thread.currentThread();
        }

        /** Whether that came; if not, it never will. */
        boolean looked() {
            boolean came = looker == null;
            looker = null;
            return came;
        }

        public void advance(Duration by) {
            now = now.plus(by);
        }
    }

    public final TestClock clock;
    final SecureRandom random = new SecureRandom();
    final SimulatedDisk extentDisk;
    final RootKey root;
    final Store store;
    final Keys keys;
    public final Trust trust;
    final FileExtents extents;
    public final Storage storage;
    public final AccountKeys accountKeys;
    public final Router router;
    private Sweep sweep;
    Runnable afterSweepCommit = () -> {};
    public final UUID tenant;
    public final Caller.Principal owner;
    final Set<UUID> disabled = new java.util.HashSet<>();
    public final Map<String, Caller.Principal> tokens = new HashMap<>();

    public World() {
        this(false);
    }

    /**
     * @param publicData whether the operator's policy allows it
     */
    World(boolean publicData) {
        this(new Law(NODE, List.of(FRANCE), publicData));
    }

    /** On a node in Germany; the operator's policy has regions there and in France. */
    static World abroad() {
        return new World(
                new Law(
                        new Node("node2", "site2", "DE", FRANCE.entity()),
                        List.of(FRANCE, new Place("germanywest", "DE", FRANCE.entity())),
                        false));
    }

    private World(Law law) {
        this(
                new TestClock(),
                new SimulatedDisk(1),
                new SimulatedDisk(2),
                RootKey.generate(new SecureRandom()),
                UUID.randomUUID(),
                UUID.randomUUID(),
                law);
        bear();
        createAccount("acct");
        createAccount("other");
    }

    /** Makes the tenant and {@code acct} on new disks. */
    void bearAccount() {
        bear();
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
                clock,
                recordDisk,
                extentDisk,
                root,
                tenant,
                principal,
                new Law(NODE, List.of(FRANCE), false));
    }

    private World(
            TestClock clock,
            SimulatedDisk recordDisk,
            SimulatedDisk extentDisk,
            RootKey root,
            UUID tenant,
            UUID principal,
            Law law) {
        this(
                clock,
                Stores.memory(recordDisk, StoreOptions.of(clock).withFatal(failure -> {})),
                extentDisk,
                extentDisk,
                new ExtentOptions(4096, 8 << 20, 64 << 10, 1 << 20, 4096),
                root,
                tenant,
                principal,
                law);
    }

    /** A new platform on the engines of the product, with its sizes and another reserve. */
    static World on(Store store, Disk extents, long reserveBytes) {
        ExtentOptions sizes = ExtentOptions.standard();
        World world =
                new World(
                        new TestClock(),
                        store,
                        extents,
                        null,
                        new ExtentOptions(
                                sizes.chunkBytes(),
                                sizes.segmentBytes(),
                                sizes.firstRunBytes(),
                                sizes.largestRunBytes(),
                                sizes.alignBytes(),
                                reserveBytes),
                        RootKey.generate(new SecureRandom()),
                        UUID.randomUUID(),
                        UUID.randomUUID(),
                        new Law(NODE, List.of(FRANCE), false));
        world.bearAccount();
        return world;
    }

    private World(
            TestClock clock,
            Store store,
            Disk disk,
            SimulatedDisk extentDisk,
            ExtentOptions options,
            RootKey root,
            UUID tenant,
            UUID principal,
            Law law) {
        this.clock = clock;
        this.store = store;
        this.extentDisk = extentDisk;
        this.root = root;
        this.tenant = tenant;
        this.owner =
                new Caller.Principal(
                        tenant, principal, UUID.randomUUID(), Strength.CERTIFICATE, ORIGIN);
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
                                law.node(),
                                law.places(),
                                law.publicData(),
                                Optional.empty(),
                                checkpoint -> {}));
        extents = FileExtents.open(disk, store, clock, random, options, failure -> {});
        storage =
                new Storage(trust.records(), trust.commits(), trust.names(), keys, extents, clock);
        accountKeys =
                new AccountKeys(
                        storage.accounts(), trust.commits(), trust.names(), keys, random, clock);
        tokens.put("Bearer owner", owner);
        Callers callers = new Callers(storage.accounts(), this::authenticate, this::mayAct, clock);
        BlobService service =
                new BlobService(
                        storage, trust.authorizer(), callers, Domains.at(8443), clock, true);
        List<Route> routes = new ArrayList<>(service.routes());
        routes.addAll(new WebsiteRoutes(storage, trust.authorizer()).routes());
        router =
                new Router(
                        Map.of(Site.BLOB, service.protocol(), Site.WEB, new WebsiteProtocol()),
                        routes);
    }

    private Optional<PolicyEpoch> mayAct(UUID tenant, UUID signer) {
        return disabled.contains(signer)
                ? Optional.empty()
                : Optional.of(
                        trust.records().underEpoch(tenant, AccountRecord.key(signer)).epoch());
    }

    private Caller.Principal authenticate(String authorization, Origin origin)
            throws fr.bleu.identity.InvalidTokenException {
        Caller.Principal principal = tokens.get(authorization);
        if (principal == null) {
            throw new fr.bleu.identity.InvalidTokenException(
                    fr.bleu.identity.InvalidTokenException.Reason.SIGNATURE, "Unknown token.");
        }
        return principal;
    }

    private void bear() {
        bear(tenant, owner);
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
        bear(foreign, foreigner);
        createAccount(account, foreigner);
        return foreigner;
    }

    private void bear(UUID tenant, Caller.Principal owner) {
        Permit permit =
                trust.authorizer()
                        .permit(
                                OPERATOR,
                                Actions.TENANT_CREATE,
                                Target.in(Key.PLATFORM, tenant, Scope.of("")));
        Draft draft = new Draft().writes(keys.newTenantKey(tenant)).check(Keys.noTenantKey(tenant));
        trust.roles()
                .first(
                        draft,
                        tenant,
                        new RoleAssignments.Wanted(
                                UUID.randomUUID(),
                                owner.principal(),
                                "ServicePrincipal",
                                BuiltInRoles.OWNER),
                        Scope.of(""));
        committed(trust.commits().commit(permit, draft));
        // Owner is a control-plane role: the data needs its own.
        grant(owner, owner, "Storage Blob Data Contributor", Scope.of(""));
    }

    /** The tenant gives all regions up but the one in France. */
    void keepToFrance() {
        Permit permit =
                trust.authorizer()
                        .permit(owner, Actions.POLICY_TIGHTEN, Target.of(tenant, Scope.of("")));
        trust.policy().tighten(permit, Set.of(FRANCE.region()), trust.commits());
    }

    /** Gives a role to a principal. */
    public void grant(Caller.Principal principal, String role, Scope scope) {
        grant(owner, principal, role, scope);
    }

    private void grant(
            Caller.Principal owner, Caller.Principal principal, String role, Scope scope) {
        UUID id =
                BuiltInRoles.all().stream()
                        .filter(definition -> definition.name().equals(role))
                        .findFirst()
                        .orElseThrow()
                        .id();
        Permit permit =
                trust.authorizer()
                        .permit(owner, Actions.ROLE_ASSIGN, Target.of(owner.tenant(), scope));
        trust.roles()
                .assign(
                        permit,
                        new RoleAssignments.Wanted(
                                UUID.randomUUID(), principal.principal(), "ServicePrincipal", id));
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
        createAccount(name, owner);
    }

    private void createAccount(String name, Caller.Principal owner) {
        createAccount(name, owner, false);
    }

    /** Makes an account whose blobs lie in directories. */
    void createHierarchical(String name) {
        createAccount(name, owner, true);
    }

    private void createAccount(String name, Caller.Principal owner, boolean hierarchical) {
        UUID tenant = owner.tenant();
        UUID id = UUID.randomUUID();
        Permit permit =
                trust.authorizer()
                        .permit(
                                owner,
                                Action.write("Microsoft.Storage/storageAccounts/write"),
                                Target.in(tenant, id, accountScope(name)));
        Draft draft = new Draft();
        accountKeys.create(
                draft, tenant, id, name, accountScope(name), AccountRules.DEFAULT, hierarchical);
        committed(trust.commits().commit(permit, draft));
    }

    /** The text of a blob's uncommitted blocks, one after the other. */
    String uncommitted(String container, String blob) {
        Account account = account("acct");
        ContainerTarget place = new ContainerTarget(tenant, account.id(), container);
        Reads reads = trust.records();
        Key session =
                Slot.flat(
                                account.id(),
                                Container.decode(
                                                container,
                                                reads.get(place.key()).orElseThrow().value())
                                        .incarnation(),
                                blob)
                        .in(Tables.SESSION);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Session.find(reads, session)
                .ifPresent(
                        open ->
                                Blocks.uncommitted(reads, account.id(), open.session())
                                        .forEach(block -> read(block, account, out)));
        return out.toString(StandardCharsets.UTF_8);
    }

    private void read(Block block, Account account, ByteArrayOutputStream out) {
        try {
            extents.read(
                    block.extent(),
                    account.id(),
                    keys.account(tenant, account.id()),
                    0,
                    block.length(),
                    out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Permit onAccount(String name, String action) {
        return trust.authorizer()
                .permit(
                        owner,
                        Action.write("Microsoft.Storage/storageAccounts/" + action),
                        Target.in(tenant, account(name).id(), accountScope(name)));
    }

    /** Sets the account's rules, as its ARM template would. */
    void setRules(String name, AccountRules rules) {
        Account old = account(name);
        Account changed = old.withSettings(old.settings().withRules(rules));
        committed(
                trust.commits()
                        .commit(
                                onAccount(name, "write"),
                                new Draft()
                                        .put(
                                                AccountRecord.key(old.id()),
                                                AccountRecord.encode(
                                                        changed, keys.tenant(tenant)))));
    }

    /** Makes an encryption scope of {@code acct}, or sets whether it may be used. */
    public void scope(String name, boolean enabled) {
        storage.encryptionScopes()
                .put(
                        onAccount("acct", "encryptionScopes/write"),
                        name,
                        java.util.Optional.of(enabled),
                        true);
    }

    /** Changes the Blob service's properties of {@code acct}. */
    public void settings(UnaryOperator<ServiceSettings> change) {
        storage.serviceProperties().set(onAccount("acct", "blobServices/write"), change);
    }

    /** Ends what is due; tells how much. */
    public int endDeleted() {
        return new Expiry(storage.tools(() -> {}), trust.upkeep())
                .run(new Names.Holder(tenant, account("acct").id()));
    }

    /** Publishes the change feed of {@code acct} as far as it goes. */
    void publish() {
        publish(1L << 20);
    }

    void publish(long fileBytes) {
        storage.feedPublisher(trust.upkeep(), fileBytes)
                .look(new Names.Holder(tenant, account("acct").id()));
    }

    /** The same, by a publisher that reads through something of a test's own. */
    void publish(Reads reads) {
        FeedFiles.Tools tools =
                new FeedFiles.Tools(reads, blobCommits(), new BodyReader(extents), keys, clock);
        new FeedPublisher(tools, storage.containers(), trust.upkeep(), 1L << 20)
                .look(new Names.Holder(tenant, account("acct").id()));
    }

    /** The same storage, as another node has it. */
    Storage another() {
        return new Storage(trust.records(), trust.commits(), trust.names(), keys, extents, clock);
    }

    /** Switches the change feed of {@code acct} on. */
    void feed() {
        settings(old -> old.withChangeFeed(new FeedSettings(true, 0)));
    }

    /** The request, signed with the key of {@code acct}. */
    public FakeRequest signed(FakeRequest request) {
        String key = java.util.Base64.getEncoder().encodeToString(account("acct").key1().secret());
        return Signed.sharedKey(request, "acct", key, clock.instant());
    }

    Account account(String name) {
        return storage.accounts().find(name).orElseThrow().account();
    }

    private static final Action DELETE_ACCOUNT =
            Action.write("Microsoft.Storage/storageAccounts/delete");

    void deleteAccount(String name) {
        Account account = account(name);
        Permit permit =
                trust.authorizer()
                        .permit(
                                owner,
                                DELETE_ACCOUNT,
                                Target.in(tenant, account.id(), accountScope(name)));
        Draft draft = new Draft();
        accountKeys.delete(draft, account.id());
        committed(trust.commits().commit(permit, draft));
    }

    void settings(String name, ServiceSettings settings) {
        Account account = account(name);
        Account changed = account.withSettings(account.settings().withService(settings));
        Draft draft =
                new Draft()
                        .put(
                                AccountRecord.key(account.id()),
                                AccountRecord.encode(changed, keys.tenant(tenant)));
        committed(trust.commits().commit(onAccount(name, "write"), draft));
    }

    Permit onBlob(String container, String blob) {
        return trust.authorizer()
                .permit(
                        owner,
                        fr.bleu.storage.Actions.WRITE_BLOB,
                        Target.in(
                                tenant,
                                account("acct").id(),
                                ContainerTarget.scope(accountScope("acct"), container).item(blob)));
    }

    BlobCommits blobCommits() {
        return new BlobCommits(
                trust.records(),
                trust.commits(),
                new AccountGuard(storage.accounts()),
                clock,
                new RunningCopies(extents));
    }

    /** Gives a blob blocks or pages of its own, as it was found. */
    void fork(String container, String blob, FoundBlob found) {
        AccountGuard guard = new AccountGuard(storage.accounts());
        new Forks(trust.records(), blobCommits(), trust.commits(), guard, clock)
                .fork(
                        onBlob(container, blob),
                        found,
                        found.existing(),
                        keys.account(tenant, account("acct").id()));
    }

    FoundBlob found(Permit permit) {
        return blobCommits().find(BlobTarget.of(permit));
    }

    Preparation preparation() {
        return new Preparation(trust.commits(), new AccountGuard(storage.accounts()), clock);
    }

    void commitInAccount(Draft draft) {
        committed(trust.commits().commit(onAccount("acct", "write"), draft));
    }

    boolean commitsInAccount(Draft draft) {
        return trust.commits().commit(onAccount("acct", "write"), draft)
                instanceof CommitResult.Committed;
    }

    List<fr.bleu.trust.Names.Holder> allAccounts() {
        List<fr.bleu.trust.Names.Holder> all = new java.util.ArrayList<>();
        storage.allAccounts().forEach(all::add);
        return all;
    }

    private Sweep sweeping() {
        if (sweep == null) {
            sweep =
                    new Sweep(
                            storage.tools(() -> afterSweepCommit.run()),
                            trust.upkeep(),
                            storage.activeReads(),
                            Duration.ZERO);
        }
        return sweep;
    }

    /** As another node sweeps. */
    Sweep anotherSweep(Records reads, Runnable afterCommit) {
        return new Sweep(
                new Collecting.Tools(
                        reads, trust.commits(), trust.names(), extents, clock, afterCommit),
                trust.upkeep(),
                storage.activeReads(),
                Duration.ZERO);
    }

    Collector.Backlog backlog() {
        return sweeping().backlog();
    }

    /** One look at each account. */
    void sweepOnce() {
        allAccounts().forEach(sweeping()::look);
    }

    /** Sweeps until nothing is left that may be collected. */
    void sweep() {
        for (int looks = 0; looks < 200; looks++) {
            boolean found = false;
            for (fr.bleu.trust.Names.Holder account : allAccounts()) {
                found |= sweeping().look(account) == Sweep.Found.SOMETHING;
            }
            if (!found) {
                return;
            }
        }
    }

    void expire() {
        SessionExpiry expiry = new SessionExpiry(storage.tools(() -> {}), trust.upkeep());
        allAccounts().forEach(expiry::look);
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
