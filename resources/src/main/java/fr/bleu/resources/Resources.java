package fr.bleu.resources;

import fr.bleu.http.Protocol;
import fr.bleu.http.Route;
import fr.bleu.resources.api.ArmApi;
import fr.bleu.resources.api.ArmProtocol;
import fr.bleu.trust.Trust;
import java.util.List;

/** The Resource Manager, wired: scopes, providers, long-running operations, and their wire. */
public final class Resources implements AutoCloseable {

    private final Deletions deletions;
    private final Subscriptions subscriptions;
    private final ArmProtocol protocol;
    private final List<Route> routes;

    private Resources(
            Deletions deletions,
            Subscriptions subscriptions,
            ArmProtocol protocol,
            List<Route> routes) {
        this.deletions = deletions;
        this.subscriptions = subscriptions;
        this.protocol = protocol;
        this.routes = List.copyOf(routes);
    }

    /**
     * Opens, and resumes the operations that an earlier run left unfinished.
     *
     * @param handlers the types of resources that the services register
     */
    public static Resources open(ResourcesConfig config, List<ResourceHandler> handlers) {
        Trust trust = config.trust();
        Catalogue catalogue = new Catalogue(handlers);
        Subscriptions subscriptions = new Subscriptions(trust.records());
        Permits permits = new Permits(trust.authorizer(), trust.roles());
        Operations operations = new Operations(trust.records(), config.clock(), config.random());
        Groups groups = new Groups(trust.records(), trust.commits(), operations);
        Registrations registrations = new Registrations(trust.records(), trust.commits());
        ResourceService resources =
                new ResourceService(
                        trust.records(),
                        trust.commits(),
                        trust.roles(),
                        registrations,
                        groups,
                        config.clock());
        GroupDeletion deletion =
                new GroupDeletion(
                        trust.records(),
                        trust.commits(),
                        trust.roles(),
                        permits,
                        catalogue,
                        groups,
                        resources,
                        operations);
        Deletions deletions =
                new Deletions(deletion, operations, config.tenants(), Deletions.EVERY);
        ArmApi api =
                new ArmApi(
                        config,
                        catalogue,
                        subscriptions,
                        permits,
                        groups,
                        registrations,
                        resources,
                        deletions);
        ArmProtocol protocol =
                new ArmProtocol(
                        config.bearer(), config.tenants(), trust.observations(), config.domains());
        deletions.start();
        return new Resources(deletions, subscriptions, protocol, api.routes());
    }

    /** All routes, each by its literal path. */
    public List<Route> routes() {
        return routes;
    }

    /** The protocol of {@link fr.bleu.http.Site#MANAGEMENT}. */
    public Protocol protocol() {
        return protocol;
    }

    /** The tenants' subscriptions. */
    public Subscriptions subscriptions() {
        return subscriptions;
    }

    /** Lets the steps of operations that run end; the next start goes on. */
    @Override
    public void close() {
        deletions.close();
    }
}
