package fr.bleu.identity.api;

import fr.bleu.http.Access;
import fr.bleu.http.Answer;
import fr.bleu.http.Domains;
import fr.bleu.http.Endpoint;
import fr.bleu.http.Json;
import fr.bleu.http.Request;
import fr.bleu.http.Route;
import fr.bleu.http.Site;
import fr.bleu.identity.SigningKeys;
import fr.bleu.identity.Tenants;
import fr.bleu.identity.Tokens;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * Discovery (OpenID Connect Discovery 1.0, 4) in all the forms that clients ask for, instance
 * discovery as MSAL asks for it, and the published signing keys. Addresses follow the origin that
 * was asked; the issuer does not.
 */
public final class Discovery {
    private static final Access OPEN = new Access.Open("clients discover before they sign in");
    private static final String CONFIGURATION = ".well-known/openid-configuration";

    private final Tenants tenants;
    private final Tokens tokens;
    private final SigningKeys keys;
    private final Set<String> ourHosts;

    public Discovery(Tenants tenants, Tokens tokens, SigningKeys keys, Domains domains) {
        this.tenants = tenants;
        this.tokens = tokens;
        this.keys = keys;
        this.ourHosts =
                Set.of(
                        authority(domains.url(Site.LOGIN)),
                        authority(domains.localUrl()),
                        authority(domains.localUrl()).replace("localhost", "127.0.0.1"),
                        authority(domains.localUrl()).replace("localhost", "[::1]"));
    }

    public List<Route> routes() {
        return List.of(
                get("/{tenant}/v2.0/" + CONFIGURATION, this::configuration),
                get("/{tenant}/" + CONFIGURATION, this::configuration),
                get("/adfs/t/{tenant}/" + CONFIGURATION, this::configuration),
                get("/adfs/t/{tenant}/v2.0/" + CONFIGURATION, this::configuration),
                get("/adfs/" + CONFIGURATION, this::organizations),
                get("/common/discovery/instance", this::instance),
                get("/{tenant}/discovery/v2.0/keys", this::keys),
                get("/{tenant}/discovery/keys", this::keys));
    }

    private static Route get(String path, Handler handler) {
        Endpoint endpoint = (request, caller) -> handler.answer(request);
        return Route.of(Site.LOGIN, "GET", path, OPEN, endpoint);
    }

    @FunctionalInterface
    private interface Handler {
        Answer answer(Request request);
    }

    private Answer configuration(Request request) {
        return configuration(request, TenantPath.known(request, tenants));
    }

    private Answer organizations(Request request) {
        return configuration(request, "organizations");
    }

    private Answer configuration(Request request, String tenant) {
        String base = request.baseUrl() + "/" + tenant;
        String issuer = tokens.issuer(TenantPath.isShared(tenant) ? "{tenantid}" : tenant);
        ObjectNode node =
                Json.object()
                        .put("issuer", issuer)
                        .put("authorization_endpoint", base + "/oauth2/v2.0/authorize")
                        .put("token_endpoint", base + "/oauth2/v2.0/token")
                        .put("jwks_uri", base + "/discovery/v2.0/keys");
        node.putArray("token_endpoint_auth_methods_supported")
                .add("client_secret_post")
                .add("client_secret_basic")
                .add("private_key_jwt");
        node.putArray("token_endpoint_auth_signing_alg_values_supported")
                .add("RS256")
                .add("PS256")
                .add("ES256");
        node.putArray("grant_types_supported").add("client_credentials");
        node.putArray("response_types_supported").add("token");
        node.putArray("subject_types_supported").add("public");
        node.putArray("id_token_signing_alg_values_supported").add("RS256");
        return Json.answer(200, node);
    }

    private Answer instance(Request request) {
        request.query("authorization_endpoint").ifPresent(this::requireOurs);
        String host = authority(request.baseUrl());
        ObjectNode node =
                Json.object()
                        .put(
                                "tenant_discovery_endpoint",
                                request.baseUrl() + "/common/v2.0/" + CONFIGURATION)
                        .put("api-version", "1.1");
        ObjectNode metadata =
                node.putArray("metadata")
                        .addObject()
                        .put("preferred_network", host)
                        .put("preferred_cache", host);
        metadata.putArray("aliases").add(host);
        return Json.answer(200, node);
    }

    private void requireOurs(String endpoint) {
        if (!ourHosts.contains(authority(endpoint))) {
            throw OAuth.failure(
                    400, "invalid_instance", 50049, "The authority is none of this platform's.");
        }
    }

    private Answer keys(Request request) {
        TenantPath.known(request, tenants);
        return Answer.of(200, "application/json; charset=utf-8", keys.published())
                .with("Cache-Control", "public, max-age=3600");
    }

    /** Host and port; empty for what has none. */
    private static String authority(String url) {
        try {
            String authority = URI.create(url).getRawAuthority();
            return authority == null ? "" : authority.toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException notAnUrl) {
            return "";
        }
    }
}
