package fr.bleu.storage.api;

import fr.bleu.http.Domains;
import fr.bleu.http.Route;
import fr.bleu.storage.Callers;
import fr.bleu.storage.Storage;
import fr.bleu.trust.Authorizer;
import java.time.InstantSource;
import java.util.List;

/** The Blob service's side of the wire: its routes and its protocol. */
public final class BlobService {
    private final List<Route> routes;
    private final BlobProtocol protocol;

    public BlobService(
            Storage storage,
            Authorizer authorizer,
            Callers callers,
            Domains domains,
            InstantSource clock) {
        routes = new BlobRoutes(storage, authorizer).routes();
        protocol =
                new BlobProtocol(
                        storage.accounts(),
                        callers,
                        new Challenge(storage.accounts(), domains),
                        new ErrorXml(clock));
    }

    public List<Route> routes() {
        return routes;
    }

    public BlobProtocol protocol() {
        return protocol;
    }
}
