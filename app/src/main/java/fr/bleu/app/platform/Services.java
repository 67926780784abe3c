package fr.bleu.app.platform;

import fr.bleu.app.Instance;
import fr.bleu.app.Kind;
import fr.bleu.http.Domains;
import fr.bleu.http.Misdirected;
import fr.bleu.http.Protocol;
import fr.bleu.http.Route;
import fr.bleu.http.Router;
import fr.bleu.http.Site;
import fr.bleu.identity.Identity;
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
import fr.bleu.trust.Scope;
import fr.bleu.trust.Stamps;
import fr.bleu.trust.Trust;
import fr.bleu.vault.api.Vaults;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The services of an instance, on its ground floor, and the routes that lead to them. */
final class Services {
    private final GroundFloor floor;
    private final Trust trust;
    private final Identity identity;
    private final Domains domains;
    private final SecureRandom random;
    private final Parts parts;
    private final Storage storage;
    private final BlobService blobs;
    private final Collector collector;
    private final Scrub scrub;

    /** Opens them, with what works in their background added to the parts. */
    Services(
            Instance instance,
            GroundFloor floor,
            Identity identity,
            Domains domains,
            Duration collectorGrace,
            SecureRandom random,
            Parts parts) {
        this.floor = floor;
        this.trust = floor.trust();
        this.identity = identity;
        this.domains = domains;
        this.random = random;
        this.parts = parts;
        this.storage =
                new Storage(
                        trust.records(),
                        trust.commits(),
                        trust.names(),
                        floor.keys(),
                        floor.extents(),
                        floor.clock());
        parts.add(storage.backgroundCopies());
        this.collector = parts.add(storage.collector(trust.upkeep(), collectorGrace));
        parts.add(storage.lifecycleRounds(trust.upkeep()));
        parts.add(storage.feedPublishing(trust.upkeep()));
        this.scrub = parts.add(storage.scrub(trust.upkeep()));
        this.blobs =
                new BlobService(
                        storage,
                        trust.authorizer(),
                        new Callers(storage.accounts(), identity.bearer(), floor.clock()),
                        domains,
                        floor.clock(),
                        instance.kind() == Kind.CLOUD);
    }

    Collector collector() {
        return collector;
    }

    Scrub scrub() {
        return scrub;
    }

    /** A cloud's sites. */
    Router cloud() {
        Vaults vaults =
                Vaults.open(trust, floor.keys(), identity.bearer(), domains, floor.clock(), random);
        Resources resources =
                resources(
                        List.of(
                                new StorageAccountHandler(accountKeys(), storage, domains),
                                vaults.handler()));
        Map<Site, Protocol> protocols = new EnumMap<>(identity.protocols());
        protocols.put(Site.MANAGEMENT, resources.protocol());
        protocols.put(Site.BLOB, blobs.protocol());
        protocols.put(Site.VAULT, vaults.protocol());
        protocols.put(Site.WEB, new WebsiteProtocol());
        Stamps stamps = trust.stamps();
        protocols.replaceAll((site, protocol) -> new Misdirected(site, protocol, stamps));
        List<Route> routes = new ArrayList<>(identity.routes());
        routes.addAll(resources.routes());
        routes.addAll(blobs.routes());
        routes.addAll(vaults.routes());
        routes.addAll(new WebsiteRoutes(storage, trust.authorizer()).routes());
        return new Router(protocols, routes);
    }

    private Resources resources(List<ResourceHandler> handlers) {
        return parts.add(
                Resources.open(
                        new ResourcesConfig(
                                trust,
                                identity.tenants(),
                                identity.directory(),
                                identity.bearer(),
                                domains,
                                floor.clock(),
                                random),
                        handlers));
    }

    /** Development storage's one site, once these accounts are made. */
    Router development(UUID tenant, String subscription, List<Wanted> accounts) throws IOException {
        new DevelopmentAccounts(
                        storage.accounts(),
                        accountKeys(),
                        trust.commits(),
                        trust.names(),
                        floor.keys(),
                        trust.upkeep(),
                        floor.clock())
                .make(
                        tenant,
                        Scope.of("/subscriptions/" + subscription + "/resourceGroups/development"),
                        accounts);
        return new Router(Map.of(Site.BLOB, blobs.protocol()), blobs.routes());
    }

    private AccountKeys accountKeys() {
        return new AccountKeys(
                storage.accounts(),
                trust.commits(),
                trust.names(),
                floor.keys(),
                random,
                floor.clock());
    }
}
