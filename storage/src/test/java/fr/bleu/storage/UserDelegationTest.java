package fr.bleu.storage;

import static fr.bleu.storage.World.outcome;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import fr.bleu.http.Answer;
import fr.bleu.http.FakeRequest;
import fr.bleu.http.Xml;
import fr.bleu.trust.Caller;
import fr.bleu.trust.Scope;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** User delegation keys and what is signed with them. */
class UserDelegationTest {
    private static final String KEY = "/?restype=service&comp=userdelegationkey";
    private static final String FAILED = "403 AuthenticationFailed";
    private static final String MISMATCH = "403 AuthorizationPermissionMismatch";

    private World world;
    private Caller.Principal signer;

    @BeforeEach
    void open() {
        world = new World();
        for (String container : new String[] {"aaa", "bbb"}) {
            world.send("PUT", "/" + container + "?restype=container");
            world.put("/" + container + "/b", new byte[] {1, 2, 3});
        }
        signer = world.principal("signer");
        world.grant(signer, "Storage Blob Delegator", world.accountScope("acct"));
    }

    @AfterEach
    void close() {
        world.close();
    }

    private Scope container(String name) {
        return ContainerTarget.scope(world.accountScope("acct"), name);
    }

    private Answer ask(String start, String expiry) {
        return ask(
                "<KeyInfo><Start>" + start + "</Start><Expiry>" + expiry + "</Expiry></KeyInfo>");
    }

    private Answer ask(String body) {
        return world.send(
                world.anonymous("POST", KEY).with("authorization", "Bearer signer").body(body));
    }

    private Xml.Element key() {
        Answer answer = ask("2026-11-23T11:00:00Z", "2026-11-24T12:00:00Z");
        assertEquals("200", outcome(answer));
        return Xml.parse(World.bytes(answer), "Bad");
    }

    /** Signs as the SDKs do, with the fields of a key. */
    private static String sas(Xml.Element key, String path, Map<String, String> fields) {
        Map<String, String> all = Sas.complete(fields);
        all.putIfAbsent("skoid", key.childText("SignedOid").orElseThrow());
        all.putIfAbsent("sktid", key.childText("SignedTid").orElseThrow());
        all.putIfAbsent("skt", key.childText("SignedStart").orElseThrow());
        all.putIfAbsent("ske", key.childText("SignedExpiry").orElseThrow());
        all.putIfAbsent("sks", key.childText("SignedService").orElseThrow());
        all.putIfAbsent("skv", key.childText("SignedVersion").orElseThrow());
        String[] names = path.split("/", 2);
        String text =
                StringToSign.delegated(
                        new SasToken(all), "acct", names[0], names.length > 1 ? names[1] : "");
        byte[] secret = Base64.getDecoder().decode(key.childText("Value").orElseThrow());
        return Sas.signed(all, AccountKey.sign(secret, text));
    }

    private String send(String method, String target, String sas) {
        String joined = target + (target.contains("?") ? "&" : "?") + sas;
        FakeRequest request = world.anonymous(method, joined).with("x-ms-blob-type", "BlockBlob");
        return outcome(world.send(request.body("")));
    }

    @Test
    void theSignedStringHasTheLayoutOfItsVersion() {
        Map<String, String> fields = new TreeMap<>(Map.of("sp", "r", "se", "E", "sr", "b"));
        fields.putAll(Map.of("skoid", "O", "sktid", "T", "skt", "S", "ske", "X", "sks", "b"));
        fields.putAll(Map.of("skv", "V", "scid", "C", "sip", "I", "spr", "https", "rsct", "t"));
        String head = "r\n\nE\n/blob/a/c/x\nO\nT\nS\nX\nb\nV\n";
        String tail = "\nb\n\n";
        assertEquals(
                head + "I\nhttps\n2018-11-09" + tail + "\n\n\n\nt", layout(fields, "2018-11-09"));
        assertEquals(
                head + "\n\nC\nI\nhttps\n2020-02-10" + tail + "\n\n\n\nt",
                layout(fields, "2020-02-10"));
        assertEquals(
                head + "\n\nC\nI\nhttps\n2020-12-06" + tail + "\n\n\n\n\nt",
                layout(fields, "2020-12-06"));
        assertEquals(
                head + "\n\nC\n\n\nI\nhttps\n2025-07-05" + tail + "\n\n\n\n\nt",
                layout(fields, "2025-07-05"));
        assertEquals(
                head + "\n\nC\n\n\nI\nhttps\n2026-04-06" + tail + "\n\n\n\n\n\n\nt",
                layout(fields, "2026-04-06"));
    }

    private static String layout(Map<String, String> fields, String version) {
        Map<String, String> all = new TreeMap<>(fields);
        all.put("sv", version);
        return StringToSign.delegated(new SasToken(all), "a", "c", "x");
    }

    @Test
    void itMayWhatBothTheSignatureAndTheSignerMay() {
        world.grant(signer, "Storage Blob Data Reader", container("aaa"));
        Xml.Element key = key();
        String all = sas(key, "aaa", Map.of("sr", "c", "sp", "rwdl"));
        assertEquals("200", send("GET", "/aaa/b", all));
        assertEquals("200", send("GET", "/aaa?restype=container&comp=list", all));
        assertEquals(MISMATCH, send("PUT", "/aaa/n", all));
        assertEquals(MISMATCH, send("DELETE", "/aaa/b", all));
        String listOnly = sas(key, "aaa", Map.of("sr", "c", "sp", "l"));
        assertEquals(MISMATCH, send("GET", "/aaa/b", listOnly));
        assertEquals(MISMATCH, send("GET", "/aaa?restype=container", all));
        assertEquals(
                MISMATCH, send("GET", "/bbb/b", sas(key, "bbb", Map.of("sr", "c", "sp", "r"))));
        assertEquals(FAILED, send("GET", "/bbb/b", all));
    }

    @Test
    void theSignersRolesCountAsTheyAreNow() {
        Xml.Element key = key();
        String sas = sas(key, "aaa/b", Map.of("sr", "b", "sp", "r"));
        assertEquals(MISMATCH, send("GET", "/aaa/b", sas));
        world.grant(signer, "Storage Blob Data Reader", container("aaa"));
        assertEquals("200", send("GET", "/aaa/b", sas));
        world.disabled.add(signer.principal());
        assertEquals(FAILED, send("GET", "/aaa/b", sas));
    }

    @Test
    void createOnlyNeverOverwrites() {
        world.grant(signer, "Storage Blob Data Contributor", container("aaa"));
        String sas = sas(key(), "aaa", Map.of("sr", "c", "sp", "c"));
        assertEquals("201", send("PUT", "/aaa/n", sas));
        assertEquals("403 UnauthorizedBlobOverwrite", send("PUT", "/aaa/n", sas));
    }

    @Test
    void appendingIsAddingForTheSigner() {
        assertEquals(
                "201",
                outcome(
                        world.send(
                                world.request("PUT", "/aaa/log")
                                        .with("x-ms-blob-type", "AppendBlob")
                                        .body(""))));
        String sas = sas(key(), "aaa/log", Map.of("sr", "b", "sp", "a"));
        assertEquals(MISMATCH, append(sas));
        world.grant(signer, "Storage Blob Data Contributor", container("aaa"));
        assertEquals("201", append(sas));
        assertEquals(MISMATCH, send("PUT", "/aaa/log", sas));
        assertEquals(MISMATCH, append(sas(key(), "aaa/log", Map.of("sr", "b", "sp", "c"))));
    }

    private String append(String sas) {
        FakeRequest request = world.anonymous("PUT", "/aaa/log?comp=appendblock&" + sas);
        return outcome(world.send(request.body("x")));
    }

    @Test
    void aKeyOutlivesNeitherItsTimeNorItsAccount() {
        world.grant(signer, "Storage Blob Data Reader", container("aaa"));
        String sas = sas(key(), "aaa/b", Map.of("sr", "b", "sp", "r", "se", "2026-12-23"));
        assertEquals("200", send("GET", "/aaa/b", sas));
        FakeRequest elsewhere = world.anonymous("GET", "/aaa/b?" + sas).label("other");
        assertEquals(FAILED, outcome(world.send(elsewhere)));
        world.clock.advance(Duration.ofHours(25));
        assertEquals(FAILED, send("GET", "/aaa/b", sas));
    }

    @Test
    void noFieldOfTheKeyCanBeAltered() {
        world.grant(signer, "Storage Blob Data Reader", container("aaa"));
        Xml.Element key = key();
        Map<String, String> good = Map.of("sr", "b", "sp", "r");
        assertEquals("200", send("GET", "/aaa/b", sas(key, "aaa/b", good)));
        Map<String, String> altered = new TreeMap<>();
        altered.put("skoid", world.owner.principal().toString());
        altered.put("sktid", "00000000-0000-0000-0000-000000000001");
        altered.put("skt", "2026-11-23T10:00:00Z");
        altered.put("ske", "2026-11-25T12:00:00Z");
        altered.put("sks", "q");
        altered.put("skv", "2020-12-06");
        altered.forEach(
                (name, value) -> {
                    Map<String, String> fields = new TreeMap<>(good);
                    fields.put(name, value);
                    assertEquals(FAILED, send("GET", "/aaa/b", sas(key, "aaa/b", fields)), name);
                });
    }

    @Test
    void malformedTokensAreRefused() {
        Xml.Element key = key();
        for (String[] wrong :
                new String[][] {
                    {"skoid", "x"},
                    {"skt", "yesterday"},
                    {"skv", "2024-11-04-and-more"},
                    {"sr", "d"},
                    {"sv", "2018-03-28"},
                    {"sp", "?"}
                }) {
            Map<String, String> fields = new TreeMap<>(Map.of("sr", "b", "sp", "r"));
            fields.put(wrong[0], wrong[1]);
            assertEquals(FAILED, send("GET", "/aaa/b", sas(key, "aaa/b", fields)), wrong[0]);
        }
        String sas = sas(key, "aaa/b", Map.of("sr", "b", "sp", "r"));
        for (String added : List.of("saoid=x", "suoid=x", "sduoid=x", "si=p", "srh=x", "ss=b")) {
            assertEquals(FAILED, send("GET", "/aaa/b", sas + "&" + added), added);
        }
        assertEquals(FAILED, send("GET", "/aaa/b", sas.replaceAll("skoid=[^&]*&", "")));
    }

    @Test
    void keysAreNotSharedAndDoNotDependOnWhatIsStored() {
        byte[] first = World.bytes(ask("2026-11-23T11:00:00Z", "2026-11-24T12:00:00Z"));
        byte[] again = World.bytes(ask("2026-11-23T11:00:00Z", "2026-11-24T12:00:00Z"));
        assertArrayEquals(first, again);
        String other = World.text(ask("2026-11-23T11:00:01Z", "2026-11-24T12:00:00Z"));
        assertFalse(value(new String(first, StandardCharsets.UTF_8)).equals(value(other)));
    }

    private static String value(String xml) {
        return Xml.parse(xml.getBytes(StandardCharsets.UTF_8), "Bad")
                .childText("Value")
                .orElseThrow();
    }

    @Test
    void onlyPrincipalsWithTheActionGetKeys() {
        String body = "<KeyInfo><Expiry>2026-11-24T12:00:00Z</Expiry></KeyInfo>";
        assertEquals("200", outcome(ask(body)));
        world.principal("nobody");
        assertEquals(
                MISMATCH,
                outcome(
                        world.send(
                                world.anonymous("POST", KEY)
                                        .with("authorization", "Bearer nobody")
                                        .body(body))));
        FakeRequest byKey = world.anonymous("POST", KEY).body(body);
        String secret = Base64.getEncoder().encodeToString(world.account("acct").key1().secret());
        assertEquals(
                FAILED,
                outcome(
                        world.send(
                                Signed.sharedKey(byKey, "acct", secret, world.clock.instant()))));
        String sas =
                Sas.account(world.account("acct"), Map.of("ss", "b", "srt", "sco", "sp", "rwdlac"));
        assertEquals(
                FAILED, outcome(world.send(world.anonymous("POST", KEY + "&" + sas).body(body))));
        // Keys that are not permitted forbid nothing to who has a role.
        world.management.setRules("acct", new AccountRules(false, false));
        assertEquals("200", outcome(ask(body)));
    }

    @Test
    void timesBeyondSevenDaysAndMalformedDocumentsAreRefused() {
        String value = "400 InvalidXmlNodeValue";
        assertEquals("200", outcome(ask("2026-11-23T12:00:01Z", "2026-11-30T12:00:00Z")));
        assertEquals(value, outcome(ask("2026-11-23T12:00:00Z", "2026-11-30T12:00:01Z")));
        assertEquals(value, outcome(ask("2026-11-20T12:00:00Z", "2026-11-30T12:00:00Z")));
        assertEquals(value, outcome(ask("2026-11-16T12:00:00Z", "2026-11-24T12:00:00Z")));
        assertEquals(value, outcome(ask("2026-11-20T12:00:00Z", "2026-11-28T12:00:00Z")));
        assertEquals(value, outcome(ask("2026-11-24T12:00:00Z", "2026-11-24T12:00:00Z")));
        assertEquals(value, outcome(ask("2026-11-22T12:00:00Z", "2026-11-23T12:00:00Z")));
        assertEquals(value, outcome(ask("now", "2026-11-24T12:00:00Z")));
        assertEquals(value, outcome(ask("<KeyInfo><Start>2026-11-23</Start></KeyInfo>")));
        String document = "400 InvalidXmlDocument";
        for (String body :
                List.of(
                        "",
                        "<KeyInfo>",
                        "<Key/>",
                        "<KeyInfo><DelegatedUserTid>x</DelegatedUserTid></KeyInfo>",
                        "<KeyInfo><Expiry/><Expiry/></KeyInfo>",
                        "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><KeyInfo/>")) {
            assertEquals(document, outcome(ask(body)), body);
        }
        assertEquals("413 RequestBodyTooLarge", outcome(ask("x".repeat(5000))));
    }
}
