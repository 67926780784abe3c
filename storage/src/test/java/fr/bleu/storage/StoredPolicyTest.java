package fr.bleu.storage;

import static fr.bleu.storage.World.outcome;
import static org.junit.jupiter.api.Assertions.assertEquals;

import fr.bleu.http.Answer;
import fr.bleu.http.FakeRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Stored access policies and the signatures that name them. */
class StoredPolicyTest {
    private static final String ACL = "/aaa?restype=container&comp=acl";
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

    private Answer set(String identifiers) {
        return world.send(
                world.request("PUT", ACL)
                        .body("<SignedIdentifiers>" + identifiers + "</SignedIdentifiers>"));
    }

    private static String identifier(String id, String terms) {
        return "<SignedIdentifier><Id>"
                + id
                + "</Id><AccessPolicy>"
                + terms
                + "</AccessPolicy></SignedIdentifier>";
    }

    private static String untilOne(String permissions) {
        return "<Expiry>2026-11-23T13:00:00.0000000Z</Expiry><Permission>"
                + permissions
                + "</Permission>";
    }

    private String sas(String... extra) {
        Map<String, String> fields = new java.util.TreeMap<>(Map.of("sr", "c", "si", "p"));
        for (int i = 0; i < extra.length; i += 2) {
            fields.put(extra[i], extra[i + 1]);
        }
        return Sas.service(world.account("acct"), "aaa", fields);
    }

    private String get(String sas) {
        return outcome(world.send(world.anonymous("GET", "/aaa/b?" + sas)));
    }

    private FakeRequest put(String sas) {
        return world.anonymous("PUT", "/aaa/n?" + sas)
                .with("x-ms-blob-type", "BlockBlob")
                .body("new");
    }

    @Test
    void policiesComeBackAsTheyWereSet() {
        String start = "<Start>2026-11-01T00:00:00.0000000Z</Start>";
        assertEquals(
                "200", outcome(set(identifier("p", start + untilOne("rw")) + identifier("q", ""))));
        Answer answer = world.send("GET", ACL);
        assertEquals("200", outcome(answer));
        assertEquals(
                "<?xml version=\"1.0\" encoding=\"utf-8\"?><SignedIdentifiers>"
                        + identifier("p", start + untilOne("rw"))
                        + "<SignedIdentifier><Id>q</Id><AccessPolicy /></SignedIdentifier>"
                        + "</SignedIdentifiers>",
                World.text(answer));
        assertEquals("200", outcome(world.send(world.request("PUT", ACL).body(""))));
        assertEquals(
                "<?xml version=\"1.0\" encoding=\"utf-8\"?><SignedIdentifiers />",
                World.text(world.send("GET", ACL)));
    }

    @Test
    void aSignatureOpensWhatItsPolicySaysAndNoLongerThanItDoes() {
        assertEquals(FAILED, get(sas()));
        set(identifier("p", untilOne("r")));
        String sas = sas();
        assertEquals("200", get(sas));
        assertEquals("403 AuthorizationPermissionMismatch", outcome(world.send(put(sas))));
        set(identifier("p", untilOne("w")));
        assertEquals("403 AuthorizationPermissionMismatch", get(sas));
        assertEquals("201", outcome(world.send(put(sas))));
        set(identifier("other", untilOne("r")));
        assertEquals(FAILED, get(sas));
        set(identifier("p", untilOne("r")));
        world.clock.advance(Duration.ofHours(2));
        assertEquals(FAILED, get(sas));
    }

    @Test
    void eachTermIsSaidOnce() {
        set(identifier("p", untilOne("r")));
        assertEquals(FAILED, get(sas("sp", "r")));
        assertEquals(FAILED, get(sas("se", "2026-11-23T12:30:00Z")));
        assertEquals("200", get(sas("st", "2026-11-23T11:00:00Z")));
        assertEquals(FAILED, get(sas("st", "2026-11-23T12:30:00Z")));
        set(identifier("p", "<Permission>r</Permission>"));
        assertEquals(FAILED, get(sas()));
        assertEquals("200", get(sas("se", "2026-11-23T13:00:00Z")));
        set(identifier("p", ""));
        assertEquals(FAILED, get(sas("se", "2026-11-23T13:00:00Z")));
        assertEquals("200", get(sas("se", "2026-11-23T13:00:00Z", "sp", "r")));
    }

    /** The write was permitted, and its policy goes before it commits. */
    @Test
    void aWriteUnderWayDoesNotOutliveItsPolicy() {
        set(identifier("p", untilOne("w")));
        String sas = sas();
        FakeRequest put = put(sas);
        boolean ran = false;
        for (int look = 2; look < 8; look++) {
            set(identifier("p", untilOne("w")));
            world.clock.atLook(look, () -> set(identifier("p", untilOne("r"))));
            Answer answer = world.send(put);
            if (world.clock.looked()) {
                ran = true;
                // Either the write was first, and then wholly, or it is refused.
                assertEquals(FAILED, outcome(answer), "look " + look);
            }
        }
        assertEquals(true, ran);
    }

    @Test
    void anotherContainersPolicyIsNone() {
        world.send("PUT", "/bbb?restype=container");
        set(identifier("p", untilOne("r")));
        String sas = Sas.service(world.account("acct"), "bbb", Map.of("sr", "c", "si", "p"));
        assertEquals(FAILED, outcome(world.send(world.anonymous("GET", "/bbb/b?" + sas))));
    }

    @Test
    void malformedListsAreRefusedAndChangeNothing() {
        set(identifier("p", untilOne("r")));
        String five = "";
        for (int i = 0; i < 5; i++) {
            five += identifier("p" + i, "");
        }
        String document = "400 InvalidXmlDocument";
        String value = "400 InvalidXmlNodeValue";
        assertEquals(document, outcome(set(five + identifier("sixth", ""))));
        assertEquals(document, outcome(set(identifier("p", "") + identifier("p", ""))));
        assertEquals(document, outcome(set("<Signed/>")));
        assertEquals(document, outcome(set(identifier("p", "<Permissions>r</Permissions>"))));
        assertEquals(document, outcome(set(identifier("p", "<Start/><Start/>"))));
        assertEquals(value, outcome(set(identifier("", ""))));
        assertEquals(value, outcome(set(identifier("p".repeat(65), ""))));
        assertEquals(value, outcome(set(identifier("p", "<Permission>rq</Permission>"))));
        assertEquals(value, outcome(set(identifier("p", "<Expiry>tomorrow</Expiry>"))));
        for (String body :
                List.of(
                        "<",
                        "<a/>",
                        "<!DOCTYPE a [<!ENTITY e 'x'>]><SignedIdentifiers/>",
                        "\u0001")) {
            assertEquals(document, outcome(world.send(world.request("PUT", ACL).body(body))), body);
        }
        assertEquals(
                "413 RequestBodyTooLarge",
                outcome(world.send(world.request("PUT", ACL).body(new byte[(64 << 10) + 1]))));
        assertEquals("200", get(sas()));
        assertEquals("200", outcome(set(five)));
    }

    @Test
    void aLeaseIdMustBeTheHolders() {
        FakeRequest other =
                world.request("PUT", ACL)
                        .with("x-ms-lease-id", "00000000-0000-0000-0000-000000000001")
                        .body("");
        assertEquals("412 LeaseNotPresentWithContainerOperation", outcome(world.send(other)));
    }

    @Test
    void publicAccessIsRefused() {
        FakeRequest open =
                world.request("PUT", ACL).with("x-ms-blob-public-access", "blob").body("");
        assertEquals("409 PublicAccessNotPermitted", outcome(world.send(open)));
    }
}
