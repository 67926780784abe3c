package fr.bleu.app.platform;

import fr.bleu.app.Instance;
import fr.bleu.app.operator.OperatorOptions;
import fr.bleu.app.stamp.StampSettings;
import fr.bleu.http.Answer;
import fr.bleu.http.Domains;
import fr.bleu.http.FakeRequest;
import fr.bleu.http.Json;
import fr.bleu.http.Site;
import fr.bleu.http.ca.Pem;
import fr.bleu.keys.PrivateFiles;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** The whole platform in a folder, as {@code bleu up} starts it, and callers that signed in. */
final class Cloud implements AutoCloseable {

    static final String BLOB_OWNER = "b7e6dc6d-f1e8-4753-8033-0f276bb0955b";
    static final String VAULT_ADMINISTRATOR = "00482a5a-887f-4fb3-b363-3b7fe8e74483";
    static final String READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7";

    private static final Map<Site, String> SCOPES =
            Map.of(
                    Site.MANAGEMENT, "https://management.azure.com/.default",
                    Site.GRAPH, "https://graph.microsoft.com/.default",
                    Site.BLOB, "https://storage.azure.com/.default",
                    Site.VAULT, "https://vault.azure.net/.default");

    /** Who signed in: one token per site, as clients keep them. */
    record Someone(String tenant, Map<Site, String> tokens) {}

    /** An application with its service principal. */
    record App(String objectId, String appId, String principal, String secret) {}

    final Instance instance;
    final Platform platform;
    final String subscription;
    final Someone owner;
    final Someone foreignOwner;
    private final String origin;
    private final ClientAssertions assertions;

    Cloud(Path folder) throws Exception {
        this(folder, OperatorOptions.NONE);
    }

    Cloud(Path folder, OperatorOptions operator) throws Exception {
        this(instance(folder), operator);
    }

    /** An instance in two folders of this one. */
    static Instance instance(Path folder) {
        return new Instance("0".repeat(32), folder.resolve("data"), folder.resolve("secrets"));
    }

    /** Starts what may be there already. */
    Cloud(Instance instance, OperatorOptions operator) throws Exception {
        this(made(instance), operator, Pair.stamp());
    }

    /** One that was stopped before, here or elsewhere. */
    Cloud(Instance instance, Optional<StampSettings> stamp) throws Exception {
        this(instance, OperatorOptions.NONE, stamp);
    }

    private static Instance made(Instance instance) throws IOException {
        PrivateFiles.createFolder(instance.data());
        PrivateFiles.createFolder(instance.secrets());
        return instance;
    }

    private Cloud(Instance instance, OperatorOptions operator, Optional<StampSettings> stamp)
            throws Exception {
        this.instance = instance;
        platform =
                Platform.start(
                        instance,
                        new Platform.Options(0, Domains.DEFAULT_WEB, false, operator, stamp));
        origin = platform.details().origin();
        subscription = platform.details().subscription();
        String pem = Files.readString(instance.administrator());
        int certificate = pem.indexOf("-----BEGIN CERTIFICATE-----");
        assertions = ClientAssertions.of(pem);
        owner = administrator(platform.details().tenant(), platform.details().client());
        foreignOwner = foreignTenant(Pem.certificate(pem.substring(certificate)));
    }

    int port() {
        return java.net.URI.create(origin).getPort();
    }

    private Someone foreignTenant(X509Certificate certificate) throws Exception {
        TenantSetup setup = platform.tenantSetup();
        TenantSetup.Plan plan = setup.plan("Other", false, certificate);
        setup.make("root", plan);
        return administrator(
                plan.creation().tenant().toString(), plan.creation().appId().toString());
    }

    private Someone administrator(String tenant, String client) throws Exception {
        Map<Site, String> tokens = new EnumMap<>(Site.class);
        for (Site site : SCOPES.keySet()) {
            String credential = assertions.form(origin, tenant, client);
            tokens.put(site, token(tenant, client, site, credential));
        }
        return new Someone(tenant, tokens);
    }

    /** Signs in with the application's secret. */
    Someone signedIn(App app) {
        Map<Site, String> tokens = new EnumMap<>(Site.class);
        for (Site site : SCOPES.keySet()) {
            String credential = "client_secret=" + escaped(app.secret());
            tokens.put(site, token(owner.tenant(), app.appId(), site, credential));
        }
        return new Someone(owner.tenant(), tokens);
    }

    private String token(String tenant, String client, Site site, String credential) {
        Answer answer =
                new FakeRequest(Site.LOGIN, "POST", "/" + tenant + "/oauth2/v2.0/token")
                        .baseUrl(origin)
                        .with("Content-Type", "application/x-www-form-urlencoded")
                        .body(
                                "grant_type=client_credentials&client_id="
                                        + client
                                        + "&scope="
                                        + escaped(SCOPES.get(site))
                                        + "&"
                                        + credential)
                        .answeredBy(platform.router());
        return ok(answer).required("access_token").asString();
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** A new application of the home tenant, without any role. */
    App app(String name) {
        JsonNode app = graph("/v1.0/applications", "{\"displayName\":\"" + name + "\"}");
        String id = app.required("id").asString();
        String appId = app.required("appId").asString();
        JsonNode principal = graph("/v1.0/servicePrincipals", "{\"appId\":\"" + appId + "\"}");
        JsonNode secret = graph("/v1.0/applications/" + id + "/addPassword", "{}");
        return new App(
                id,
                appId,
                principal.required("id").asString(),
                secret.required("secretText").asString());
    }

    private JsonNode graph(String target, String body) {
        return ok(call(owner, request(Site.GRAPH, "POST", target).body(body)));
    }

    /** The owner's own principal. */
    String ownersPrincipal() {
        String client = platform.details().client();
        JsonNode all = ok(call(owner, request(Site.GRAPH, "GET", "/v1.0/servicePrincipals")));
        for (JsonNode principal : all.required("value")) {
            if (principal.required("appId").asString().equals(client)) {
                return principal.required("id").asString();
            }
        }
        throw new AssertionError("the owner is not in the directory");
    }

    /** Gives a role on the subscription. */
    void assign(String principal, String role) {
        arm("PUT", assignment(), assignmentOf(principal, role));
    }

    /** Gives a role on the tenant and all that is in it. */
    void assignInTenant(String principal, String role) {
        String target = assignment() + "?api-version=2022-04-01";
        ok(
                call(
                        owner,
                        request(Site.MANAGEMENT, "PUT", target)
                                .body(assignmentOf(principal, role))));
    }

    void assignInGroup(String group, String principal, String role) {
        arm("PUT", "/resourceGroups/" + group + assignment(), assignmentOf(principal, role));
    }

    private static String assignment() {
        return "/providers/Microsoft.Authorization/roleAssignments/" + UUID.randomUUID();
    }

    private static String assignmentOf(String principal, String role) {
        return """
        {"properties":{"roleDefinitionId":"/providers/Microsoft.Authorization/roleDefinitions/%s",
        "principalId":"%s","principalType":"ServicePrincipal"}}\
        """
                .formatted(role, principal);
    }

    /** The owner's call below the subscription, which must succeed. */
    Answer arm(String method, String below, String body) {
        String target = "/subscriptions/" + subscription + below + "?api-version=2022-09-01";
        Answer answer = call(owner, request(Site.MANAGEMENT, method, target).body(body));
        if (answer.status() >= 300) {
            throw new AssertionError(method + " " + below + ": " + text(answer));
        }
        return answer;
    }

    FakeRequest request(Site site, String method, String target) {
        return new FakeRequest(site, method, target)
                .baseUrl(origin)
                .with("x-ms-version", "2021-12-02")
                .with("Content-Type", "application/json");
    }

    Answer call(Someone someone, FakeRequest request) {
        return request.with("Authorization", "Bearer " + someone.tokens().get(request.site()))
                .answeredBy(platform.router());
    }

    static String text(Answer answer) {
        return answer.status()
                + " "
                + (answer.body() instanceof Answer.Body.Bytes bytes
                        ? new String(bytes.bytes(), StandardCharsets.UTF_8)
                        : "");
    }

    private static JsonNode ok(Answer answer) {
        if (answer.status() >= 300) {
            throw new AssertionError(text(answer));
        }
        return Json.parse(((Answer.Body.Bytes) answer.body()).bytes(), "test");
    }

    @Override
    public void close() {
        platform.close();
    }
}
