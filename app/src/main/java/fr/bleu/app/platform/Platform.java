package fr.bleu.app.platform;

import fr.bleu.app.CommandFailure;
import fr.bleu.app.Details;
import fr.bleu.app.Instance;
import fr.bleu.app.Kind;
import fr.bleu.app.backup.Backup;
import fr.bleu.app.operator.Monitoring;
import fr.bleu.app.operator.OperatorOptions;
import fr.bleu.app.stamp.NodeSettings;
import fr.bleu.app.stamp.StampSettings;
import fr.bleu.extents.Extents;
import fr.bleu.http.Domains;
import fr.bleu.http.HttpServer;
import fr.bleu.http.Limits;
import fr.bleu.http.Listening;
import fr.bleu.http.Protocol;
import fr.bleu.http.Route;
import fr.bleu.http.Router;
import fr.bleu.http.Site;
import fr.bleu.http.ca.CaException;
import fr.bleu.http.ca.PlatformCa;
import fr.bleu.http.ca.ServerCertificate;
import fr.bleu.identity.Identity;
import fr.bleu.keys.Keys;
import fr.bleu.keys.PrivateFiles;
import fr.bleu.keys.RootKey;
import fr.bleu.keys.RootKeyFile;
import fr.bleu.ledger.Checkpoint;
import fr.bleu.resources.ResourceHandler;
import fr.bleu.resources.Resources;
import fr.bleu.resources.ResourcesConfig;
import fr.bleu.storage.AccountKeys;
import fr.bleu.storage.Callers;
import fr.bleu.storage.Collector;
import fr.bleu.storage.DevelopmentAccounts;
import fr.bleu.storage.DevelopmentAccounts.Wanted;
import fr.bleu.storage.Scrub;
import fr.bleu.storage.Storage;
import fr.bleu.storage.api.BlobService;
import fr.bleu.storage.api.StorageAccountHandler;
import fr.bleu.storage.api.WebsiteProtocol;
import fr.bleu.storage.api.WebsiteRoutes;
import fr.bleu.store.StoppedStore;
import fr.bleu.store.Store;
import fr.bleu.store.disk.RealDisk;
import fr.bleu.trust.Node;
import fr.bleu.trust.Place;
import fr.bleu.trust.Scope;
import fr.bleu.trust.Succession;
import fr.bleu.trust.Trust;
import fr.bleu.trust.TrustConfig;
import fr.bleu.vault.api.Vaults;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** The whole cloud, wired from the ground floor up. */
public final class Platform implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(10);

    private static final List<String> REGIONS = List.of("francecentral", "francesouth");

    private final SecureRandom random = new SecureRandom();
    private final Instance instance;
    private final Engines engines;
    private final NodeSettings settings;
    private final boolean publicData;
    private final List<Wanted> accounts;
    private final Monitoring monitoring;
    private final HttpServer server;
    private final Domains domains;

    /** What is open, the last opened first. */
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    /** The store's: nodes of a stamp go by one time. */
    private InstantSource clock;

    private Trust trust;
    private TenantSetup tenantSetup;
    private Details details;
    private Router router;
    private Scrub scrub;
    private Collector collector;
    private Backup backup;

    private Platform(
            Instance instance,
            Optional<StampSettings> stamp,
            Monitoring monitoring,
            HttpServer server,
            Domains domains,
            boolean publicData,
            List<Wanted> accounts) {
        this.instance = instance;
        this.engines =
                stamp.isPresent()
                        ? new StampEngines(stamp.get(), monitoring, random)
                        : new EmbeddedEngines(instance, monitoring, random);
        this.settings = stamp.map(StampSettings::node).orElse(NodeSettings.NONE);
        this.monitoring = monitoring;
        this.domains = domains;
        this.server = server;
        this.publicData = publicData;
        this.accounts = List.copyOf(accounts);
        open.push(this::stopServing);
    }

    /**
     * Starts; the first start also makes keys, CA, home tenant and administrator.
     *
     * @param port 0 for any that is free
     * @throws CommandFailure with one line that says why it cannot
     */
    public static Platform start(Instance instance, int port) {
        return start(
                instance,
                new Options(
                        port, Domains.DEFAULT_WEB, false, OperatorOptions.NONE, Optional.empty()));
    }

    /**
     * How a cloud is started.
     *
     * @param port to listen on, 0 for any that is free
     * @param webDomain below which accounts' static websites are served, apart from the cloud's own
     * @param publicData whether the first start signs that tenants may publish; no start where the
     *     signed policy forbids it
     * @param operator how it is watched and stopped
     * @param stamp which database and bucket it is a node of; without one it is a machine by itself
     */
    public record Options(
            int port,
            String webDomain,
            boolean publicData,
            OperatorOptions operator,
            Optional<StampSettings> stamp) {}

    /** Starts. */
    public static Platform start(Instance instance, Options options) {
        instance.require(Kind.CLOUD);
        Whereabouts.require(instance, options.stamp());
        Monitoring monitoring = new Monitoring(options.operator());
        HttpServer server = bind(listening(options), monitoring);
        int port =
                options.stamp()
                        .map(StampSettings::port)
                        .orElse(OptionalInt.empty())
                        .orElse(server.port());
        Domains domains = new Domains(Domains.DEFAULT_BASE, options.webDomain(), port);
        return opened(
                new Platform(
                        instance,
                        options.stamp(),
                        monitoring,
                        server,
                        domains,
                        options.publicData(),
                        List.of()));
    }

    /**
     * Starts development storage with these accounts: Blob alone, over plain http. Its containers
     * may be public, as the emulator's may; its policy, which the first start signs, says so.
     */
    public static Platform startDevelopment(
            Instance instance, int port, List<Wanted> accounts, OperatorOptions operator) {
        instance.require(Kind.DEVELOPMENT_STORAGE);
        Monitoring monitoring = new Monitoring(operator);
        HttpServer server = bind(Listening.loopback(port), monitoring);
        Domains domains = Domains.at(server.port());
        return opened(
                new Platform(
                        instance, Optional.empty(), monitoring, server, domains, true, accounts));
    }

    private static Platform opened(Platform platform) {
        try {
            platform.open();
            return platform;
        } catch (IOException e) {
            platform.close();
            throw new CommandFailure("the cloud cannot start: " + CommandFailure.reason(e));
        } catch (GeneralSecurityException | CaException e) {
            platform.close();
            throw new CommandFailure("the cloud cannot start: " + e.getMessage());
        } catch (RuntimeException e) {
            platform.close();
            throw e;
        }
    }

    private static Listening listening(Options options) {
        return options.stamp()
                .map(it -> new Listening(options.port(), it.listen(), it.proxies()))
                .orElse(Listening.loopback(options.port()));
    }

    private static HttpServer bind(Listening listening, Monitoring monitoring) {
        try {
            return HttpServer.bind(listening, Limits.DEFAULT, monitoring.requests());
        } catch (IOException e) {
            monitoring.close();
            throw new CommandFailure(
                    "cannot listen on "
                            + listening.address().map(it -> it.getHostAddress() + " ").orElse("")
                            + "port "
                            + listening.port()
                            + ": "
                            + e.getMessage()
                            + "; ./bleu up --port N uses another");
        }
    }

    private void open() throws IOException, GeneralSecurityException, CaException {
        Optional<String> published = CheckpointFile.read(instance.checkpoint());
        Store records = store(published.map(CheckpointFile::parse));
        Store store = monitoring.traced(records);
        clock = store.clock();
        RootKey root = rootKey(store);
        Keys keys = opened(Keys.open(store, root, clock, random));
        CheckpointFile checkpoints = opened(new CheckpointFile(instance.checkpoint()));
        Node node = settings.alone();
        trust =
                opened(
                        Trust.open(
                                new TrustConfig(
                                        store,
                                        keys,
                                        clock,
                                        random,
                                        stamp(instance),
                                        Succession.generation(store),
                                        node,
                                        places(node),
                                        publicData,
                                        published,
                                        checkpoints::published)));
        requirePolicy();
        Extents stored = opened(engines.extents(store));
        backup =
                new Backup(
                        new Backup.Source(
                                instance,
                                records,
                                stored,
                                trust.ledger(),
                                root.backups(),
                                clock,
                                random));
        Extents extents = monitoring.traced(stored);
        Identity identity = Identity.open(trust, keys, domains, clock, random);
        tenantSetup = new TenantSetup(trust, identity.tenants(), random);
        details = new FirstStart(instance, domains, tenantSetup, identity, clock, random).details();
        switch (instance.kind()) {
            case CLOUD -> serveCloud(identity, keys, extents);
            case DEVELOPMENT_STORAGE -> serveDevelopment(identity, keys, extents);
        }
        monitoring.start(
                new Monitoring.Sources(
                        store,
                        trust.ledger(),
                        collector,
                        extents,
                        new RealDisk(instance.data()),
                        server));
        // The first large transfers of a cold JVM run at a tenth of its later speed.
        Thread.ofPlatform().daemon().name("warm-up").start(extents::warmUp);
    }

    /** What the first start signs: both regions, in its own country and with its own entity. */
    private static List<Place> places(Node first) {
        return REGIONS.stream()
                .map(region -> new Place(region, first.country(), first.entity()))
                .toList();
    }

    private void serveCloud(Identity identity, Keys keys, Extents extents)
            throws IOException, GeneralSecurityException, CaException {
        PlatformCa authority = Authority.open(instance, domains, clock, random);
        Storage storage = storage(keys, extents);
        router = router(identity, keys, storage, blobs(storage, identity));
        ServerCertificate certificate = authority.issueServerCertificate(clock, random);
        ClientFiles.write(instance, details);
        server.start(domains, router, certificate);
        opened(new Upkeep(identity, authority, server, certificate, clock, random));
    }

    private void serveDevelopment(Identity identity, Keys keys, Extents extents)
            throws IOException {
        Storage storage = storage(keys, extents);
        new DevelopmentAccounts(
                        storage.accounts(),
                        accountKeys(storage, keys),
                        trust.commits(),
                        trust.names(),
                        keys,
                        trust.upkeep(),
                        clock)
                .make(
                        UUID.fromString(details.tenant()),
                        Scope.of(
                                "/subscriptions/"
                                        + details.subscription()
                                        + "/resourceGroups/development"),
                        accounts);
        BlobService blobs = blobs(storage, identity);
        router = new Router(Map.of(Site.BLOB, blobs.protocol()), blobs.routes());
        PrivateFiles.replace(instance.details(), details.json());
        server.startDevelopment(router);
    }

    private static String stamp(Instance instance) {
        return Domains.DEFAULT_BASE + "/" + instance.id() + "/stamp1";
    }

    /** What trust is made of when an instance does not run: it publishes nothing. */
    public static TrustConfig trust(
            Instance instance, StoppedStore store, Keys keys, Optional<String> published) {
        return new TrustConfig(
                store,
                keys,
                InstantSource.system(),
                new SecureRandom(),
                stamp(instance),
                Succession.generation(store),
                places(NodeSettings.NONE.alone()),
                published,
                _ -> {});
    }

    private void requirePolicy() {
        boolean asked = publicData && instance.kind() == Kind.CLOUD;
        if (asked && !trust.policy().allowsPublicData()) {
            throw new CommandFailure(
                    "--public-data: the policy that the first start signed does not allow it");
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        // The server stops first, whatever was opened after it.
        AutoCloseable first = open.pop();
        open.push(part);
        open.push(first);
        return part;
    }

    private Store store(Optional<Checkpoint> published) {
        boolean started = Files.exists(instance.details());
        if (started && published.isEmpty()) {
            throw new CommandFailure(
                    "the last published checkpoint is missing: restore " + instance.checkpoint());
        }
        Store store = opened(engines.store(published));
        MovedRecord.refuse(store);
        return store;
    }

    /** A new root key is made only for a store that nothing was ever written to. */
    private RootKey rootKey(Store store) throws IOException {
        if (Files.exists(instance.rootKey())) {
            return opened(RootKeyFile.load(instance.rootKey(), random));
        }
        if (Files.exists(instance.details())) {
            throw new CommandFailure(
                    "the root key is missing: restore " + instance.rootKey() + " from its backup");
        }
        if (Keys.isBegun(store)) {
            throw new CommandFailure(
                    "the store was made under a root key that is not here: a further node begins"
                            + " with ./bleu node unpack");
        }
        return opened(RootKeyFile.create(instance.rootKey(), random));
    }

    private Storage storage(Keys keys, Extents extents) {
        Storage storage =
                new Storage(trust.records(), trust.commits(), trust.names(), keys, extents, clock);
        opened(storage.backgroundCopies());
        collector = opened(storage.collector(trust.upkeep(), engines.collectorGrace()));
        opened(storage.lifecycleRounds(trust.upkeep()));
        opened(storage.feedPublishing(trust.upkeep()));
        scrub = opened(storage.scrub(trust.upkeep()));
        return storage;
    }

    private BlobService blobs(Storage storage, Identity identity) {
        return new BlobService(
                storage,
                trust.authorizer(),
                new Callers(storage.accounts(), identity.bearer(), clock),
                domains,
                clock,
                instance.kind() == Kind.CLOUD);
    }

    private AccountKeys accountKeys(Storage storage, Keys keys) {
        return new AccountKeys(
                storage.accounts(), trust.commits(), trust.names(), keys, random, clock);
    }

    private Router router(Identity identity, Keys keys, Storage storage, BlobService blobs) {
        AccountKeys accountKeys = accountKeys(storage, keys);
        Vaults vaults = Vaults.open(trust, keys, identity.bearer(), domains, clock, random);
        Resources resources =
                resources(
                        identity,
                        List.of(
                                new StorageAccountHandler(accountKeys, storage, domains),
                                vaults.handler()));
        Map<Site, Protocol> protocols = new EnumMap<>(identity.protocols());
        protocols.put(Site.MANAGEMENT, resources.protocol());
        protocols.put(Site.BLOB, blobs.protocol());
        protocols.put(Site.VAULT, vaults.protocol());
        protocols.put(Site.WEB, new WebsiteProtocol());
        List<Route> routes = new ArrayList<>(identity.routes());
        routes.addAll(resources.routes());
        routes.addAll(blobs.routes());
        routes.addAll(vaults.routes());
        routes.addAll(new WebsiteRoutes(storage, trust.authorizer()).routes());
        return new Router(protocols, routes);
    }

    private Resources resources(Identity identity, List<ResourceHandler> handlers) {
        return opened(
                Resources.open(
                        new ResourcesConfig(
                                trust,
                                identity.tenants(),
                                identity.directory(),
                                identity.bearer(),
                                domains,
                                clock,
                                random),
                        handlers));
    }

    /** What clients need to know. */
    public Details details() {
        return details;
    }

    /** Whether it shares its engines with others. */
    boolean isNode() {
        return engines instanceof StampEngines;
    }

    Monitoring monitoring() {
        return monitoring;
    }

    Scrub scrub() {
        return scrub;
    }

    Backup backup() {
        return backup;
    }

    Collector collector() {
        return collector;
    }

    Trust trust() {
        return trust;
    }

    /** All that is served, for the test that walks it. */
    Router router() {
        return router;
    }

    TenantSetup tenantSetup() {
        return tenantSetup;
    }

    /** Is not ready first, then takes nothing new; what looks at the rest ends before the rest. */
    private void stopServing() throws IOException {
        Duration drain = monitoring.drain();
        server.drain();
        try {
            Thread.sleep(drain);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            server.stop(GRACE);
        } finally {
            monitoring.close();
        }
    }

    /** Stops serving, then closes what is open, from the top floor down. */
    @Override
    public void close() {
        RuntimeException failed = null;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                failed = new IllegalStateException("a part of the cloud did not close in order", e);
            }
        }
        if (failed != null) {
            throw failed;
        }
    }
}
