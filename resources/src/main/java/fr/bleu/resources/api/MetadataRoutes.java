package fr.bleu.resources.api;

import fr.bleu.http.Answer;
import fr.bleu.http.Domains;
import fr.bleu.http.Json;
import fr.bleu.http.Request;
import fr.bleu.http.Site;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /metadata/endpoints}: where a cloud's services are, as {@code az cloud register} and the
 * SDKs ask before anybody has signed in.
 */
final class MetadataRoutes {

    /** The environment's name. */
    private static final String NAME = "Bleu";

    /**
     * az 2.45 cannot switch instance discovery off; a first segment {@code adfs} makes MSAL skip
     * it, and a last one other than {@code adfs} makes az keep the tenant.
     */
    private static final String WITHOUT_INSTANCE_DISCOVERY = "/adfs/t";

    private final Domains domains;
    private final Urls urls;

    MetadataRoutes(Domains domains) {
        this.domains = domains;
        this.urls = new Urls(domains);
    }

    void addTo(ArmRoutes routes) {
        routes.open(
                "/metadata/endpoints",
                "clients learn where to sign in",
                (request, caller) -> endpoints(request));
    }

    private Answer endpoints(Request request) {
        String version = ApiVersion.require(request);
        if (version.compareTo("2018") < 0) {
            return Json.answer(200, first(request));
        }
        // From 2022 on the answer is the cloud that was asked, before that the list of clouds.
        return version.compareTo("2022") < 0
                ? Json.answer(200, Json.array().add(cloud(request)))
                : Json.answer(200, cloud(request));
    }

    private ObjectNode first(Request request) {
        ObjectNode body =
                Json.object()
                        .put("galleryEndpoint", management(request) + "/")
                        .put("graphEndpoint", urls.of(request, Site.GRAPH) + "/")
                        .put("portalEndpoint", urls.of(request, Site.LOGIN) + "/");
        body.set("authentication", authentication(request));
        return body;
    }

    private ObjectNode cloud(Request request) {
        String graph = urls.of(request, Site.GRAPH) + "/";
        ObjectNode cloud =
                Json.object()
                        .put("name", NAME)
                        .put("portal", urls.of(request, Site.LOGIN) + "/")
                        .put("resourceManager", management(request) + "/")
                        .put("sqlManagement", management(request) + "/")
                        .put("gallery", management(request) + "/")
                        .put("graph", graph)
                        .put("graphAudience", graph)
                        .put("microsoftGraphResourceId", graph)
                        .put("vmImageAliasDoc", management(request) + "/");
        cloud.set(
                "authentication",
                authentication(request).put("tenant", "common").put("identityProvider", "AAD"));
        cloud.set("suffixes", suffixes());
        return cloud;
    }

    private ObjectNode authentication(Request request) {
        String login = urls.of(request, Site.LOGIN) + WITHOUT_INSTANCE_DISCOVERY;
        ObjectNode authentication = Json.object().put("loginEndpoint", login);
        String management = management(request);
        authentication.set("audiences", Json.array().add(management + "/").add(management));
        return authentication;
    }

    /** As Azure writes them: without a leading dot, which clients add where they want one. */
    private ObjectNode suffixes() {
        return Json.object()
                .put("storage", domains.storageSuffix())
                .put("keyVaultDns", domains.vaultSuffix())
                .put("acrLoginServer", "acr." + domains.storageSuffix())
                .put("sqlServerHostname", "database." + domains.storageSuffix())
                .put("azureDataLakeStoreFileSystem", "dls." + domains.storageSuffix())
                .put("azureDataLakeAnalyticsCatalogAndJob", "dla." + domains.storageSuffix());
    }

    private String management(Request request) {
        return urls.of(request, Site.MANAGEMENT);
    }
}
