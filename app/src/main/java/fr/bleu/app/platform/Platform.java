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
import fr.bleu.http.Domains;
import fr.bleu.http.HttpServer;
import fr.bleu.http.Limits;
import fr.bleu.http.Listening;
import fr.bleu.http.LocalAddress;
import fr.bleu.http.Router;
import fr.bleu.http.ca.CaException;
import fr.bleu.http.ca.PlatformCa;
import fr.bleu.http.ca.ServerCertificate;
import fr.bleu.identity.Identity;
import fr.bleu.keys.PrivateFiles;
import fr.bleu.storage.Collector;
import fr.bleu.storage.DevelopmentAccounts.Wanted;
import fr.bleu.storage.Scrub;
import fr.bleu.store.disk.RealDisk;
import fr.bleu.trust.Trust;
import fr.bleu.trust.TrustRefusedException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** The whole cloud, wired from the ground floor up. */
public final class Platform implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(10);

    private final SecureRandom random = new SecureRandom();
    private final Instance instance;
    private final Engines engines;
    private final NodeSettings settings;
    private final Optional<String> stampName;
    private final boolean publicData;
    private final List<Wanted> accounts;
    private final Monitoring monitoring;
    private final HttpServer server;
    private final Domains domains;

    private final Parts parts = new Parts();

    private GroundFloor floor;
    private TenantSetup tenantSetup;
    private Details details;
    private Services services;
    private Router router;

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
                stamp.flatMap(StampSettings::engines)
                        .<Engines>map(it -> new StampEngines(it, monitoring, random))
                        .orElseGet(() -> new EmbeddedEngines(instance, monitoring, random));
        this.settings = stamp.map(StampSettings::node).orElse(NodeSettings.NONE);
        this.stampName = stamp.flatMap(StampSettings::stamp);
        this.monitoring = monitoring;
        this.domains = domains;
        this.server = server;
        this.publicData = publicData;
        this.accounts = List.copyOf(accounts);
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
     * @param stamp what the operator's file says of it
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
        Whereabouts.require(instance, options.stamp().flatMap(StampSettings::engines));
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
        } catch (GeneralSecurityException | CaException | TrustRefusedException e) {
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
        floor =
                GroundFloor.open(
                        new GroundFloor.Options(
                                instance,
                                domains,
                                engines,
                                settings,
                                stampName,
                                publicData,
                                monitoring,
                                random),
                        parts);
        Identity identity = Identity.open(floor.trust(), floor.keys(), domains, clock(), random);
        tenantSetup = new TenantSetup(floor.trust(), identity.tenants(), random);
        details =
                new FirstStart(instance, domains, tenantSetup, identity, clock(), random).details();
        services =
                new Services(
                        instance,
                        floor,
                        identity,
                        domains,
                        engines.collectorGrace(),
                        random,
                        parts);
        switch (instance.kind()) {
            case CLOUD -> serveCloud(identity);
            case DEVELOPMENT_STORAGE -> serveDevelopment();
        }
        monitoring.start(
                new Monitoring.Sources(
                        floor.store(),
                        floor.trust().ledger(),
                        services.collector(),
                        floor.extents(),
                        new RealDisk(instance.data()),
                        server));
        // The first large transfers of a cold JVM run at a tenth of its later speed.
        Thread.ofPlatform().daemon().name("warm-up").start(floor.extents()::warmUp);
    }

    private void serveCloud(Identity identity)
            throws IOException, GeneralSecurityException, CaException {
        PlatformCa authority = identity().authority();
        router = services.cloud();
        ServerCertificate certificate = authority.issueServerCertificate(clock(), random);
        ClientFiles.write(instance, details);
        server.start(domains, router, certificate);
        parts.add(new Upkeep(identity, authority, server, certificate, clock(), random));
    }

    private void serveDevelopment() throws IOException {
        UUID tenant = UUID.fromString(details.tenant());
        router = services.development(tenant, details.subscription(), accounts);
        PrivateFiles.replace(instance.details(), details.json());
        server.startDevelopment(router);
    }

    private InstantSource clock() {
        return floor.clock();
    }

    /** What clients need to know. */
    public Details details() {
        return details;
    }

    /** Who this process is, if it is a cloud's node. */
    NodeIdentity identity() {
        return floor.identity().orElseThrow();
    }

    Nodes nodes() {
        return floor.nodes();
    }

    /** What it answers to. */
    Domains domains() {
        return domains;
    }

    /** Where somebody on this machine finds it. */
    LocalAddress localAddress() {
        return server.localAddress();
    }

    /** Whether it shares its engines with others. */
    boolean isNode() {
        return engines instanceof StampEngines;
    }

    Monitoring monitoring() {
        return monitoring;
    }

    Scrub scrub() {
        return services.scrub();
    }

    Backup backup() {
        return floor.backup();
    }

    Collector collector() {
        return services.collector();
    }

    Trust trust() {
        return floor.trust();
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
        parts.add(this::stopServing);
        parts.close();
    }
}
