package fr.bleu.app;

import fr.bleu.app.platform.ClientAssertions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Uses every kind of secret that the cloud handles, as clients do; {@link CanaryRefusals} does it
 * wrongly.
 */
final class CanaryScenario {

    static final String ACCOUNT = "canaryaccount";
    static final String VAULT = "canary-vault";

    static final String GROUP = "/resourceGroups/cage";
    static final String JSON = "Content-Type: application/json\r\n";
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded\r\n";
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    final Wire wire;
    final Map<String, String> environment;
    private final ClientAssertions administrator;
    private final Canaries canaries;

    private String arm = "";
    String blobs = "";
    String vault = "";
    String sas = "";

    /**
     * @param environment what {@code bleu env} prints
     * @param pem the administrator's
     */
    CanaryScenario(Wire wire, Map<String, String> environment, String pem, Canaries canaries)
            throws GeneralSecurityException {
        this.wire = wire;
        this.environment = environment;
        this.administrator = ClientAssertions.of(pem);
        this.canaries = canaries;
    }

    String canary(String name) {
        return canaries.plant(name, "canary-" + name + "-" + UUID.randomUUID());
    }

    // ---- what works ----

    void everythingRight() throws Exception {
        arm = bearer("management", "https://management.azure.com/.default");
        blobs = bearer("storage", "https://storage.azure.com/.default");
        vault = bearer("vault", "https://vault.azure.net/.default");
        String graph = bearer("graph", "https://graph.microsoft.com/.default");
        resources(graph);
        application(graph);
        blob();
        secret();
    }

    private String bearer(String name, String scope) throws Exception {
        String client = environment.get("AZURE_CLIENT_ID");
        String credential =
                administrator.form(
                        environment.get("BLEU_URL"), environment.get("AZURE_TENANT_ID"), client);
        canaries.plant(name + "-assertion", tail(credential));
        JsonNode answer = ok(login(client, scope, credential));
        String token = answer.required("access_token").asString();
        canaries.plant(name + "-token", tail(token));
        return "Authorization: Bearer " + token + "\r\n";
    }

    /** Of a token, what makes it one: its signature. */
    private static String tail(String token) {
        return token.substring(token.lastIndexOf('.') + 1);
    }

    Wire.Answer login(String client, String scope, String credential) throws Exception {
        return wire.send(
                "localhost",
                "POST",
                "/" + environment.get("AZURE_TENANT_ID") + "/oauth2/v2.0/token",
                FORM,
                "grant_type=client_credentials&client_id="
                        + client
                        + "&scope="
                        + escaped(scope)
                        + "&"
                        + credential);
    }

    private void resources(String graph) throws Exception {
        ok(arm("POST", "/providers/Microsoft.Storage/register", ""));
        ok(arm("POST", "/providers/Microsoft.KeyVault/register", ""));
        ok(arm("PUT", GROUP, "{\"location\":\"francecentral\"}"));
        ok(arm("PUT", account(), accountBody("")));
        ok(arm("PUT", vault(), vaultBody("")));
        String principal = principal(graph);
        assign(principal, "ba92f5b4-2d11-453d-a403-e96b0029c9fe");
        assign(principal, "b86a8fe4-44ce-4948-aee5-eccb2c155cd7");
    }

    static String account() {
        return GROUP + "/providers/Microsoft.Storage/storageAccounts/" + ACCOUNT;
    }

    static String vault() {
        return GROUP + "/providers/Microsoft.KeyVault/vaults/" + VAULT;
    }

    static String accountBody(String more) {
        return "{\"location\":\"francecentral\",\"kind\":\"StorageV2\","
                + "\"sku\":{\"name\":\"Standard_LRS\"}"
                + more
                + "}";
    }

    String vaultBody(String more) {
        return "{\"location\":\"francecentral\",\"properties\":{\"tenantId\":\""
                + environment.get("AZURE_TENANT_ID")
                + "\",\"sku\":{\"family\":\"A\",\"name\":\"standard\"}"
                + more
                + "}}";
    }

    private String principal(String graph) throws Exception {
        String filter = "appId%20eq%20'" + environment.get("AZURE_CLIENT_ID") + "'";
        String target = "/v1.0/servicePrincipals?$filter=" + filter;
        JsonNode found = ok(wire.send("localhost", "GET", target, graph, ""));
        return found.required("value").required(0).required("id").asString();
    }

    private void assign(String principal, String role) throws Exception {
        String assignment = "/providers/Microsoft.Authorization/roleAssignments/";
        ok(
                arm(
                        "PUT",
                        assignment + UUID.randomUUID(),
                        "{\"properties\":{\"roleDefinitionId\":"
                                + "\"/providers/Microsoft.Authorization/roleDefinitions/"
                                + role
                                + "\",\"principalId\":\""
                                + principal
                                + "\",\"principalType\":\"ServicePrincipal\"}}"));
    }

    Wire.Answer arm(String method, String below, String body) throws Exception {
        String target =
                "/subscriptions/"
                        + environment.get("AZURE_SUBSCRIPTION_ID")
                        + below
                        + "?api-version=2022-09-01";
        return wire.send("localhost", method, target, arm + JSON, body);
    }

    /** An application whose secret signs in. */
    private void application(String graph) throws Exception {
        JsonNode app = graph(graph, "/applications", "{\"displayName\":\"bird\"}");
        String appId = app.required("appId").asString();
        graph(graph, "/servicePrincipals", "{\"appId\":\"" + appId + "\"}");
        String passwords = "/applications/" + app.required("id").asString() + "/addPassword";
        String secret = graph(graph, passwords, "{}").required("secretText").asString();
        canaries.plant("client-secret", secret);
        ok(login(appId, "https://vault.azure.net/.default", "client_secret=" + escaped(secret)));
    }

    private JsonNode graph(String graph, String below, String body) throws Exception {
        return ok(wire.send("localhost", "POST", "/v1.0" + below, graph + JSON, body));
    }

    /** A small and a large blob, the first also read with a SAS. */
    private void blob() throws Exception {
        byte[] key = accountKeys();
        String small = canary("small-blob");
        String large = canary("large-blob").repeat(2_000);
        ok(blob("PUT", "/box?restype=container", ""));
        ok(blob("PUT", "/box/small", small));
        ok(blob("PUT", "/box/large", large));
        sas = sas(key, "/box/small");
        require(wire.send("localhost", "GET", "/" + ACCOUNT + "/box/small?" + sas, "", ""), 200);
        new CanaryCustomerKey(this, canaries).blob();
    }

    private byte[] accountKeys() throws Exception {
        JsonNode keys = ok(arm("POST", account() + "/listKeys", "")).required("keys");
        for (JsonNode key : keys) {
            String value = key.required("value").asString();
            canaries.plant("account-" + key.required("keyName").asString(), value);
            canaries.plant(
                    "bytes-of-account-" + key.required("keyName").asString(),
                    Base64.getDecoder().decode(value));
        }
        return Base64.getDecoder().decode(keys.required(0).required("value").asString());
    }

    Wire.Answer blob(String method, String target, String body) throws Exception {
        String headers = blobs + "x-ms-version: 2021-12-02\r\nx-ms-blob-type: BlockBlob\r\n";
        return wire.send("localhost", method, "/" + ACCOUNT + target, headers, body);
    }

    /** A service SAS of version 2020-12-06 and later that reads one blob for an hour. */
    private String sas(byte[] key, String blob) throws GeneralSecurityException {
        String end = Instant.now().plusSeconds(3_600).truncatedTo(ChronoUnit.SECONDS).toString();
        String text =
                String.join(
                        "\n",
                        List.of(
                                "r",
                                "",
                                end,
                                "/blob/" + ACCOUNT + blob,
                                "",
                                "",
                                "",
                                "2021-12-02",
                                "b",
                                "",
                                "",
                                "",
                                "",
                                "",
                                "",
                                ""));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        byte[] signature = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        canaries.plant("sas-signature", signature);
        String encoded = escaped(Base64.getEncoder().encodeToString(signature));
        canaries.plant("sas-signature-in-url", encoded);
        return "sp=r&se=" + escaped(end) + "&sv=2021-12-02&sr=b&sig=" + encoded;
    }

    private void secret() throws Exception {
        String value = canary("secret");
        ok(secret("PUT", "/secrets/bird", "{\"value\":\"" + value + "\"}"));
        ok(secret("PATCH", "/secrets/bird", "{\"tags\":{\"k\":\"" + canary("tag") + "\"}}"));
        ok(secret("GET", "/secrets/bird", ""));
        ok(secret("DELETE", "/secrets/bird", ""));
    }

    Wire.Answer secret(String method, String path, String body) throws Exception {
        return vault(method, path + "?api-version=7.4", vault, body);
    }

    Wire.Answer vault(String method, String target, String headers, String body) throws Exception {
        String host = VAULT + ".vault.bleu.localhost";
        return wire.send(host, method, target, headers + JSON, body);
    }

    // ---- answers ----

    static JsonNode ok(Wire.Answer answer) {
        if (answer.status() < 200 || answer.status() > 299) {
            throw new AssertionError(answer.text());
        }
        return answer.body().startsWith("{")
                ? MAPPER.readTree(answer.body())
                : MAPPER.createObjectNode();
    }

    static void require(Wire.Answer answer, int status) {
        if (answer.status() != status) {
            throw new AssertionError(answer.text());
        }
    }

    static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
