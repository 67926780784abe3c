package fr.bleu.app.platform;

import static fr.bleu.app.platform.Walk.assertNone;
import static fr.bleu.app.platform.Walk.golden;
import static fr.bleu.app.platform.Walk.namesAThingOfTheTenant;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import fr.bleu.http.Access;
import fr.bleu.http.Answer;
import fr.bleu.http.Route;
import fr.bleu.http.Site;
import fr.bleu.trust.Action;
import fr.bleu.trust.Actions;
import fr.bleu.trust.BuiltInRoles;
import fr.bleu.trust.RoleDefinition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Walks every route with every built-in role, with a neighbour's roles and with tokens for other
 * services: what a role opens is what its definition says of the action that the route declares.
 */
final class RoleWalkTest {

    /** The names of the things that are there, and the action that reads each. */
    private static final Map<String, String> READ_BY =
            Map.of(
                    RouteSamples.GROUP, "Microsoft.Resources/subscriptions/resourceGroups/read",
                    RouteSamples.ACCOUNT, "Microsoft.Storage/storageAccounts/read",
                    RouteSamples.VAULT, "Microsoft.KeyVault/vaults/read");

    @TempDir static Path folder;

    private static Walk walk;
    private static Cloud cloud;

    @BeforeAll
    static void start() throws Exception {
        walk = new Walk(folder);
        cloud = walk.cloud;
    }

    @AfterAll
    static void stop() {
        if (walk != null) {
            walk.close();
        }
    }

    @Test
    void aTokenOpensTheServiceThatItIsForAndNoOther() {
        List<String> wrong = new ArrayList<>();
        for (Route route : walk.routes()) {
            for (String token : othersTokens(route)) {
                Answer answer = walk.answer(token, route);
                if (answer.status() != 401) {
                    wrong.add(route.name() + " answered " + Cloud.text(answer));
                }
            }
        }
        assertNone(wrong);
    }

    /** The Owner's tokens for the other services; none for a route that looks at none. */
    private static List<String> othersTokens(Route route) {
        if (route.access() instanceof Access.Open || route.site() == Site.WEB) {
            return List.of();
        }
        return cloud.owner.tokens().entrySet().stream()
                .filter(token -> token.getKey() != route.site())
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Nothing is deleted by the way, so that no 404 can pass for a refusal. */
    @Test
    void everyBuiltInRoleOpensTheRoutesOfItsActionsAndNoOther() throws Exception {
        List<String> wrong = new ArrayList<>();
        TreeSet<String> entered = new TreeSet<>();
        for (RoleDefinition role : BuiltInRoles.all()) {
            Cloud.App app = cloud.app(role.name());
            cloud.assign(app.principal(), role.id().toString());
            Cloud.Someone someone = cloud.signedIn(app);
            for (Route route : walk.routes()) {
                boolean inScope = route.site() != Site.GRAPH && namesAThingOfTheTenant(route);
                if (!inScope || !(route.access() instanceof Access.Needs(Action action))) {
                    continue;
                }
                if (role.permits(action)) {
                    opens(role, route, someone).ifPresent(wrong::add);
                } else if (!refuses(role, route, someone)) {
                    entered.add(route.name());
                }
            }
        }
        assertNone(wrong);
        assertEquals(golden("/entered-routes.txt"), String.join("\n", entered) + "\n");
    }

    @Test
    void whoOwnsAnotherGroupIsRefusedEverythingInThisOne() {
        cloud.arm("PUT", "/resourceGroups/two", "{\"location\":\"francecentral\"}");
        Cloud.App app = cloud.app("neighbour");
        for (String role :
                List.of(
                        BuiltInRoles.OWNER.toString(),
                        Cloud.BLOB_OWNER,
                        Cloud.VAULT_ADMINISTRATOR)) {
            cloud.assignInGroup("two", app.principal(), role);
        }
        Cloud.Someone neighbour = cloud.signedIn(app);
        List<String> wrong = new ArrayList<>();
        for (Route route : walk.routes()) {
            boolean inGroup =
                    route.site() == Site.BLOB
                            || route.site() == Site.VAULT
                            || route.path().contains("{group}");
            if (inGroup && route.access() instanceof Access.Needs) {
                Answer answer = walk.answer(neighbour, route);
                if (answer.status() != 403) {
                    wrong.add(route.name() + " answered " + Cloud.text(answer));
                }
            }
        }
        assertNone(wrong);
    }

    /** Who can make credentials can act as their owners: it takes leave to assign roles as well. */
    @Test
    void noRoleOfTheWholeTenantChangesTheDirectoryUnlessItMayAssignRoles() {
        List<String> wrong = new ArrayList<>();
        for (RoleDefinition role : BuiltInRoles.all()) {
            if (role.permits(Actions.ROLE_ASSIGN)) {
                continue;
            }
            Cloud.App app = cloud.app("tenant-wide " + role.name());
            cloud.assignInTenant(app.principal(), role.id().toString());
            Cloud.Someone someone = cloud.signedIn(app);
            for (Route route : walk.routes()) {
                if (route.site() == Site.GRAPH && route.access() instanceof Access.Needs) {
                    Answer answer = walk.answer(someone, route);
                    if (answer.status() != 403) {
                        wrong.add(role.name() + ": " + route.name() + " " + Cloud.text(answer));
                    }
                }
            }
        }
        assertNone(wrong);
    }

    /** What is wrong, if a role that has the route's action is refused. */
    private static Optional<String> opens(RoleDefinition role, Route route, Cloud.Someone someone) {
        if (route.method().equals("DELETE") || route.path().endsWith("/unregister")) {
            return Optional.empty();
        }
        int status = walk.answer(someone, route).status();
        return status == 401 || status == 403
                ? Optional.of(role.name() + " is refused " + route.name())
                : Optional.empty();
    }

    /**
     * Whether the route is closed to a role that lacks its action. Lists, and what leads to them,
     * may be entered with any role in the subscription, as in Azure; they then show those things
     * only that the role may read by themselves.
     */
    private static boolean refuses(RoleDefinition role, Route route, Cloud.Someone someone) {
        Answer answer = walk.answer(someone, route);
        String text = Cloud.text(answer);
        READ_BY.forEach(
                (thing, action) ->
                        assertFalse(
                                answer.status() < 300
                                        && text.contains("\"name\":\"" + thing + "\"")
                                        && !role.permits(Action.read(action)),
                                () -> role.name() + ": " + route.name() + " shows " + text));
        return answer.status() == 403;
    }
}
