package fr.bleu.storage;

import static fr.bleu.storage.World.header;
import static fr.bleu.storage.World.outcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.http.FakeRequest;
import fr.bleu.http.Percent;
import fr.bleu.trust.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Immutability policies and legal holds of versions and snapshots. */
class PastHoldsTest {
    private static final String POLICY = "409 BlobImmutableDueToPolicy";
    private static final String LEGAL_HOLD = "409 BlobImmutableDueToLegalHold";
    private static final String LATER = "Thu, 26 Nov 2026 12:00:00 GMT";
    private static final String NEVER = "2020-01-01T00:00:00.0000000Z";

    private World world;
    private HeldPlaces places;
    private String blob;
    private String version;
    private String snapshot;

    /** A blob with an earlier version and a snapshot of the current one. */
    @BeforeEach
    void open() {
        world = new World();
        places = new HeldPlaces(world);
        blob = "/" + places.versioned() + "/b";
        Answer first = world.put(blob, new byte[] {1});
        world.put(blob, new byte[] {2});
        version = "versionid=" + header(first, "x-ms-version-id");
        Answer taken = world.send("PUT", blob + "?comp=snapshot");
        snapshot = "snapshot=" + header(taken, "x-ms-snapshot");
    }

    @AfterEach
    void close() {
        world.close();
    }

    private List<String> states() {
        return List.of(version, snapshot);
    }

    private String set(String state, String until, String mode) {
        return outcome(
                world.send(
                        world.request("PUT", blob + "?comp=immutabilityPolicies&" + state)
                                .with("x-ms-immutability-policy-until-date", until)
                                .with("x-ms-immutability-policy-mode", mode)));
    }

    private String unset(String state) {
        return outcome(world.send("DELETE", blob + "?comp=immutabilityPolicies&" + state));
    }

    private String hold(String state, boolean held) {
        return outcome(world.send(holding(state, held)));
    }

    private FakeRequest holding(String state, boolean held) {
        return world.request("PUT", blob + "?comp=legalhold&" + state)
                .with("x-ms-legal-hold", Boolean.toString(held));
    }

    private String delete(String state) {
        return outcome(world.send("DELETE", blob + "?" + state));
    }

    private String shown(String state) {
        Answer head = world.send("HEAD", blob + state);
        return String.join(
                        " ",
                        header(head, "x-ms-immutability-policy-mode"),
                        header(head, "x-ms-immutability-policy-until-date"),
                        header(head, "x-ms-legal-hold"))
                .strip();
    }

    private String stamp(String state) {
        Answer head = world.send("HEAD", blob + "?" + state);
        return header(head, "ETag") + header(head, "Last-Modified");
    }

    @Test
    void anUnlockedPolicyIsSetShortenedAndTakenBack() {
        for (String state : states()) {
            String stamp = stamp(state);
            assertEquals("200", set(state, LATER, "Unlocked"));
            assertEquals("Unlocked " + LATER, shown("?" + state));
            assertEquals("", shown(""));
            assertEquals(POLICY, delete(state));
            assertEquals("200", set(state, HeldPlaces.UNTIL, "Unlocked"));
            assertEquals("200", unset(state));
            assertEquals("", shown("?" + state));
            assertEquals(stamp, stamp(state));
            assertEquals("202", delete(state));
        }
    }

    @Test
    void aLockedPolicyIsOnlyExtended() {
        for (String state : states()) {
            assertEquals("200", set(state, HeldPlaces.UNTIL, "Locked"));
            assertEquals(POLICY, set(state, "Wed, 25 Nov 2026 11:59:59 GMT", "Locked"));
            assertEquals(POLICY, set(state, LATER, "Unlocked"));
            assertEquals(POLICY, unset(state));
            assertEquals(POLICY, delete(state));
            assertEquals("200", set(state, LATER, "Locked"));
            assertEquals("Locked " + LATER, shown("?" + state));
        }
    }

    @Test
    void aLegalHoldHoldsUntilItIsTakenBack() {
        for (String state : states()) {
            assertEquals("200", hold(state, true));
            assertEquals("true", shown("?" + state));
            assertEquals("", shown(""));
            assertEquals(LEGAL_HOLD, delete(state));
            assertEquals("200", hold(state, false));
            assertEquals("202", delete(state));
            assertEquals("404 BlobNotFound", hold(state, true));
        }
    }

    @Test
    void theCurrentVersionIsMeantByItsId() {
        String current = "versionid=" + header(world.send("HEAD", blob), "x-ms-version-id");
        assertEquals("200", hold(current, true));
        assertEquals("true", shown(""));
        world.put(blob, new byte[] {3});
        assertEquals("", shown(""));
        assertEquals("true", shown("?" + current));
        assertEquals(LEGAL_HOLD, delete(current));
    }

    @Test
    void whatIsNotThereIsNotHeld() {
        String unknown = "404 BlobNotFound";
        for (String state : List.of("versionid=" + NEVER, "snapshot=" + NEVER)) {
            assertEquals(unknown, hold(state, true));
            assertEquals(unknown, set(state, LATER, "Locked"));
            assertEquals(unknown, unset(state));
        }
        String invalid = "400 InvalidQueryParameterValue";
        for (String state : List.of("versionid=x", "snapshot=x", version + "&" + snapshot)) {
            assertEquals(invalid, hold(state, true));
        }
        world.management.settings(old -> old.withDeletion(7, false));
        for (String state : states()) {
            assertEquals("202", delete(state));
            assertEquals(unknown, hold(state, true));
            assertEquals(unknown, set(state, LATER, "Locked"));
        }
    }

    @Test
    void containersThatDoNotHoldVersionsOneByOneHoldNone() {
        blob = "/" + places.container() + "/b";
        version = "versionid=" + header(world.put(blob, new byte[] {1}), "x-ms-version-id");
        world.put(blob, new byte[] {2});
        Answer taken = world.send("PUT", blob + "?comp=snapshot");
        snapshot = "snapshot=" + header(taken, "x-ms-snapshot");
        String refused = "409 BlobOperationNotSupported";
        for (String state : states()) {
            assertEquals(refused, hold(state, true));
            assertEquals(refused, set(state, LATER, "Unlocked"));
            assertEquals(refused, unset(state));
        }
    }

    @Test
    void aPolicysConditionIsHeldAgainstTheState() {
        world.clock.advance(Duration.ofMinutes(1));
        world.put(blob, new byte[] {4});
        assertEquals("200", unmodifiedSince("Mon, 23 Nov 2026 12:00:00 GMT"));
        assertEquals("412 ConditionNotMet", unmodifiedSince("Mon, 23 Nov 2026 11:59:00 GMT"));
    }

    private String unmodifiedSince(String time) {
        return outcome(
                world.send(
                        world.request("PUT", blob + "?comp=immutabilityPolicies&" + version)
                                .with("x-ms-immutability-policy-until-date", LATER)
                                .with("if-unmodified-since", time)));
    }

    @Test
    void holdsNeedLeaveOfTheirOwn() {
        world.grant(world.principal("writer"), "Storage Blob Data Contributor", Scope.of(""));
        for (String state : states()) {
            FakeRequest request =
                    world.anonymous("PUT", blob + "?comp=legalhold&" + state)
                            .with("authorization", "Bearer writer")
                            .with("x-ms-legal-hold", "true")
                            .body("");
            assertEquals("403 AuthorizationPermissionMismatch", outcome(world.send(request)));
        }
    }

    @Test
    void aVersionsSignatureHoldsThatVersion() {
        String id = version.substring("versionid=".length());
        assertEquals("403 AuthorizationPermissionMismatch", signed(id, "rdxt", id));
        assertEquals("200", signed(id, "i", id));
        assertEquals("true", shown("?" + version));
        String current = header(world.send("HEAD", blob), "x-ms-version-id");
        assertEquals("403 AuthenticationFailed", signed(id, "i", current));
        assertEquals("", shown(""));
    }

    /** Holds a version by a signature that was made for one. */
    private String signed(String id, String permissions, String used) {
        String query =
                Sas.service(
                        world.account("acct"),
                        blob.substring(1),
                        Map.of("sr", "bv", "versionid", id, "sp", permissions));
        return outcome(
                world.send(
                        world.anonymous(
                                        "PUT",
                                        blob
                                                + "?comp=legalhold&"
                                                + query.replace(
                                                        Percent.encode(id), Percent.encode(used)))
                                .with("x-ms-legal-hold", "true")
                                .body("")));
    }

    @Test
    void noPartOfABatchDeletesWhatIsHeld() {
        assertEquals("200", hold(version, true));
        FakeRequest batch =
                world.request("POST", "/?comp=batch")
                        .with("content-type", "multipart/mixed; boundary=x")
                        .body(
                                "--x\r\nContent-Type: application/http\r\n"
                                        + "Content-Transfer-Encoding: binary\r\n"
                                        + "Content-ID: 0\r\n\r\nDELETE "
                                        + blob
                                        + "?"
                                        + version
                                        + " HTTP/1.1\r\nAuthorization: Bearer owner\r\n"
                                        + "Content-Length: 0\r\n\r\n--x--\r\n");
        String answer = World.text(world.send(batch));
        assertTrue(answer.contains("HTTP/1.1 409 BlobImmutableDueToLegalHold"), answer);
        assertEquals("true", shown("?" + version));
    }

    @Test
    void aDisabledScopesVersionsStayAsTheyAre() {
        world.management.scope("mine", true);
        FakeRequest put =
                world.request("PUT", blob)
                        .with("x-ms-blob-type", "BlockBlob")
                        .with("x-ms-encryption-scope", "mine")
                        .body("x");
        version = "versionid=" + header(world.send(put), "x-ms-version-id");
        world.put(blob, new byte[] {5});
        world.management.scope("mine", false);
        String refused = outcome(world.send("GET", blob + "?" + version));
        assertTrue(refused.startsWith("403 "), refused);
        assertEquals(refused, hold(version, true));
        world.management.scope("mine", true);
        assertEquals("200", hold(version, true));
    }
}
