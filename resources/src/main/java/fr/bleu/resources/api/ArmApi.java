package fr.bleu.resources.api;

import fr.bleu.http.Route;
import fr.bleu.resources.Catalogue;
import fr.bleu.resources.Deletions;
import fr.bleu.resources.Groups;
import fr.bleu.resources.Permits;
import fr.bleu.resources.RegionUsage;
import fr.bleu.resources.Registrations;
import fr.bleu.resources.ResourceHandler;
import fr.bleu.resources.ResourceService;
import fr.bleu.resources.ResourcesConfig;
import fr.bleu.resources.Subscriptions;
import fr.bleu.trust.Trust;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Collects the routes. */
public final class ArmApi {

    private final ArmRoutes routes;

    /** Over the domain's parts. */
    public ArmApi(
            ResourcesConfig config,
            Catalogue catalogue,
            Subscriptions subscriptions,
            Permits permits,
            Groups groups,
            Registrations registrations,
            ResourceService resources,
            Deletions deletions) {
        Trust trust = config.trust();
        routes = new ArmRoutes(subscriptions);
        new MetadataRoutes(config.domains()).addTo(routes);
        new SubscriptionRoutes(config.tenants(), subscriptions, trust.policy(), permits)
                .addTo(routes);
        new ProviderRoutes(catalogue, registrations, trust.policy(), permits).addTo(routes);
        new GroupRoutes(groups, deletions, permits).addTo(routes);
        new ListRoutes(catalogue, resources, groups, permits).addTo(routes);
        RegionUsage usage = new RegionUsage(trust.records());
        for (ResourceHandler handler : catalogue.handlers()) {
            new ResourceRoutes(
                            handler,
                            resources,
                            groups,
                            permits,
                            usage,
                            () -> freshId(config.random()))
                    .addTo(routes);
        }
        new UsageRoutes(catalogue, usage, trust.policy(), permits).addTo(routes);
        new RoleRoutes(catalogue, groups, resources, trust.roles(), config.directory(), permits)
                .addTo(routes);
        new RoleDefinitionRoutes(catalogue).addTo(routes);
        new ActivityRoutes(trust.activityLog(), permits).addTo(routes);
        new LedgerRoutes(trust.receipts(), trust.ledger()).addTo(routes);
    }

    /** All routes. */
    public List<Route> routes() {
        return routes.all();
    }

    /** A version 4 UUID (RFC 9562, 5.4). */
    private static UUID freshId(RandomGenerator random) {
        long high = (random.nextLong() & ~0xf000L) | 0x4000L;
        long low = (random.nextLong() >>> 2) | 0x8000000000000000L;
        return new UUID(high, low);
    }
}
