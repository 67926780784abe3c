package fr.bleu.app.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.app.CommandFailure;
import fr.bleu.app.Instance;
import fr.bleu.app.Wire;
import fr.bleu.app.stamp.StampFile;
import fr.bleu.app.stamp.StampSettings;
import fr.bleu.app.stopped.Verification;
import fr.bleu.http.Answer;
import fr.bleu.http.Domains;
import fr.bleu.http.FakeRequest;
import fr.bleu.http.Headers;
import fr.bleu.http.Site;
import fr.bleu.keys.PrivateFiles;
import fr.bleu.trust.Stamps.Stamp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/**
 * Two clouds as two stamps. A machine by itself is {@code stamp1}, so that each is told the other's
 * file under another name.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StampsTest {

    private static final String GROUP = "/resourceGroups/theirs";
    private static final String ACCOUNT =
            "/providers/Microsoft.Storage/storageAccounts/theiraccount";
    private static final String VAULT = "/providers/Microsoft.KeyVault/vaults/their-vault";

    @TempDir static Path folder;
    private Cloud here;
    private Cloud there;
    private int files;

    @BeforeAll
    void start() throws Exception {
        here = cloud("here");
        there = cloud("there");
        there.arm("PUT", GROUP + ACCOUNT, RouteSamples.account());
        there.arm("PUT", GROUP + VAULT, RouteSamples.vault(there));
    }

    private Cloud cloud(String name) throws Exception {
        Cloud cloud = new Cloud(privateFolder(name));
        cloud.arm("POST", "/providers/Microsoft.Storage/register", "");
        cloud.arm("POST", "/providers/Microsoft.KeyVault/register", "");
        cloud.arm("PUT", GROUP, "{\"location\":\"francecentral\"}");
        return cloud;
    }

    @AfterAll
    void stop() {
        here.close();
        there.close();
    }

    @BeforeEach
    void learn() throws Exception {
        learn(here, named(names(there), "stamp2"));
    }

    @Test
    void anAccountsRequestIsToldWhereTheAccountIs() {
        String origin = "https://theiraccount.blob.core.bleu.localhost:" + there.port();
        for (FakeRequest request : blobs("theiraccount")) {
            Answer answer = request.answeredBy(here.platform.router());
            told(answer, origin);
            assertEquals("MisdirectedRequest", header(answer, "x-ms-error-code"));
            assertTrue(Cloud.text(answer).contains("<Code>MisdirectedRequest</Code>"));
        }
        Answer page = web("theiraccount").answeredBy(here.platform.router());
        told(page, "https://theiraccount.bleu-web.localhost:" + there.port());
    }

    /** By nobody, by both clouds' owners, with an account's key and a signature. */
    private List<FakeRequest> blobs(String account) {
        return List.of(
                blob(account, ""),
                blob(account, "Bearer " + here.owner.tokens().get(Site.BLOB)),
                blob(account, "Bearer " + there.owner.tokens().get(Site.BLOB)),
                blob(account, "SharedKey " + account + ":AAAA"),
                here.request(Site.BLOB, "GET", "/box/blob?sv=2021-12-02&sig=AAAA").label(account));
    }

    private FakeRequest blob(String account, String credential) {
        FakeRequest request = here.request(Site.BLOB, "GET", "/box/blob").label(account);
        return credential.isEmpty() ? request : request.with("Authorization", credential);
    }

    private FakeRequest web(String account) {
        return new FakeRequest(Site.WEB, "GET", "/index.html").label(account);
    }

    @Test
    void aVaultsRequestIsToldWhereTheVaultIs() {
        String origin = "https://their-vault.vault.bleu.localhost:" + there.port();
        for (Cloud.Someone someone : List.of(here.owner, there.owner)) {
            told(here.call(someone, secret("their-vault")), origin);
        }
        Answer answer = secret("Their-Vault").answeredBy(here.platform.router());
        told(answer, origin.replace("their-vault", "Their-Vault"));
        assertTrue(Cloud.text(answer).contains("\"code\":\"MisdirectedRequest\""));
    }

    private FakeRequest secret(String vault) {
        return here.request(Site.VAULT, "GET", "/secrets/s?api-version=7.4").label(vault);
    }

    @Test
    void aSubscriptionsRequestIsToldWhereTheSubscriptionIs() {
        String origin = "https://management.bleu.localhost:" + there.port();
        for (Cloud.Someone someone : List.of(here.owner, there.owner)) {
            Answer answer = here.call(someone, groups(there.subscription));
            told(answer, origin);
            assertTrue(Cloud.text(answer).contains("{\"error\":{\"code\":\"MisdirectedRequest\""));
        }
        told(groups(there.subscription).answeredBy(here.platform.router()), origin);
    }

    private FakeRequest groups(String subscription) {
        String path = "/subscriptions/" + subscription + "/resourcegroups?api-version=2021-04-01";
        return here.request(Site.MANAGEMENT, "GET", path);
    }

    @Test
    void aSignInIsToldWhereItsTenantIs() {
        String origin = "https://login.bleu.localhost:" + there.port();
        for (String tenant : List.of(there.owner.tenant(), there.foreignOwner.tenant())) {
            for (FakeRequest request : logins(tenant)) {
                Answer answer = request.answeredBy(here.platform.router());
                told(answer, origin);
                assertTrue(Cloud.text(answer).contains("\"error\":\"invalid_tenant\""));
            }
        }
    }

    private List<FakeRequest> logins(String tenant) {
        String form =
                "grant_type=client_credentials&client_id=%s&client_secret=s&scope=%s"
                        .formatted(
                                there.platform.details().client(),
                                "https%3A%2F%2Fmanagement.azure.com%2F.default");
        return List.of(
                new FakeRequest(Site.LOGIN, "POST", "/" + tenant + "/oauth2/v2.0/token")
                        .with("Content-Type", "application/x-www-form-urlencoded")
                        .body(form),
                new FakeRequest(
                        Site.LOGIN,
                        "GET",
                        "/" + tenant + "/v2.0/.well-known/openid-configuration"));
    }

    @Test
    void aHeadIsToldInItsHeaders() throws Exception {
        Path trusted = here.instance.caCertificate().resolveSibling("truststore.p12");
        Wire wire = new Wire(trusted, here.port());
        String host = Domains.at(here.port()).blobHost("theiraccount");
        Wire.Answer answer =
                wire.send(host, "HEAD", "/box/blob", "x-ms-version: 2021-12-02\r\n", "");
        assertEquals(421, answer.status());
        String head = answer.text().toLowerCase(Locale.ROOT);
        assertTrue(
                head.contains(
                        "bleu-stamp: stamp2;"
                                + " origin=\"https://theiraccount.blob.core.bleu.localhost:"
                                + there.port()
                                + "\"\r\n"),
                head);
        assertEquals("", answer.body());
    }

    @Test
    void whatAnotherStampHasCannotBeMadeHere() {
        String account = Cloud.text(put(GROUP + ACCOUNT, RouteSamples.account()));
        assertTrue(account.startsWith("409") && account.contains("StorageAccountAlreadyTaken"));
        String vault = Cloud.text(put(GROUP + VAULT, RouteSamples.vault(here)));
        assertTrue(vault.startsWith("409") && vault.contains("VaultAlreadyExists"), vault);
        for (Map.Entry<String, String> asked :
                Map.of(
                                "Microsoft.Storage",
                                "theiraccount\",\"type\":\"Microsoft.Storage/storageAccounts",
                                "Microsoft.KeyVault",
                                "their-vault\",\"type\":\"Microsoft.KeyVault/vaults")
                        .entrySet()) {
            Answer check =
                    here.arm(
                            "POST",
                            "/providers/" + asked.getKey() + "/checkNameAvailability",
                            "{\"name\":\"" + asked.getValue() + "\"}");
            assertTrue(Cloud.text(check).contains("\"nameAvailable\":false"), Cloud.text(check));
            assertTrue(Cloud.text(check).contains("AlreadyExists"), Cloud.text(check));
        }
    }

    private Answer put(String below, String body) {
        String path = "/subscriptions/" + here.subscription + below + "?api-version=2022-09-01";
        return here.call(here.owner, here.request(Site.MANAGEMENT, "PUT", path).body(body));
    }

    @Test
    void ofAForgottenStampNothingIsKnown() throws Exception {
        List<Answer> unknown =
                answers("nobodys", "nobodys-vault", "5d1f8f5e-8a5c-4b0e-8b1c-0a0f0e0d0c0b");
        assertEquals(List.of(), unknown.stream().filter(it -> it.status() == 421).toList());
        run(here, "stamp-forget", Map.of("stamp", "stamp2"));
        List<Answer> forgotten = answers("theiraccount", "their-vault", there.subscription);
        assertEquals(
                unknown.stream().map(Answer::status).toList(),
                forgotten.stream().map(Answer::status).toList());
        forgotten.forEach(it -> assertEquals("", header(it, "bleu-stamp")));
        assertEquals(Map.of("stamp1", "this one"), run(here, "stamp-list", Map.of()));
        assertThrows(
                CommandFailure.class, () -> run(here, "stamp-forget", Map.of("stamp", "stamp2")));
    }

    private List<Answer> answers(String account, String vault, String id) {
        List<FakeRequest> requests = new ArrayList<>(blobs(account));
        requests.add(web(account));
        requests.add(secret(vault));
        requests.add(groups(id));
        requests.add(groups(id).with("Authorization", "Bearer x"));
        requests.addAll(logins(id));
        return requests.stream().map(it -> it.answeredBy(here.platform.router())).toList();
    }

    @Test
    void aFileWithANameThatIsHereIsRefusedWhole() throws Exception {
        Path file = named(names(here), "stamp9");
        String failure = assertThrows(CommandFailure.class, () -> learn(here, file)).getMessage();
        // Two tenants with a subscription each, and no account or vault.
        assertTrue(failure.contains("has 4 of the names: subscription "), failure);
        Path thirds = named(names(there), "stamp3");
        assertThrows(CommandFailure.class, () -> learn(here, thirds));
        // Its own name: each single machine is stamp1.
        assertThrows(CommandFailure.class, () -> learn(here, names(there)));
        Map<?, ?> known = (Map<?, ?>) run(here, "stamp-list", Map.of());
        assertEquals(Set.of("stamp1", "stamp2"), known.keySet());
        assertTrue(known.get("stamp2").toString().endsWith(" 6 names"), known.toString());
    }

    @Test
    void aStampAtThisOnesAddressIsRefused() throws Exception {
        Path file = privateFolder("files").resolve("same");
        Domains same = Domains.at(here.port());
        new StampFile(new Stamp("stamp9", same.base(), same.web(), same.port()), Set.of())
                .write(file);
        String failure = assertThrows(CommandFailure.class, () -> learn(here, file)).getMessage();
        assertTrue(failure.contains("has the domain and port of this stamp"), failure);
    }

    @Test
    void theRecordsAreKnownToVerifyAndTheNextStartGoesOn() throws Exception {
        Path third = privateFolder("third");
        PrivateFiles.createFolder(third.resolve("data"));
        PrivateFiles.createFolder(third.resolve("secrets"));
        Instance instance = Cloud.instance(third);
        Optional<StampSettings> stamp = Pair.stamp();
        try (Cloud cloud = new Cloud(instance, stamp)) {
            learn(cloud, named(names(there), "stamp2"));
        }
        List<String> found = new ArrayList<>();
        Verification.Result result =
                new Verification(instance, stamp.flatMap(StampSettings::engines), found::add).run();
        assertEquals(List.of(), found);
        assertEquals(0, result.wrong());
        try (Cloud again = new Cloud(instance, stamp)) {
            told(
                    again.request(Site.BLOB, "GET", "/box/blob")
                            .label("theiraccount")
                            .answeredBy(again.platform.router()),
                    "https://theiraccount.blob.core.bleu.localhost:" + there.port());
        }
    }

    private static void told(Answer answer, String origin) {
        assertEquals(421, answer.status(), Cloud.text(answer));
        assertEquals("stamp2; origin=\"" + origin + "\"", header(answer, "bleu-stamp"));
        assertTrue(Cloud.text(answer).contains(origin), Cloud.text(answer));
        assertFalse(header(answer, "x-ms-error-code").contains("NotFound"));
    }

    private static String header(Answer answer, String name) {
        return answer.headers().all().stream()
                .filter(it -> it.name().equalsIgnoreCase(name))
                .map(Headers.Header::value)
                .findFirst()
                .orElse("");
    }

    private Path names(Cloud cloud) throws Exception {
        Path file = privateFolder("files").resolve("names" + files++);
        run(cloud, "stamp-names", Map.of("file", file.toString()));
        return file;
    }

    private Path named(Path file, String stamp) throws Exception {
        String text = Files.readString(file).replace("\"stamp1\"", "\"" + stamp + "\"");
        PrivateFiles.replace(file, text.getBytes(StandardCharsets.UTF_8));
        return file;
    }

    private static void learn(Cloud cloud, Path file) throws Exception {
        run(cloud, "stamp-learn", Map.of("file", file.toString()));
    }

    private static Object run(Cloud cloud, String command, Map<String, String> arguments)
            throws Exception {
        return new Operations(cloud.instance, cloud.platform, () -> {})
                .commands()
                .get(command)
                .run("root", JsonMapper.builder().build().valueToTree(arguments));
    }

    private static Path privateFolder(String name) throws IOException {
        Path made = folder.resolve(name);
        PrivateFiles.createFolder(made);
        return made;
    }
}
