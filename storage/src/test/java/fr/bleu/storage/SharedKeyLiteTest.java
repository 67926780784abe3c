package fr.bleu.storage;

import static fr.bleu.storage.World.outcome;
import static org.junit.jupiter.api.Assertions.assertEquals;

import fr.bleu.http.FakeRequest;
import fr.bleu.http.Site;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** SharedKeyLite, and signatures of one snapshot or version. */
class SharedKeyLiteTest {
    private static final String FAILED = "403 AuthenticationFailed";

    private World world;

    @BeforeEach
    void open() {
        world = new World();
        world.send("PUT", "/aaa?restype=container");
        world.put("/aaa/b", new byte[] {1, 2, 3});
    }

    @AfterEach
    void close() {
        world.close();
    }

    private FakeRequest lite(String method, String target) {
        FakeRequest request =
                world.anonymous(method, target)
                        .with("x-ms-date", Stamp.httpDate(world.clock.instant()));
        byte[] signature =
                world.account("acct")
                        .key2()
                        .sign(SharedKeyVerifier.liteStringToSign(request, "acct"));
        return request.with(
                "authorization",
                "SharedKeyLite acct:" + Base64.getEncoder().encodeToString(signature));
    }

    @Test
    void theSignedStringIsTheDocumentedOne() {
        FakeRequest request =
                new FakeRequest(
                                Site.BLOB,
                                "PUT",
                                "/con/a%20b?restype=container&comp=metadata&timeout=1")
                        .with("content-type", "text/plain")
                        .with("date", "Mon, 23 Nov 2026 12:00:00 GMT")
                        .with("x-ms-version", "2021-08-06")
                        .with("x-ms-meta-m1", "v1")
                        .with("if-match", "*");
        assertEquals(
                "PUT\n\ntext/plain\nMon, 23 Nov 2026 12:00:00 GMT\n"
                        + "x-ms-meta-m1:v1\nx-ms-version:2021-08-06\n/a/con/a%20b?comp=metadata",
                SharedKeyVerifier.liteStringToSign(request, "a"));
    }

    @Test
    void aKeyOpensItsAccountWithIt() {
        assertEquals("200", outcome(world.send(lite("GET", "/aaa/b"))));
        assertEquals("200", outcome(world.send(lite("GET", "/?comp=list"))));
        assertEquals(FAILED, outcome(world.send(lite("GET", "/aaa/b").label("other"))));
        assertEquals(
                FAILED, outcome(world.send(lite("GET", "/aaa/b").with("x-ms-meta-added", "1"))));
        FakeRequest old = lite("GET", "/aaa/b");
        world.clock.advance(Duration.ofMinutes(16));
        assertEquals(FAILED, outcome(world.send(old)));
        world.management.setRules("acct", new AccountRules(false, false));
        assertEquals(
                "403 KeyBasedAuthenticationNotPermitted",
                outcome(world.send(lite("GET", "/aaa/b"))));
    }

    @Test
    void oneSchemesSignatureIsNotTheOthers() {
        FakeRequest request = lite("GET", "/aaa/b");
        String lite = request.header("authorization").orElseThrow();
        FakeRequest full =
                world.anonymous("GET", "/aaa/b")
                        .with("x-ms-date", Stamp.httpDate(world.clock.instant()))
                        .with("authorization", lite.replace("SharedKeyLite", "SharedKey"));
        assertEquals(FAILED, outcome(world.send(full)));
    }

    @Test
    void theSignedStringNamesTheSnapshotOrVersion() {
        Map<String, String> fields =
                new TreeMap<>(Map.of("sp", "r", "se", "E", "sv", "2020-12-06"));
        fields.putAll(Map.of("sr", "bs", "snapshot", "S"));
        assertEquals(
                "r\n\nE\n/blob/a/c/x\n\n\n\n2020-12-06\nbs\nS\n\n\n\n\n\n",
                StringToSign.service(new SasToken(fields), "a", "c", "x"));
        fields.remove("snapshot");
        fields.putAll(Map.of("sr", "bv", "versionid", "V"));
        assertEquals(
                "r\n\nE\n/blob/a/c/x\n\n\n\n2020-12-06\nbv\nV\n\n\n\n\n\n",
                StringToSign.service(new SasToken(fields), "a", "c", "x"));
    }

    @Test
    void aSnapshotsSignatureOpensThatSnapshotOnly() {
        String first = "2026-11-23T12:00:00.0000000Z";
        String second = "2026-11-23T12:00:01.0000000Z";
        for (String[] kind : new String[][] {{"bs", "snapshot"}, {"bv", "versionid"}}) {
            String sas = sas(Map.of("sr", kind[0], "sp", "r", kind[1], first));
            String named = kind[1] + "=" + first;
            // What is opened is there or not; here it is about who gets so far.
            assertEquals(false, outcome(get(sas)).startsWith("403"), kind[0]);
            String without = sas.replaceAll(kind[1] + "=[^&]*&?", "");
            assertEquals(FAILED, outcome(get(without)), kind[0]);
            assertEquals(FAILED, outcome(get(without + "&" + kind[1] + "=" + second)), kind[0]);
            String blobs = sas(Map.of("sr", "b", "sp", "r"));
            assertEquals("200", outcome(get(blobs)));
            assertEquals(FAILED, outcome(get(blobs + "&" + named)), kind[0]);
        }
        assertEquals(
                FAILED,
                outcome(
                        get(
                                sas(
                                        Map.of(
                                                "sr",
                                                "bs",
                                                "sp",
                                                "r",
                                                "snapshot",
                                                first,
                                                "versionid",
                                                first)))));
        assertEquals(
                FAILED,
                outcome(
                        get(
                                sas(
                                        Map.of(
                                                "sr",
                                                "bs",
                                                "sp",
                                                "r",
                                                "snapshot",
                                                first,
                                                "sv",
                                                "2017-11-09")))));
    }

    private String sas(Map<String, String> fields) {
        return Sas.service(world.account("acct"), "aaa/b", fields);
    }

    private fr.bleu.http.Answer get(String sas) {
        return world.send(world.anonymous("GET", "/aaa/b?" + sas));
    }
}
