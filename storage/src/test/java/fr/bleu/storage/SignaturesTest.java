package fr.bleu.storage;

import static fr.bleu.storage.World.outcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.http.FakeRequest;
import fr.bleu.http.Percent;
import fr.bleu.http.Site;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Shared keys and shared access signatures: what they open, and that they open nothing else. */
class SignaturesTest {
    private World world;

    @BeforeEach
    void open() {
        world = new World();
        for (String container : new String[] {"aaa", "bbb"}) {
            world.send("PUT", "/" + container + "?restype=container");
            world.put("/" + container + "/b", new byte[] {1, 2, 3});
        }
    }

    @AfterEach
    void close() {
        world.close();
    }

    private FakeRequest signed(FakeRequest request) {
        request.with("x-ms-date", Stamp.httpDate(world.clock.instant()));
        String text = SharedKeyVerifier.stringToSign(request, "acct");
        byte[] signature = world.account("acct").key1().sign(text);
        return request.with(
                "authorization", "SharedKey acct:" + Base64.getEncoder().encodeToString(signature));
    }

    /** The documented layout, byte by byte. */
    @Test
    void theStringToSignIsAzuresInHostAndPathStyle() {
        FakeRequest host =
                new FakeRequest(
                                Site.BLOB,
                                "PUT",
                                "/con/a%20b?timeout=30&comp=metadata&restype=container")
                        .label("myaccount")
                        .with("x-ms-version", "2021-08-06")
                        .with("x-ms-date", "Mon, 23 Nov 2026 12:00:00 GMT")
                        .with("x-ms-meta-m1", "v1")
                        .with("date", "Mon, 23 Nov 2026 12:00:00 GMT")
                        .with("content-length", "0")
                        .with("content-type", "text/plain");
        assertEquals(
                "PUT\n\n\n\n\ntext/plain\n\n\n\n\n\n\n"
                        + "x-ms-date:Mon, 23 Nov 2026 12:00:00 GMT\nx-ms-meta-m1:v1\n"
                        + "x-ms-version:2021-08-06\n"
                        + "/myaccount/con/a%20b\ncomp:metadata\nrestype:container\ntimeout:30",
                SharedKeyVerifier.stringToSign(host, "myaccount"));
        FakeRequest path =
                new FakeRequest(Site.BLOB, "GET", "/acct1/c1?restype=container")
                        .pathStyle("acct1")
                        .with("content-length", "11");
        assertEquals(
                "GET\n\n\n11\n\n\n\n\n\n\n\n\n/acct1/acct1/c1\nrestype:container",
                SharedKeyVerifier.stringToSign(path, "acct1"));
    }

    @Test
    void aKeyOpensItsAccountAndNoOther() {
        assertEquals("200", outcome(world.send(signed(world.anonymous("GET", "/aaa/b")))));
        assertEquals(
                "200",
                outcome(world.send(signed(world.anonymous("GET", "/aaa?restype=container")))));
        FakeRequest elsewhere = signed(world.anonymous("GET", "/aaa/b")).label("other");
        assertEquals("403 AuthenticationFailed", outcome(world.send(elsewhere)));
    }

    @Test
    void anAlteredRequestFailsItsSignature() {
        FakeRequest altered = signed(world.anonymous("GET", "/aaa/b")).with("x-ms-meta-added", "1");
        assertEquals("403 AuthenticationFailed", outcome(world.send(altered)));
        FakeRequest ranged = signed(world.anonymous("GET", "/aaa/b")).with("range", "bytes=0-1");
        assertEquals("403 AuthenticationFailed", outcome(world.send(ranged)));
    }

    @Test
    void aSkewedClockIsRefused() {
        FakeRequest request = signed(world.anonymous("GET", "/aaa/b"));
        world.clock.advance(Duration.ofMinutes(14));
        assertEquals("200", outcome(world.send(request)));
        world.clock.advance(Duration.ofMinutes(2));
        assertEquals("403 AuthenticationFailed", outcome(world.send(request)));
    }

    @Test
    void aRegeneratedKeyOpensNothing() {
        FakeRequest request = signed(world.anonymous("GET", "/aaa/b"));
        world.accountKeys.regenerate(
                world.management.onAccount("acct", "regeneratekey/action"),
                "key1",
                new fr.bleu.store.Check.Version(
                        AccountRecord.key(world.account("acct").id()),
                        world.storage.accounts().find("acct").orElseThrow().stored().version()));
        assertEquals("403 AuthenticationFailed", outcome(world.send(request)));
    }

    @Test
    void noCredentialIsToldWhereTokensComeFrom() {
        Answer answer = world.send(world.anonymous("GET", "/aaa/b"));
        assertEquals("401 NoAuthenticationInformation", outcome(answer));
        assertTrue(
                World.header(answer, "WWW-Authenticate")
                        .contains("resource_id=https://storage.azure.com"));
    }

    /** A token of these fields; {@code resource} is what follows the account's name. */
    private String sas(String resource, Map<String, String> fields) {
        Map<String, String> all = new TreeMap<>(fields);
        all.putIfAbsent("sv", "2024-11-04");
        all.putIfAbsent("se", "2026-11-23T13:00:00Z");
        String[] names = resource.split("/", 2);
        String text =
                StringToSign.service(
                        new SasToken(all), "acct", names[0], names.length > 1 ? names[1] : "");
        byte[] signature = world.account("acct").key2().sign(text);
        all.put("sig", Base64.getEncoder().encodeToString(signature));
        StringBuilder query = new StringBuilder();
        all.forEach((k, v) -> query.append('&').append(k).append('=').append(Percent.encode(v)));
        return query.substring(1);
    }

    private String get(String path, String sas) {
        return outcome(world.send(world.anonymous("GET", path + "?" + sas)));
    }

    private Answer putSigned(String path, String sas) {
        return world.send(
                world.anonymous("PUT", path + "?" + sas)
                        .with("x-ms-blob-type", "BlockBlob")
                        .body("new"));
    }

    /** The layouts of the three ages of service signatures. */
    @Test
    void theSignedStringHasTheLayoutOfItsVersion() {
        Map<String, String> fields =
                Map.of("sp", "r", "se", "E", "sr", "b", "sip", "I", "spr", "https", "rsct", "t");
        assertEquals(
                "r\n\nE\n/blob/a/c/x\n\nI\nhttps\n2015-04-05\n\n\n\n\nt",
                layout(fields, "2015-04-05"));
        assertEquals(
                "r\n\nE\n/blob/a/c/x\n\nI\nhttps\n2018-11-09\nb\n\n\n\n\n\nt",
                layout(fields, "2018-11-09"));
        assertEquals(
                "r\n\nE\n/blob/a/c/x\n\nI\nhttps\n2020-12-06\nb\n\n\n\n\n\n\nt",
                layout(fields, "2020-12-06"));
    }

    private static String layout(Map<String, String> fields, String version) {
        Map<String, String> all = new TreeMap<>(fields);
        all.put("sv", version);
        return StringToSign.service(new SasToken(all), "a", "c", "x");
    }

    @Test
    void aSignatureForContainerAOpensNothingInB() {
        String sas = sas("aaa", Map.of("sr", "c", "sp", "rl"));
        assertEquals("200", get("/aaa/b", sas));
        assertEquals("200", get("/aaa", "restype=container&comp=list&" + sas));
        assertEquals("403 AuthenticationFailed", get("/bbb/b", sas));
        assertEquals("403 AuthorizationPermissionMismatch", outcome(putSigned("/aaa/n", sas)));
    }

    @Test
    void aBlobsSignatureOpensThatBlobOnly() {
        world.put("/aaa/c", new byte[] {1});
        String sas = sas("aaa/b", Map.of("sr", "b", "sp", "r"));
        assertEquals("200", get("/aaa/b", sas));
        assertEquals("403 AuthenticationFailed", get("/aaa/c", sas));
        assertEquals("403 AuthenticationFailed", get("/aaa", "restype=container&comp=list&" + sas));
    }

    @Test
    void createOnlyNeverOverwrites() {
        String sas = sas("aaa", Map.of("sr", "c", "sp", "c"));
        assertEquals("201", outcome(putSigned("/aaa/new", sas)));
        assertEquals("403 UnauthorizedBlobOverwrite", outcome(putSigned("/aaa/new", sas)));
        assertEquals("403 AuthorizationPermissionMismatch", get("/aaa/new", sas));
    }

    @Test
    void createAndAppendAreApart() {
        String create = sas("aaa", Map.of("sr", "c", "sp", "c"));
        String append = sas("aaa", Map.of("sr", "c", "sp", "a"));
        String both = sas("aaa", Map.of("sr", "c", "sp", "ac"));
        String denied = "403 AuthorizationPermissionMismatch";
        assertEquals(denied, outcome(putAppend(append)));
        assertEquals("201", outcome(putAppend(create)));
        assertEquals(denied, append(create));
        assertEquals("201", append(append));
        assertEquals("201", append(both));
        assertEquals("403 UnauthorizedBlobOverwrite", outcome(putAppend(both)));
        assertEquals(denied, append(sas("aaa", Map.of("sr", "c", "sp", "r"))));
        assertEquals(
                denied,
                outcome(world.send(world.anonymous("PUT", "/aaa/log?comp=seal&" + append))));
        assertEquals("xx", World.text(world.send("GET", "/aaa/log")));
    }

    private Answer putAppend(String sas) {
        return world.send(
                world.anonymous("PUT", "/aaa/log?" + sas)
                        .with("x-ms-blob-type", "AppendBlob")
                        .body(""));
    }

    private String append(String sas) {
        return outcome(
                world.send(world.anonymous("PUT", "/aaa/log?comp=appendblock&" + sas).body("x")));
    }

    @Test
    void readAndListAreApart() {
        String read = sas("aaa", Map.of("sr", "c", "sp", "r"));
        String list = sas("aaa", Map.of("sr", "c", "sp", "l"));
        assertEquals(
                "403 AuthorizationPermissionMismatch",
                get("/aaa", "restype=container&comp=list&" + read));
        assertEquals("200", get("/aaa", "restype=container&comp=list&" + list));
        assertEquals("403 AuthorizationPermissionMismatch", get("/aaa/b", list));
    }

    @Test
    void timesProtocolsAndAddressesAreEnforced() {
        assertEquals(
                "403 AuthenticationFailed",
                get("/aaa/b", sas("aaa", with("se", "2026-11-23T11:59:59Z"))));
        assertEquals(
                "403 AuthenticationFailed",
                get("/aaa/b", sas("aaa", with("st", "2026-11-23T12:30:00Z"))));
        assertEquals(
                "403 AuthorizationSourceIPMismatch",
                get("/aaa/b", sas("aaa", with("sip", "198.51.100.1-198.51.100.9"))));
        assertEquals("200", get("/aaa/b", sas("aaa", with("sip", "192.0.2.1-192.0.2.9"))));
        FakeRequest plain =
                world.anonymous("GET", "/aaa/b?" + sas("aaa", with("spr", "https")))
                        .baseUrl("http://acct.blob.core.bleu.localhost:8080");
        assertEquals("403 AuthorizationProtocolMismatch", outcome(world.send(plain)));
    }

    private static Map<String, String> with(String name, String value) {
        return Map.of("sr", "c", "sp", "r", name, value);
    }

    @Test
    void fieldsThatAreNotEnforcedAreRefused() {
        String sas = sas("aaa", Map.of("sr", "c", "sp", "r"));
        assertEquals("200", get("/aaa/b", sas));
        for (String field : new String[] {"si", "sdd", "ss", "srt", "skoid", "saoid"}) {
            assertEquals("403 AuthenticationFailed", get("/aaa/b", sas + "&" + field + "=x"));
        }
        assertEquals("403 AuthenticationFailed", get("/aaa/b", sas + "&sp=w"));
        assertEquals("403 AuthenticationFailed", get("/aaa/b", sas.replace("sp=r", "sp=rw")));
        assertEquals("403 AuthenticationFailed", get("/aaa/b", sas.replace("se=2026", "se=2027")));
    }

    @Test
    void headersAreOverriddenByTheSignatureAlone() {
        String sas = sas("aaa", with("rsct", "text/html"));
        Answer answer = world.send(world.anonymous("GET", "/aaa/b?" + sas));
        assertEquals("text/html", World.header(answer, "Content-Type"));
        Answer unsigned = world.send("GET", "/aaa/b?rsct=text/html");
        assertEquals("application/octet-stream", World.header(unsigned, "Content-Type"));
    }

    @Test
    void noSecretIsInAnyText() {
        Account account = world.account("acct");
        assertFalse(
                account.toString()
                        .contains(Base64.getEncoder().encodeToString(account.key1().secret())));
        assertEquals("AccountKey", account.key1().toString());
        assertEquals("SasToken", new SasToken(Map.of("sig", "secret")).toString());
    }

    @Test
    void aReaderOfOneContainerReadsThatOneOnly() {
        var reader = world.principal("reader");
        world.grant(
                reader,
                "Storage Blob Data Reader",
                ContainerTarget.scope(world.accountScope("acct"), "aaa"));
        assertEquals("200", outcome(world.send(as("GET", "/aaa/b"))));
        assertEquals(
                "403 AuthorizationPermissionMismatch", outcome(world.send(as("GET", "/bbb/b"))));
        assertEquals(
                "403 AuthorizationPermissionMismatch", outcome(world.send(as("DELETE", "/aaa/b"))));
        assertEquals("200", outcome(world.send(as("GET", "/aaa?restype=container&comp=list"))));
    }

    private FakeRequest as(String method, String target) {
        return world.anonymous(method, target).with("authorization", "Bearer reader");
    }
}
