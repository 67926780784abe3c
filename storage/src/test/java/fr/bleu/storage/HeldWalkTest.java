package fr.bleu.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.http.Failure;
import fr.bleu.http.FakeRequest;
import fr.bleu.http.Route;
import fr.bleu.store.Key;
import fr.bleu.trust.Action;
import fr.bleu.trust.Draft;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Scope;
import fr.bleu.trust.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every route that changes anything, found at run time, and every way below the routes, against
 * blobs that are held: none shortens what holds them or touches what is held.
 */
class HeldWalkTest {
    private static final String PATH = "/{container}/{blob...}";

    /** Headers that try to weaken what holds a blob, beside what the operations need. */
    private static final List<Map<String, String>> ATTEMPTS =
            List.of(
                    Map.of(),
                    Map.of("x-ms-access-tier", "Archive"),
                    Map.of("x-ms-tags", "a=1"),
                    Map.of("x-ms-legal-hold", "false"),
                    Map.of("x-ms-delete-snapshots", "include"),
                    Map.of("x-ms-delete-snapshots", "only"),
                    Map.of("x-ms-copy-source", "https://acct.blob.core.bleu.localhost/spare/b"),
                    Map.of("x-ms-immutability-policy-until-date", "Mon, 23 Nov 2026 13:00:00 GMT"),
                    Map.of(
                            "x-ms-immutability-policy-until-date",
                            "Mon, 23 Nov 2026 13:00:00 GMT",
                            "x-ms-immutability-policy-mode",
                            "Locked"),
                    Map.of(
                            "x-ms-immutability-policy-until-date",
                            "Wed, 25 Nov 2026 12:00:00 GMT",
                            "x-ms-immutability-policy-mode",
                            "Unlocked"),
                    Map.of("x-ms-lease-action", "acquire", "x-ms-lease-duration", "15"),
                    Map.of("x-ms-blob-content-type", "text/x", "x-ms-meta-a", "2"));

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

    @ParameterizedTest
    @EnumSource
    void noRouteReachesWhatIsHeld(HeldPlaces.Kind kind) {
        walk(kind, place -> {});
    }

    /** Without versions nothing may be replaced, for lack of a place where it would live on. */
    @ParameterizedTest
    @EnumSource
    void noRouteReachesWhatIsHeldWhenVersionsAreNoLongerKept(HeldPlaces.Kind kind) {
        walk(kind, place -> places.versioning(false));
    }

    private void walk(HeldPlaces.Kind kind, Consumer<HeldPlaces.Place> afterwards) {
        List<String> wrong = new ArrayList<>();
        int walked = 0;
        for (Route route : world.router.routes()) {
            if (List.of("GET", "HEAD").contains(route.method())) {
                continue;
            }
            for (Map<String, String> headers : ATTEMPTS) {
                if (endsLegalHold(route, headers)) {
                    continue;
                }
                for (Aim aim : aims(kind)) {
                    places.versioning(true);
                    HeldPlaces.Place place = places.make(kind);
                    afterwards.accept(place);
                    walked++;
                    FakeRequest request = request(route, place, aim.parameters(place), headers);
                    String answer = World.outcome(world.send(request));
                    if (!places.isIntact(place)) {
                        wrong.add(route.name() + " " + headers + aim + " answered " + answer);
                    }
                }
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue(walked > 100, "walked " + walked);
    }

    /** Which state of the blob a request is about. */
    private enum Aim {
        BLOB,
        STATE,
        STATE_FOR_GOOD;

        String parameters(HeldPlaces.Place place) {
            return switch (this) {
                case BLOB -> "";
                case STATE -> "&" + place.moment();
                case STATE_FOR_GOOD -> "&" + place.moment() + "&deletetype=permanent";
            };
        }
    }

    private static List<Aim> aims(HeldPlaces.Kind kind) {
        return switch (kind) {
            case LOCKED_VERSION, VERSION_ON_LEGAL_HOLD, LOCKED_CONTAINER, CONTAINER_ON_LEGAL_HOLD ->
                    List.of(Aim.BLOB);
            case LOCKED_PAST_VERSION, PAST_VERSION_ON_LEGAL_HOLD, LOCKED_SNAPSHOT ->
                    List.of(Aim.values());
        };
    }

    /** Taking a legal hold back is what Set Blob Legal Hold is for. */
    private static boolean endsLegalHold(Route route, Map<String, String> headers) {
        return "legalhold".equals(route.query().get("comp"))
                && "false".equals(headers.get("x-ms-legal-hold"));
    }

    private FakeRequest request(
            Route route, HeldPlaces.Place place, String parameters, Map<String, String> headers) {
        String path =
                route.path().equals(PATH)
                        ? place.target()
                        : route.path().replace("{container}", place.container());
        StringBuilder target = new StringBuilder(path).append("?blockid=AAAA");
        route.query().forEach((name, value) -> target.append('&' + name + '=' + value));
        target.append(parameters);
        FakeRequest request =
                world.request(route.method(), target.toString())
                        .with("x-ms-blob-type", "BlockBlob");
        headers.forEach(request::with);
        return switch (route.query().getOrDefault("comp", "")) {
            case "blocklist" -> request.body("<BlockList/>");
            case "tags" -> request.body("<Tags><TagSet/></Tags>");
            case "lease" -> request.body("");
            default -> request.body(route.method().equals("PUT") ? "other" : "");
        };
    }

    @Test
    void noMethodShortensALockedPolicy() {
        HeldPlaces.Place place = places.make(HeldPlaces.Kind.LOCKED_CONTAINER);
        ContainerPolicies policies = world.storage.containerPolicies();
        Permit permit = places.permit(place.container());
        Optional<String> any = Optional.empty();
        refused("ContainerImmutabilityPolicyLocked", () -> policies.set(permit, 3, any));
        refused("ContainerImmutabilityPolicyLocked", () -> policies.set(permit, 1, any));
        refused("ContainerImmutabilityPolicyLocked", () -> policies.delete(permit, any));
        refused("ContainerImmutabilityPolicyLocked", () -> policies.extend(permit, 1, any));
        policies.lock(permit, any);
        policies.clearHolds(permit, List.of("case17"));
        assertTrue(places.isIntact(place));
        policies.extend(permit, 3, any);
        assertTrue(places.isIntact(place));
    }

    @ParameterizedTest
    @EnumSource
    void theAccountStaysWhoeverDeletesIt(HeldPlaces.Kind kind) {
        places.make(kind);
        refused(
                "AccountProtectedFromDeletion",
                () -> world.accountKeys.delete(new Draft(), world.account("acct").id()));
    }

    /** The check belongs to the commit: a policy that comes in between is seen. */
    @Test
    void aPolicyThatComesDuringTheAccountsDeletionPreventsIt() {
        Draft draft = new Draft();
        world.accountKeys.delete(draft, world.account("acct").id());
        places.make(HeldPlaces.Kind.CONTAINER_ON_LEGAL_HOLD);
        var result =
                world.trust.commits().commit(world.management.onAccount("acct", "delete"), draft);
        assertTrue(result instanceof fr.bleu.trust.CommitResult.Conflict, result.toString());
    }

    /** The operator has no permit for anything of a tenant's, so that no command leads here. */
    @Test
    void theOperatorGetsNoPermit() {
        HeldPlaces.Place place = places.make(HeldPlaces.Kind.LOCKED_VERSION);
        for (String action : List.of("write", "delete", "immutabilityPolicies/write")) {
            assertThrows(
                    fr.bleu.trust.DeniedException.class,
                    () ->
                            world.trust
                                    .authorizer()
                                    .permit(
                                            new fr.bleu.trust.Caller.Operator("root", World.ORIGIN),
                                            Action.write(
                                                    "Microsoft.Storage/storageAccounts/"
                                                            + "blobServices/containers/"
                                                            + action),
                                            Target.in(
                                                    world.tenant,
                                                    world.account("acct").id(),
                                                    world.accountScope("acct"))));
        }
        assertTrue(places.isIntact(place));
    }

    /** The platform's own work commits through the same gate. */
    @ParameterizedTest
    @EnumSource
    void upkeepIsRefusedLikeAnybody(HeldPlaces.Kind kind) {
        places.versioning(true);
        HeldPlaces.Place place = places.make(kind);
        places.versioning(false);
        Scope scope = ContainerTarget.scope(world.accountScope("acct"), place.container());
        Permit permit =
                world.trust
                        .upkeep()
                        .permit(
                                Target.in(
                                        world.tenant, world.account("acct").id(), scope.item("b")),
                                fr.bleu.trust.Upkeep.action("storage/lifecycle"),
                                "a rule");
        assertThrows(Failure.class, () -> delete(permit, place.moment()));
        assertTrue(places.isIntact(place));
    }

    private void delete(Permit permit, String moment) {
        Deletions deletions = world.storage.deletions();
        if (moment.startsWith("versionid=")) {
            Stamp id = Stamp.parse(moment.substring("versionid=".length()));
            deletions.past(permit, new Moment.Version(id), Conditions.NONE);
        } else {
            deletions.blob(permit, Deletions.Scope.INCLUDE, Conditions.NONE);
        }
    }

    /** That the walk can fail: the same requests succeed once the time is over. */
    @Test
    void whatIsHeldNoLongerIsDeleted() {
        HeldPlaces.Place version = places.make(HeldPlaces.Kind.LOCKED_VERSION);
        HeldPlaces.Place container = places.make(HeldPlaces.Kind.LOCKED_CONTAINER);
        places.versioning(false);
        world.clock.advance(Duration.ofDays(2).minusSeconds(1));
        String refused = "409 BlobImmutableDueToPolicy";
        assertEquals(refused, World.outcome(world.send("DELETE", container.target())));
        assertEquals("409 ContainerImmutabilityPolicyLocked", deleted(container));
        world.clock.advance(Duration.ofSeconds(1));
        for (HeldPlaces.Place place : List.of(version, container)) {
            Answer put = world.send("HEAD", place.target());
            assertEquals("202", World.outcome(world.send("DELETE", place.target())));
            // It was kept as a version, which goes by itself.
            assertEquals("409 ContainerImmutabilityPolicyLocked", deleted(place));
            String kept = place.target() + "?versionid=" + World.header(put, "x-ms-version-id");
            assertEquals("202", World.outcome(world.send("DELETE", kept)));
            assertEquals("202", deleted(place));
        }
        world.accountKeys.delete(new Draft(), world.account("acct").id());
    }

    private String deleted(HeldPlaces.Place place) {
        Answer answer = world.send("DELETE", "/" + place.container() + "?restype=container");
        return World.outcome(answer);
    }

    /** Emptiness is checked by the commit, too: whoever writes a blob moves against it. */
    @Test
    void aBlobThatComesDuringTheContainersDeletionPreventsIt() {
        String container = places.container();
        world.storage.containerPolicies().set(places.permit(container), 1, Optional.empty());
        // The first look is for the lease, the second comes after the container was found empty.
        world.clock.atLook(2, () -> world.put("/" + container + "/b", new byte[] {1}));
        String outcome =
                World.outcome(world.send("DELETE", "/" + container + "?restype=container"));
        assertTrue(world.clock.looked());
        assertEquals("409 ContainerImmutabilityPolicyLocked", outcome);
        assertEquals(
                1,
                world.trust
                        .records()
                        .scanPrefix(
                                Key.of(world.account("acct").id(), Tables.BLOB)
                                        .id(places.found(container).orElseThrow().incarnation()),
                                10)
                        .size());
    }

    private static void refused(String code, org.junit.jupiter.api.function.Executable attempt) {
        assertEquals(code, assertThrows(Failure.class, attempt).code());
    }
}
