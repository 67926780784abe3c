package fr.bleu.storage.api;

import fr.bleu.http.Answer;
import fr.bleu.http.Request;
import fr.bleu.http.Route;
import fr.bleu.http.XmlWriter;
import fr.bleu.storage.Actions;
import fr.bleu.storage.BlobAccess;
import fr.bleu.storage.Changed;
import fr.bleu.storage.ServiceSettings;
import fr.bleu.storage.Storage;
import fr.bleu.storage.StorageError;
import fr.bleu.trust.Permit;
import java.util.List;
import java.util.Map;

/** The Blob service's properties, its statistics, and what an account is. */
final class ServiceRoutes {
    private static final Map<String, String> PROPERTIES =
            Map.of("restype", "service", "comp", "properties");
    private static final Map<String, String> STATS = Map.of("restype", "service", "comp", "stats");
    private static final Map<String, String> ACCOUNT =
            Map.of("restype", "account", "comp", "properties");

    private final Storage storage;
    private final BlobAccess access;
    private final RouteMaker maker;
    private final boolean websites;

    /**
     * @param websites whether static websites are served; where not they are refused
     */
    ServiceRoutes(Storage storage, BlobAccess access, RouteMaker maker, boolean websites) {
        this.access = access;
        this.websites = websites;
        this.storage = storage;
        this.maker = maker;
    }

    List<Route> routes() {
        return List.of(
                maker.account("GET", PROPERTIES, Actions.READ_SERVICE, this::properties),
                maker.account("PUT", PROPERTIES, Actions.WRITE_SERVICE, this::setProperties),
                maker.account("GET", STATS, Actions.READ_SERVICE, this::stats),
                maker.account("GET", ACCOUNT, Actions.READ_ACCOUNT_INFO, this::account),
                maker.account("HEAD", ACCOUNT, Actions.READ_ACCOUNT_INFO, this::account),
                maker.container("GET", ACCOUNT, Actions.READ_ACCOUNT_INFO, this::account),
                maker.container("HEAD", ACCOUNT, Actions.READ_ACCOUNT_INFO, this::account),
                maker.blob("GET", ACCOUNT, Actions.READ_ACCOUNT_INFO, this::account),
                maker.blob("HEAD", ACCOUNT, Actions.READ_ACCOUNT_INFO, this::account));
    }

    private Answer properties(Request request, Permit permit) {
        RequestHeaders.requireNoConditions(request);
        return ServicePropertiesXml.write(storage.serviceProperties().get(permit)).answer(200);
    }

    private Answer setProperties(Request request, Permit permit) {
        RequestHeaders.requireNoConditions(request);
        ServicePropertiesXml wanted = ServicePropertiesXml.read(request);
        Permit leave = wanted.opensWebsite() ? websitePermit(request, permit) : permit;
        Changed<ServiceSettings> changed = storage.serviceProperties().set(leave, wanted::applied);
        return Operations.empty(202, new BlobHeaders().receipt(changed.receipt()));
    }

    /** Whether a website is opened stands in the body, which is read after the first permit. */
    private Permit websitePermit(Request request, Permit permit) {
        if (!websites) {
            throw StorageError.INVALID_XML_NODE_VALUE.failure(
                    "Static websites are not served here: StaticWebsite.");
        }
        return access.openWebsite(request.label(), permit.caller());
    }

    /** Only a secondary address has statistics; it reads what its primary does, without a lag. */
    private Answer stats(Request request, Permit permit) {
        RequestHeaders.requireNoConditions(request);
        if (!request.secondary()) {
            throw StorageError.INVALID_QUERY_PARAMETER_VALUE.failure(
                    "Parameter: comp. Statistics are told by secondary endpoints only.");
        }
        return new XmlWriter()
                .start("StorageServiceStats")
                .start("GeoReplication")
                .element("Status", "live")
                .element("LastSyncTime", storage.now().httpDate())
                .end()
                .end()
                .answer(200);
    }

    private Answer account(Request request, Permit permit) {
        RequestHeaders.requireNoConditions(request);
        boolean hierarchical = storage.accounts().isHierarchical(permit.target().owner());
        return Operations.empty(
                200,
                new BlobHeaders()
                        .add("x-ms-sku-name", AccountTemplate.SKU)
                        .add("x-ms-account-kind", AccountTemplate.KIND)
                        .add("x-ms-is-hns-enabled", Boolean.toString(hierarchical)));
    }
}
