package fr.bleu.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Everything that {@link CanaryScenario} does, done wrongly; what is refused keeps its words. */
final class CanaryRefusals {

    private final CanaryScenario right;

    /** The answers, whole. */
    final List<String> refusals = new ArrayList<>();

    CanaryRefusals(CanaryScenario right) {
        this.right = right;
    }

    void everythingWrong() throws Exception {
        wrongSignIns();
        wrongTemplates();
        wrongSecrets();
        wrongBlobs();
        wrongRequests();
    }

    private void wrongSignIns() throws Exception {
        String scope = "https://vault.azure.net/.default";
        String client = right.environment.get("AZURE_CLIENT_ID");
        refused(right.login(client, scope, "client_secret=" + right.canary("wrong-client-secret")));
        refused(
                right.login(
                        UUID.randomUUID() + "",
                        scope,
                        "client_secret=" + right.canary("no-client")));
        refused(right.login(client, right.canary("scope-with-secret"), "client_secret=x%zz"));
        String type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
        String assertion =
                "eyJhbGciOiJSUzI1NiJ9."
                        + right.canary("no-claims")
                        + "."
                        + right.canary("no-signature");
        refused(
                right.login(
                        client,
                        scope,
                        "client_assertion_type="
                                + CanaryScenario.escaped(type)
                                + "&client_assertion="
                                + assertion));
        refused(right.login(client, scope, "password=" + right.canary("password") + "&username=u"));
        String body = "{\"client_secret\":\"" + right.canary("json-instead-of-form") + "\"}";
        String target = "/" + right.environment.get("AZURE_TENANT_ID") + "/oauth2/v2.0/token";
        refused(right.wire.send("localhost", "POST", target, CanaryScenario.JSON, body));
    }

    private void wrongTemplates() throws Exception {
        String property = ",\"secrets\":[{\"value\":\"" + right.canary("template-secret") + "\"}]";
        refused(right.arm("PUT", CanaryScenario.vault(), right.vaultBody(property)));
        String setting =
                ",\"properties\":{\"customKey\":\"" + right.canary("account-property") + "\"}";
        refused(right.arm("PUT", CanaryScenario.account(), right.accountBody(setting)));
        refused(
                right.arm(
                        "PUT",
                        CanaryScenario.account(),
                        "{\"key\":\"" + right.canary("broken-template")));
        String deployment = "/providers/Microsoft.Resources/deployments/d";
        String parameters =
                "{\"properties\":{\"mode\":\"Incremental\",\"template\":{},\"parameters\":"
                        + "{\"password\":{\"value\":\""
                        + right.canary("secure-parameter")
                        + "\"}}}}";
        refused(right.arm("PUT", CanaryScenario.GROUP + deployment, parameters));
    }

    private void wrongSecrets() throws Exception {
        String path = "/secrets/bird";
        refused(right.secret("PUT", path, "{\"value\":\"" + right.canary("name-taken") + "\"}"));
        refused(right.secret("PUT", "/secrets/b", "{\"value\":\"" + right.canary("broken-json")));
        refused(
                right.secret(
                        "PUT",
                        "/secrets/b",
                        "{\"value\":[\"" + right.canary("no-string") + "\"]}"));
        refused(
                right.secret(
                        "PUT",
                        "/secrets/b",
                        "{\"value\":\"" + right.canary("long").repeat(900) + "\"}"));
        refused(
                right.secret(
                        "PUT", "/secrets/b_c", "{\"value\":\"" + right.canary("bad-name") + "\"}"));
        String body = "{\"value\":\"" + right.canary("unauthenticated") + "\"}";
        refused(right.vault("PUT", path + "?api-version=7.4", "", body));
        String other = "Authorization: Bearer " + right.canary("no-token") + "\r\n";
        refused(right.vault("PUT", path + "?api-version=7.4", other, body));
        refused(right.vault("GET", path + "?api-version=7.4", right.blobs, ""));
        refused(
                right.vault(
                        "GET",
                        path + "?api-version=" + right.canary("api-version"),
                        right.vault,
                        ""));
    }

    private void wrongBlobs() throws Exception {
        String there = "/" + CanaryScenario.ACCOUNT + "/box/small?";
        refused(get(there + right.sas.replace("sp=r", "sp=rw")));
        refused(get("/" + CanaryScenario.ACCOUNT + "/box/none?" + right.sas));
        refused(get("/nobodysaccount/box/small?" + right.sas));
        refused(
                get(
                        there
                                + right.sas.replaceAll(
                                        "sig=.*", "sig=" + right.canary("wrong-signature"))));
        refused(get(there + right.sas + "&skn=%zz"));
        refused(get(there + right.sas + "&" + right.sas));
        String shared =
                "Authorization: SharedKey "
                        + CanaryScenario.ACCOUNT
                        + ":"
                        + right.canary("shared-key")
                        + "\r\n";
        String date = "x-ms-version: 2021-12-02\r\nx-ms-date: Mon, 23 Nov 2026 12:00:00 GMT\r\n";
        refused(right.wire.send("localhost", "GET", there, shared + date, ""));
        String md5 = "Content-MD5: 1B2M2Y8AsgTpgAmY7PhCfg==\r\nx-ms-blob-type: BlockBlob\r\n";
        String version = "x-ms-version: 2021-12-02\r\n";
        String path = "/" + CanaryScenario.ACCOUNT + "/box/md5";
        String content = right.canary("wrong-md5-content");
        refused(right.wire.send("localhost", "PUT", path, right.blobs + version + md5, content));
        String list = "<BlockList><Latest>" + right.canary("broken-xml");
        refused(right.blob("PUT", "/box/list?comp=blocklist", list));
    }

    private Wire.Answer get(String target) throws Exception {
        return right.wire.send("localhost", "GET", target, "", "");
    }

    /** What Jetty itself refuses, what is cut off, and what no route knows. */
    private void wrongRequests() throws Exception {
        String large = "Authorization: Bearer " + right.canary("large-header").repeat(800) + "\r\n";
        refused(right.wire.send("localhost", "GET", "/subscriptions", large, ""));
        refused(
                right.wire.raw(
                        "GET /?sig=" + right.canary("bad-request-line") + " HTTP/9\r\n\r\n"));
        refused(get("/v1.0/" + right.canary("unknown-path")));
        String host = right.canary("unknown-host").toLowerCase(Locale.ROOT) + ".example";
        refused(right.wire.send(host, "GET", "/?" + right.sas, right.blobs, ""));
        right.wire.raw(
                "PUT /"
                        + CanaryScenario.ACCOUNT
                        + "/box/cut HTTP/1.1\r\nHost: localhost\r\n"
                        + "Content-Length: 9999\r\nx-ms-version: 2021-12-02\r\n"
                        + "x-ms-blob-type: BlockBlob\r\n"
                        + right.blobs
                        + "\r\n"
                        + right.canary("truncated-body"));
    }

    /** Reads the large blob with its token and with a SAS in the query; its bytes are damaged. */
    void damaged() throws Exception {
        Wire.Answer answer =
                right.blob("GET", "/box/large?" + right.sas.replaceAll("^.*&sig", "x"), "");
        refusals.add(answer.text());
    }

    /** Keeps the refusal; which one it is, other tests say. */
    private void refused(Wire.Answer answer) {
        if (answer.status() < 400) {
            throw new AssertionError("not refused: " + answer.text());
        }
        refusals.add(answer.text());
    }
}
