package fr.bleu.app.platform;

import static fr.bleu.app.platform.Walk.assertNone;
import static fr.bleu.app.platform.Walk.golden;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Access;
import fr.bleu.http.Answer;
import fr.bleu.http.Route;
import fr.bleu.http.Site;
import fr.bleu.trust.Action;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Walks every route of the whole platform, as it is wired, with callers who signed in for real. The
 * right role comes last, since it deletes what the others must not even see.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class AuthorizationTest {

    private static final List<Integer> REFUSALS = List.of(401, 403, 404);

    @TempDir static Path folder;

    private static Walk walk;
    private static Cloud cloud;
    private static Cloud.Someone reader;
    private static Cloud.Someone stranger;

    @BeforeAll
    static void start() throws Exception {
        walk = new Walk(folder);
        cloud = walk.cloud;
        Cloud.App readersApp = cloud.app("reader");
        cloud.assign(readersApp.principal(), Cloud.READER);
        reader = cloud.signedIn(readersApp);
        stranger = cloud.signedIn(cloud.app("stranger"));
    }

    @AfterAll
    static void stop() {
        if (walk != null) {
            walk.close();
        }
    }

    @Test
    @Order(1)
    void theOpenRoutesAreTheGoldenListAndAnswerAnyone() throws Exception {
        List<String> open = new ArrayList<>();
        for (Route route : walk.routes()) {
            if (route.access() instanceof Access.Open(String reason)) {
                boolean everywhere = route.method().equals("OPTIONS");
                String name = everywhere ? "BLOB OPTIONS at every address" : route.name();
                open.add(name + " : " + reason);
                int status = walk.answer(route).status();
                // A sign-in without a client is a bad request, not a call without credential.
                assertEquals(route.method().equals("POST") ? 400 : 200, status, route.name());
            }
        }
        open.sort(Comparator.naturalOrder());
        assertEquals(
                golden("/open-routes.txt"),
                String.join("\n", open.stream().distinct().toList()) + "\n");
    }

    /** What each route asks for is reviewed here: the tests below believe what it declares. */
    @Test
    @Order(1)
    void whatEachRouteAsksForIsTheGoldenList() throws Exception {
        List<String> asked = new ArrayList<>();
        for (Route route : walk.routes()) {
            switch (route.access()) {
                case Access.Open _ -> {}
                case Access.Authenticated _ -> asked.add(route.name() + " : a credential");
                case Access.Needs(Action action) ->
                        asked.add(route.name() + " : " + action.plane() + " " + action.name());
            }
        }
        asked.sort(Comparator.naturalOrder());
        assertEquals(golden("/asked-actions.txt"), String.join("\n", asked) + "\n");
    }

    @Test
    @Order(2)
    void everyOtherRouteRefusesWhoShowsNoCredential() {
        List<String> wrong = new ArrayList<>();
        for (Route route : walk.routes()) {
            Answer answer = walk.answer(route);
            boolean refused =
                    route.access() instanceof Access.Authenticated
                            ? answer.status() == 401
                            : REFUSALS.contains(answer.status());
            if (!(route.access() instanceof Access.Open) && !refused) {
                wrong.add(route.name() + " answered " + Cloud.text(answer));
            }
        }
        assertNone(wrong);
    }

    /** Each api takes the tokens that were made for it, and answers 401 to every other. */
    @Test
    @Order(2)
    void onlyTheDiagonalOfTokensAndApisPasses() {
        Map<Site, String> targets =
                Map.of(
                        Site.MANAGEMENT,
                        "/subscriptions?api-version=2022-09-01",
                        Site.GRAPH,
                        "/v1.0/applications",
                        Site.BLOB,
                        "/" + RouteSamples.CONTAINER + "/" + RouteSamples.BLOB,
                        Site.VAULT,
                        "/secrets/" + RouteSamples.SECRET + "?api-version=7.4");
        for (Site api : targets.keySet()) {
            for (Map.Entry<Site, String> token : cloud.owner.tokens().entrySet()) {
                Answer answer =
                        cloud.request(api, "GET", targets.get(api))
                                .label(
                                        api == Site.VAULT
                                                ? RouteSamples.VAULT
                                                : RouteSamples.ACCOUNT)
                                .with("Authorization", "Bearer " + token.getValue())
                                .answeredBy(cloud.platform.router());
                assertEquals(
                        token.getKey() == api ? 200 : 401,
                        answer.status(),
                        "a token for " + token.getKey() + " at " + api + Cloud.text(answer));
            }
        }
    }

    @Test
    @Order(3)
    void anotherTenantsOwnerIsRefusedWhateverNamesAThingOfThisTenant() {
        refused(cloud.foreignOwner, Walk::namesAThingOfTheTenant);
    }

    @Test
    @Order(4)
    void whoHasNoRoleIsRefusedEverythingThatNeedsAPermit() {
        List<String> wrong = new ArrayList<>();
        for (Route route : walk.routes()) {
            if (route.access() instanceof Access.Needs) {
                Answer answer = walk.answer(stranger, route);
                // Everything that the samples name exists, so nothing but the refusal may be told;
                // of a website not even that, since nobody is known there.
                if (answer.status() != (route.site() == Site.WEB ? 404 : 403)) {
                    wrong.add(route.name() + " answered " + Cloud.text(answer));
                }
            }
        }
        assertNone(wrong);
    }

    /** Its owner comes to a website as a stranger. */
    @Test
    @Order(4)
    void noCredentialOpensAWebsite() {
        int asked = 0;
        for (Route route : walk.routes()) {
            if (route.site() == Site.WEB) {
                asked++;
                assertEquals(404, walk.answer(cloud.owner, route).status(), route.name());
                String token = cloud.owner.tokens().get(Site.BLOB);
                assertEquals(404, walk.answer(token, route).status(), route.name());
            }
        }
        assertEquals(4, asked);
    }

    /**
     * So a handler that asks for another action than its route declares is found, however alike.
     */
    @Test
    @Order(4)
    void aRefusalNamesTheActionThatTheRouteDeclares() {
        List<String> wrong = new ArrayList<>();
        for (Route route : walk.routes()) {
            boolean tells = route.site() == Site.MANAGEMENT || route.site() == Site.VAULT;
            if (tells && route.access() instanceof Access.Needs(Action action)) {
                String answer = Cloud.text(walk.answer(stranger, route));
                if (!answer.contains("'" + action.name() + "'")) {
                    wrong.add(route.name() + " answered " + answer);
                }
            }
        }
        assertNone(wrong);
    }

    @Test
    @Order(5)
    void aReaderChangesNothingAndReadsNoData() {
        refused(reader, route -> !mayRead(((Access.Needs) route.access()).action()));
        notRefused(
                reader,
                route ->
                        route.path().contains("{subscription}")
                                && route.access() instanceof Access.Needs(Action action)
                                && mayRead(action));
    }

    private static boolean mayRead(Action action) {
        return action.plane() == Action.Plane.CONTROL && action.effect() == Action.Effect.READ;
    }

    @Test
    @Order(7)
    void theOwnerWithTheDataRolesIsRefusedNothing() {
        notRefused(cloud.owner, route -> true);
    }

    private static void refused(Cloud.Someone someone, Predicate<Route> which) {
        List<String> wrong = new ArrayList<>();
        int asked = 0;
        for (Route route : walk.routes()) {
            if (route.access() instanceof Access.Needs && which.test(route)) {
                asked++;
                Answer answer = walk.answer(someone, route);
                // Graph's word for a body that names an application which is not the tenant's own.
                boolean unknown =
                        route.path().endsWith("/servicePrincipals") && answer.status() == 400;
                if (!REFUSALS.contains(answer.status()) && !unknown) {
                    wrong.add(route.name() + " answered " + Cloud.text(answer));
                }
            }
        }
        assertTrue(asked > 0, "no route was asked");
        assertNone(wrong);
    }

    private static void notRefused(Cloud.Someone someone, Predicate<Route> which) {
        List<String> wrong = new ArrayList<>();
        for (Route route : deletionsLast()) {
            if (!(route.access() instanceof Access.Open) && which.test(route)) {
                int status = walk.answer(someone, route).status();
                if (status == 401 || status == 403 || status >= 500) {
                    wrong.add(route.name() + " answered " + status);
                }
            }
        }
        assertNone(wrong);
    }

    /** What lies deeper is deleted first; a provider is unregistered after everything. */
    private static List<Route> deletionsLast() {
        return walk.routes().stream()
                .sorted(
                        Comparator.comparingInt(
                                route ->
                                        route.path().endsWith("/unregister")
                                                ? Integer.MAX_VALUE
                                                : route.method().equals("DELETE")
                                                        ? 10_000 - route.path().length()
                                                        : 0))
                .toList();
    }
}
