package fr.bleu.storage;

import static fr.bleu.storage.World.outcome;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Account signatures: each letter opens what Azure's table says, on the types that it names. */
class AccountSasTest {
    private static final String MISMATCH = "403 AuthorizationPermissionMismatch";
    private static final String WRONG_TYPE = "403 AuthorizationResourceTypeMismatch";

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

    private String sas(String types, String permissions) {
        return sas(Map.of("ss", "b", "srt", types, "sp", permissions));
    }

    private String sas(Map<String, String> fields) {
        return Sas.account(world.account("acct"), fields);
    }

    private String send(String method, String target, String sas) {
        String joined = target + (target.contains("?") ? "&" : "?") + sas;
        return outcome(
                world.send(
                        world.anonymous(method, joined)
                                .with("x-ms-blob-type", "BlockBlob")
                                .body("")));
    }

    @Test
    void theSignedStringHasTheLayoutOfItsVersion() {
        Map<String, String> fields =
                Map.of("sp", "rl", "ss", "bf", "srt", "co", "se", "E", "sip", "I", "spr", "https");
        assertEquals("a\nrl\nbf\nco\n\nE\nI\nhttps\n2015-04-05\n", layout(fields, "2015-04-05"));
        assertEquals("a\nrl\nbf\nco\n\nE\nI\nhttps\n2020-10-02\n", layout(fields, "2020-10-02"));
        assertEquals("a\nrl\nbf\nco\n\nE\nI\nhttps\n2020-12-06\n\n", layout(fields, "2020-12-06"));
    }

    private static String layout(Map<String, String> fields, String version) {
        Map<String, String> all = new TreeMap<>(fields);
        all.put("sv", version);
        return StringToSign.account(new SasToken(all), "a");
    }

    @Test
    void eachLetterOpensItsOperationsAndNoOther() {
        String[][] operations = {
            // method, target, type, letters that open it, outcome then
            {"GET", "/?comp=list", "s", "l", "200"},
            {"GET", "/aaa?restype=container", "c", "r", "200"},
            {"GET", "/aaa?restype=container&comp=list", "c", "l", "200"},
            {"PUT", "/aaa?restype=container&comp=metadata", "c", "w", "200"},
            {"PUT", "/aaa?restype=container", "c", "cw", "409 ContainerAlreadyExists"},
            {"GET", "/aaa/b", "o", "r", "200"},
            {"PUT", "/aaa/b?comp=metadata", "o", "w", "200"},
            {"DELETE", "/aaa/none", "o", "d", "404 BlobNotFound"},
            // Who has no key manages no policies.
            {"GET", "/aaa?restype=container&comp=acl", "c", "", ""},
            {"PUT", "/aaa?restype=container&comp=acl", "c", "", ""}
        };
        for (String[] operation : operations) {
            for (char letter : "rwdxylacuptfi".toCharArray()) {
                boolean opens = operation[3].indexOf(letter) >= 0;
                String sas = sas(operation[2], String.valueOf(letter));
                String what = operation[0] + " " + operation[1] + " with " + letter;
                assertEquals(
                        opens ? operation[4] : MISMATCH,
                        send(operation[0], operation[1], sas),
                        what);
            }
        }
    }

    @Test
    void aTypeOpensResourcesOfThatTypeOnly() {
        Map<String, String> targets =
                Map.of("s", "/?comp=list", "c", "/aaa?restype=container", "o", "/aaa/b");
        for (String type : targets.keySet()) {
            for (String target : targets.keySet()) {
                assertEquals(
                        type.equals(target) ? "200" : WRONG_TYPE,
                        send("GET", targets.get(target), sas(type, "rl")));
            }
        }
    }

    @Test
    void createNeverOverwritesAndDeletesAreNotHinderedByIt() {
        String sas = sas("o", "cd");
        assertEquals("201", send("PUT", "/aaa/new", sas));
        assertEquals("403 UnauthorizedBlobOverwrite", send("PUT", "/aaa/new", sas));
        assertEquals("202", send("DELETE", "/aaa/new", sas));
        assertEquals("201", send("PUT", "/aaa/new", sas("o", "c")));
        assertEquals("403 UnauthorizedBlobOverwrite", send("PUT", "/aaa/new", sas("o", "c")));
    }

    @Test
    void containersAreMadeAndDeletedByTheirLetters() {
        assertEquals("201", send("PUT", "/new?restype=container", sas("c", "c")));
        assertEquals(MISMATCH, send("PUT", "/new?restype=container&comp=metadata", sas("c", "c")));
        assertEquals("202", send("DELETE", "/new?restype=container", sas("c", "d")));
    }

    @Test
    void anotherServicesSignatureIsRefused() {
        assertEquals(
                "403 AuthorizationServiceMismatch",
                send("GET", "/aaa/b", sas(Map.of("ss", "qf", "srt", "o", "sp", "r"))));
    }

    @Test
    void anotherAccountsSignatureIsRefused() {
        String sas = Sas.account(world.account("other"), Map.of("ss", "b", "srt", "o", "sp", "r"));
        assertEquals("403 AuthenticationFailed", send("GET", "/aaa/b", sas));
    }

    @Test
    void timesAndAddressesAreEnforced() {
        Map<String, String> fields = Map.of("ss", "b", "srt", "o", "sp", "r");
        for (Map.Entry<String, String> refused :
                Map.of(
                                "se", "2026-11-23T11:59:59Z",
                                "st", "2026-11-23T12:30:00Z")
                        .entrySet()) {
            Map<String, String> all = new TreeMap<>(fields);
            all.put(refused.getKey(), refused.getValue());
            assertEquals("403 AuthenticationFailed", send("GET", "/aaa/b", sas(all)));
        }
        Map<String, String> elsewhere = new TreeMap<>(fields);
        elsewhere.put("sip", "198.51.100.1");
        assertEquals("403 AuthorizationSourceIPMismatch", send("GET", "/aaa/b", sas(elsewhere)));
    }

    @Test
    void malformedTokensAreRefused() {
        Map<String, String> good = Map.of("ss", "b", "srt", "o", "sp", "r");
        String sas = sas(good);
        for (String added : List.of("sr=b", "si=p", "skoid=x", "ses=x", "srt=o", "saoid=x")) {
            assertEquals(
                    "403 AuthenticationFailed", send("GET", "/aaa/b", sas + "&" + added), added);
        }
        for (Map.Entry<String, String> wrong :
                Map.of("ss", "bx", "srt", "z", "sp", "r?", "sv", "2015-04-04", "se", "never")
                        .entrySet()) {
            Map<String, String> all = new TreeMap<>(Sas.complete(good));
            all.put(wrong.getKey(), wrong.getValue());
            byte[] signature = world.account("acct").key1().sign(text(all));
            assertEquals(
                    "403 AuthenticationFailed",
                    send("GET", "/aaa/b", Sas.signed(all, signature)),
                    wrong.getKey());
        }
    }

    /** The layout of the version that is signed, whether or not {@code sv} is one. */
    private static String text(Map<String, String> fields) {
        Map<String, String> known = new TreeMap<>(fields);
        known.put("sv", "2024-11-04");
        return StringToSign.account(new SasToken(known), "acct")
                .replace("2024-11-04", fields.get("sv"));
    }

    @Test
    void whereKeysAreNotPermittedNeitherTheyNorWhatTheySignComeIn() {
        String accounts = sas("o", "r");
        String containers = Sas.service(world.account("acct"), "aaa", Map.of("sr", "c", "sp", "r"));
        var byKey =
                Signed.sharedKey(
                        world.anonymous("GET", "/aaa/b"),
                        "acct",
                        java.util.Base64.getEncoder()
                                .encodeToString(world.account("acct").key1().secret()),
                        world.clock.instant());
        assertEquals("200", send("GET", "/aaa/b", accounts));
        assertEquals("200", send("GET", "/aaa/b", containers));
        assertEquals("200", outcome(world.send(byKey)));
        world.management.setRules("acct", new AccountRules(false, false));
        String refused = "403 KeyBasedAuthenticationNotPermitted";
        assertEquals(refused, send("GET", "/aaa/b", accounts));
        assertEquals(refused, send("GET", "/aaa/b", containers));
        assertEquals(refused, outcome(world.send(byKey)));
        assertEquals("200", outcome(world.send("GET", "/aaa/b")));
    }
}
