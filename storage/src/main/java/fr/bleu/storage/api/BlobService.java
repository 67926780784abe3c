package fr.bleu.storage.api;

import fr.bleu.http.Domains;
import fr.bleu.http.Route;
import fr.bleu.http.Router;
import fr.bleu.http.Site;
import fr.bleu.storage.BlobAccess;
import fr.bleu.storage.Callers;
import fr.bleu.storage.Storage;
import fr.bleu.trust.Authorizer;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The Blob service's side of the wire: its routes and its protocol. */
public final class BlobService {
    private final List<Route> routes;
    private final BlobProtocol protocol;

    /**
     * @param websites whether {@link WebsiteRoutes} are served beside; where not, switching a
     *     static website on is refused
     */
    public BlobService(
            Storage storage,
            Authorizer authorizer,
            Callers callers,
            Domains domains,
            InstantSource clock,
            boolean websites) {
        protocol =
                new BlobProtocol(
                        storage.accounts(),
                        callers,
                        new Challenge(storage.accounts(), domains),
                        new ErrorXml(clock));
        BlobAccess access = new BlobAccess(storage.accounts(), authorizer);
        Cors cors = new Cors(storage.accounts());
        DefaultVersions defaults = new DefaultVersions(storage.accounts());
        List<Route> single =
                new BlobRoutes(storage, authorizer, callers, domains, websites).routes();
        Batches batches = new Batches(new Router(Map.of(Site.BLOB, protocol), single));
        List<Route> all =
                Stream.of(
                                single,
                                new BatchRoutes(
                                                access,
                                                new RouteMaker(access, cors, defaults),
                                                batches)
                                        .routes())
                        .flatMap(List::stream)
                        .toList();
        routes = Stream.of(all, cors.preflights(all)).flatMap(List::stream).toList();
    }

    public List<Route> routes() {
        return routes;
    }

    public BlobProtocol protocol() {
        return protocol;
    }
}
