package fr.bleu.storage;

import static fr.bleu.storage.World.header;
import static fr.bleu.storage.World.outcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.http.Failure;
import fr.bleu.http.FakeRequest;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Scope;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Immutability policies and legal holds: set, shown, extended, taken back, and what they refuse.
 */
class ImmutabilityTest {
    private static final String POLICY = "409 BlobImmutableDueToPolicy";
    private static final String LEGAL_HOLD = "409 BlobImmutableDueToLegalHold";
    private static final String LATER = "Thu, 26 Nov 2026 12:00:00 GMT";

    private World world;
    private HeldPlaces places;

    @BeforeEach
    void open() {
        world = new World();
        places = new HeldPlaces(world);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private String versioned() {
        String container = places.versioned();
        world.put("/" + container + "/b", new byte[] {1});
        return "/" + container + "/b";
    }

    private FakeRequest policy(String target, String until, String mode) {
        FakeRequest request =
                world.request("PUT", target + "?comp=immutabilityPolicies")
                        .with("x-ms-immutability-policy-until-date", until);
        return mode.isEmpty() ? request : request.with("x-ms-immutability-policy-mode", mode);
    }

    private String set(String target, String until, String mode) {
        return outcome(world.send(policy(target, until, mode)));
    }

    private String shown(String target) {
        Answer head = world.send("HEAD", target);
        return String.join(
                        " ",
                        header(head, "x-ms-immutability-policy-mode"),
                        header(head, "x-ms-immutability-policy-until-date"),
                        header(head, "x-ms-legal-hold"))
                .strip();
    }

    @Test
    void anUnlockedPolicyIsSetShortenedAndTakenBack() {
        String blob = versioned();
        String etag = header(world.send("HEAD", blob), "ETag");
        assertEquals("200", set(blob, LATER, ""));
        assertEquals("Unlocked " + LATER, shown(blob));
        assertEquals("200", set(blob, HeldPlaces.UNTIL, "unlocked"));
        assertEquals("Unlocked " + HeldPlaces.UNTIL, shown(blob));
        assertEquals(POLICY, outcome(world.send("PUT", blob + "?comp=metadata")));
        assertEquals("200", outcome(world.send("DELETE", blob + "?comp=immutabilityPolicies")));
        assertEquals("", shown(blob));
        assertEquals(etag, header(world.send("HEAD", blob), "ETag"));
        assertEquals("200", outcome(world.send("PUT", blob + "?comp=metadata")));
    }

    @Test
    void aLockedPolicyIsOnlyExtended() {
        String blob = versioned();
        assertEquals("200", set(blob, HeldPlaces.UNTIL, "Locked"));
        assertEquals(POLICY, set(blob, "Wed, 25 Nov 2026 11:59:59 GMT", "Locked"));
        assertEquals(POLICY, set(blob, LATER, "Unlocked"));
        assertEquals(POLICY, set(blob, LATER, ""));
        assertEquals(POLICY, outcome(world.send("DELETE", blob + "?comp=immutabilityPolicies")));
        assertEquals("200", set(blob, LATER, "Locked"));
        assertEquals("Locked " + LATER, shown(blob));
    }

    @Test
    void aLegalHoldHoldsUntilItIsTakenBack() {
        String blob = versioned();
        assertEquals("200", hold(blob, "true"));
        assertEquals("true", shown(blob));
        assertEquals(LEGAL_HOLD, outcome(world.send("PUT", blob + "?comp=metadata")));
        assertEquals("200", hold(blob, "false"));
        assertEquals("", shown(blob));
        assertEquals("200", outcome(world.send("PUT", blob + "?comp=metadata")));
        assertEquals("400 InvalidHeaderValue", hold(blob, "maybe"));
    }

    private String hold(String target, String value) {
        return outcome(
                world.send(
                        world.request("PUT", target + "?comp=legalhold")
                                .with("x-ms-legal-hold", value)));
    }

    @Test
    void aLeaseDoesNotStandInTheWay() {
        String blob = versioned();
        world.send(
                world.request("PUT", blob + "?comp=lease")
                        .with("x-ms-lease-action", "acquire")
                        .with("x-ms-lease-duration", "-1"));
        assertEquals("200", set(blob, LATER, "Locked"));
        assertEquals("200", hold(blob, "true"));
    }

    @Test
    void tiersTagsAndLeasesOfHeldBlobsChange() {
        HeldPlaces.Place place = places.make(HeldPlaces.Kind.LOCKED_CONTAINER);
        assertEquals(
                "200",
                outcome(
                        world.send(
                                world.request("PUT", place.target() + "?comp=tier")
                                        .with("x-ms-access-tier", "Cool"))));
        assertEquals(
                "204",
                outcome(
                        world.send(
                                world.request("PUT", place.target() + "?comp=tags")
                                        .body("<Tags><TagSet/></Tags>"))));
        assertTrue(places.isIntact(place));
    }

    @Test
    void aContainersPolicyIsTheDefaultOfNewVersions() {
        String container = places.versioned();
        ContainerPolicies policies = world.storage.containerPolicies();
        Permit permit = places.permit(container);
        policies.set(permit, 3, Optional.empty());
        String blob = "/" + container + "/b";
        world.put(blob, new byte[] {1});
        assertEquals("Unlocked " + LATER, shown(blob));
        policies.lock(permit, Optional.empty());
        world.put(blob, new byte[] {2});
        assertEquals("Locked " + LATER, shown(blob));
        FakeRequest own =
                world.request("PUT", blob)
                        .with("x-ms-blob-type", "BlockBlob")
                        .with("x-ms-immutability-policy-until-date", HeldPlaces.UNTIL)
                        .body("x");
        assertEquals("201", outcome(world.send(own)));
        assertEquals("Unlocked " + HeldPlaces.UNTIL, shown(blob));
    }

    @Test
    void listsAndContainersTell() {
        HeldPlaces.Place locked = places.make(HeldPlaces.Kind.LOCKED_VERSION);
        HeldPlaces.Place held = places.make(HeldPlaces.Kind.VERSION_ON_LEGAL_HOLD);
        assertTrue(
                list(locked)
                        .contains(
                                "<ImmutabilityPolicyUntilDate>"
                                        + HeldPlaces.UNTIL
                                        + "</ImmutabilityPolicyUntilDate>"
                                        + "<ImmutabilityPolicyMode>Locked</ImmutabilityPolicyMode>"));
        assertTrue(list(held).contains("<LegalHold>true</LegalHold>"));
        String versions = "x-ms-immutable-storage-with-versioning-enabled";
        assertEquals("true", header(container(locked), versions));
        HeldPlaces.Place ofContainer = places.make(HeldPlaces.Kind.LOCKED_CONTAINER);
        assertEquals("false", header(container(ofContainer), versions));
        assertEquals("true", header(container(ofContainer), "x-ms-has-immutability-policy"));
        Answer legal = container(places.make(HeldPlaces.Kind.CONTAINER_ON_LEGAL_HOLD));
        assertEquals("true", header(legal, "x-ms-has-legal-hold"));
        String all = World.text(world.send("GET", "/?comp=list"));
        assertTrue(all.contains("<HasLegalHold>true</HasLegalHold>"), all);
        assertTrue(all.contains("<HasImmutabilityPolicy>true</HasImmutabilityPolicy>"), all);
    }

    private String list(HeldPlaces.Place place) {
        return World.text(
                world.send(
                        "GET",
                        "/"
                                + place.container()
                                + "?restype=container&comp=list"
                                + "&include=immutabilitypolicy,legalhold"));
    }

    private Answer container(HeldPlaces.Place place) {
        return world.send("HEAD", "/" + place.container() + "?restype=container");
    }

    @Test
    void holdsOfVersionsNeedAContainerThatHasThem() {
        String container = places.container();
        String blob = "/" + container + "/b";
        world.put(blob, new byte[] {1});
        String refused = "409 BlobOperationNotSupported";
        assertEquals(refused, set(blob, LATER, "Locked"));
        assertEquals(refused, hold(blob, "true"));
        assertEquals(
                refused,
                outcome(
                        world.send(
                                world.request("PUT", blob)
                                        .with("x-ms-blob-type", "BlockBlob")
                                        .with("x-ms-legal-hold", "true")
                                        .body("x"))));
        places.versioning(false);
        Failure failure = assertThrows(Failure.class, places::versioned);
        assertEquals("BlobOperationNotSupported", failure.code());
    }

    @Test
    void malformedPoliciesAreRefused() {
        String blob = versioned();
        String invalid = "400 InvalidHeaderValue";
        assertEquals(invalid, set(blob, "tomorrow", ""));
        assertEquals(invalid, set(blob, "Mon, 23 Nov 2026 12:00:00 GMT", ""));
        assertEquals(invalid, set(blob, "Sat, 23 Nov 2999 12:00:00 GMT", ""));
        assertEquals(invalid, set(blob, LATER, "Mutable"));
        assertEquals(
                "400 MissingRequiredHeader",
                outcome(world.send("PUT", blob + "?comp=immutabilityPolicies")));
        assertEquals(
                "400 ConditionHeadersNotSupported",
                outcome(world.send(policy(blob, LATER, "").with("if-match", "*"))));
        assertEquals(
                "400 UnsupportedHeader",
                outcome(
                        world.send(
                                world.request("PUT", blob + "?comp=metadata")
                                        .with("x-ms-legal-hold", "true"))));
        ContainerPolicies policies = world.storage.containerPolicies();
        Permit permit = places.permit(places.container());
        for (int days : List.of(0, -1, 146_001)) {
            assertThrows(Failure.class, () -> policies.set(permit, days, Optional.empty()));
        }
        for (String tag : List.of("ab", "UPPER", "a b c", "x".repeat(24))) {
            assertThrows(Failure.class, () -> policies.setHolds(permit, List.of(tag)));
        }
        List<String> eleven =
                java.util.stream.IntStream.range(100, 111).mapToObj(i -> "tag" + i).toList();
        assertThrows(Failure.class, () -> policies.setHolds(permit, eleven));
    }

    @Test
    void aPolicysEtagIsHeldTo() {
        ContainerPolicies policies = world.storage.containerPolicies();
        Permit permit = places.permit(places.container());
        assertEquals(
                "ImmutabilityPolicyNotFound",
                assertThrows(Failure.class, () -> policies.delete(permit, Optional.empty()))
                        .code());
        String etag =
                policies.set(permit, 1, Optional.empty())
                        .value()
                        .traits()
                        .immutability()
                        .policy()
                        .orElseThrow()
                        .modified()
                        .etag();
        policies.set(permit, 2, Optional.of(etag));
        assertEquals(
                "ContainerImmutabilityPolicyFailure",
                assertThrows(Failure.class, () -> policies.lock(permit, Optional.of(etag))).code());
        policies.delete(permit, Optional.of("*"));
    }

    @Test
    void holdsNeedLeaveOfTheirOwn() {
        world.grant(world.principal("writer"), "Storage Blob Data Contributor", Scope.of(""));
        String blob = versioned();
        String denied = "403 AuthorizationPermissionMismatch";
        for (String query : List.of("", "?comp=blocklist", "?comp=legalhold")) {
            FakeRequest request =
                    world.anonymous("PUT", blob + query)
                            .with("authorization", "Bearer writer")
                            .with("x-ms-blob-type", "BlockBlob")
                            .with("x-ms-legal-hold", "true")
                            .body("<BlockList/>");
            assertEquals(denied, outcome(world.send(request)), query);
        }
    }

    /** Records of before that tell nothing of who and when end earlier, and are read. */
    @Test
    void theSectionIsReadAsWritten() {
        var update = new PolicyUpdate(PolicyUpdate.Kind.LOCK, 7, new Stamp(5), "me");
        ContainerImmutability held =
                new ContainerImmutability(
                        false,
                        Optional.of(new ContainerPolicy(7, true, new Stamp(5), List.of(update))),
                        List.of(
                                new LegalHold("abc", new Stamp(3), "you"),
                                new LegalHold("def", new Stamp(4), "")));
        String before = "01000100000007010000000000000005000000020000000361626300000003646566";
        String whole =
                before
                        + "0000000000000003"
                        + "00000003796f75"
                        + "0000000000000004"
                        + "00000000"
                        + "01"
                        + "01"
                        + "00000007"
                        + "0000000000000005"
                        + "000000026d65";
        HexFormat hex = HexFormat.of();
        assertEquals(whole, hex.formatHex(held.encode().done()));
        assertEquals(held, ContainerImmutability.decode(new Decoder(hex.parseHex(whole))));
        ContainerImmutability old = ContainerImmutability.decode(new Decoder(hex.parseHex(before)));
        assertEquals(new ContainerPolicy(7, true, new Stamp(5), List.of()), old.policy().get());
        assertTrue(old.hasHold("abc") && old.hasHold("def"));
    }

    @Test
    void aLockedPolicyIsExtendedFiveTimes() {
        ContainerPolicies policies = world.storage.containerPolicies();
        Permit permit = places.permit(places.container());
        for (int days = 1; days < 10; days++) {
            policies.set(permit, days, Optional.empty());
        }
        policies.lock(permit, Optional.empty());
        for (int days = 11; days < 16; days++) {
            policies.extend(permit, days, Optional.empty());
            policies.lock(permit, Optional.empty());
        }
        Failure failure =
                assertThrows(Failure.class, () -> policies.extend(permit, 16, Optional.empty()));
        assertEquals("ContainerImmutabilityPolicyLocked", failure.code());
        ContainerPolicy policy =
                policies.lock(permit, Optional.of("*"))
                        .value()
                        .traits()
                        .immutability()
                        .policy()
                        .orElseThrow();
        assertEquals(
                List.of(9, 9, 11, 12, 13, 14, 15),
                policy.updates().stream().map(PolicyUpdate::days).toList());
    }
}
