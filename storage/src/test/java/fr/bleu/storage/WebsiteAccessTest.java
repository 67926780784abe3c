package fr.bleu.storage;

import static fr.bleu.storage.Website.NOT_THERE;
import static fr.bleu.storage.Website.PAGES;
import static fr.bleu.storage.Website.PROPERTIES;
import static fr.bleu.storage.Website.to;
import static fr.bleu.storage.World.header;
import static fr.bleu.storage.World.outcome;
import static fr.bleu.storage.World.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import fr.bleu.http.Answer;
import fr.bleu.http.FakeRequest;
import fr.bleu.trust.Origin;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What nobody sees of a static website, whoever asks. */
class WebsiteAccessTest {
    private final World world = new World(true);
    private final Website site = new Website(world);

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void nothingButTheWebsitesContainerIsReached() {
        site.publish();
        world.send("PUT", "/private?restype=container");
        world.put("/private/index.html", new byte[] {1});
        world.put("/private/$web", new byte[] {1});
        for (String path :
                List.of(
                        "/private/index.html",
                        "/../private/index.html",
                        "/$web/index.html",
                        "/%24web/index.html",
                        "/..%2Fprivate%2Findex.html",
                        "/acct/$web/index.html")) {
            assertEquals("404 lost", site.seen(path), path);
        }
        for (String query :
                List.of("?restype=container&comp=list", "?comp=list", "?comp=metadata")) {
            assertEquals("200 home", site.seen("/" + query), query);
        }
    }

    @Test
    void credentialsAreNotLookedAt() {
        assertEquals("202", site.enable(PAGES));
        assertEquals(NOT_THERE, outcome(world.send(owned(to("acct", "GET", "/index.html")))));
        site.publish();
        assertEquals(200, world.send(owned(to("acct", "GET", "/"))).status());
        FakeRequest wrong = to("acct", "GET", "/?sv=2024-11-04&sig=x&se=y&sr=b");
        assertEquals(200, world.send(wrong.with("authorization", "Bearer x")).status());
        site.set("<Enabled>false</Enabled>");
        assertEquals(NOT_THERE, outcome(world.send(owned(to("acct", "GET", "/")))));
    }

    private static FakeRequest owned(FakeRequest request) {
        return request.with("authorization", "Bearer owner");
    }

    @Test
    void aWebsiteIsDarkBeforeAndAfter() {
        world.send("PUT", "/$web?restype=container");
        site.put("index.html", "home");
        site.assertDark();
        site.publish();
        assertEquals("200 home", site.seen("/"));
        assertEquals("202", site.set("<Enabled>false</Enabled>" + PAGES));
        site.assertDark();
        assertFalse(text(world.send("GET", PROPERTIES)).contains("index.html"));
        assertEquals(
                "401 NoAuthenticationInformation",
                outcome(world.send(world.anonymous("GET", "/$web/index.html"))));
    }

    @Test
    void anAccountThatClosesTakesItsWebsiteDown() {
        site.publish();
        world.management.setRules("acct", AccountRules.DEFAULT);
        site.assertDark();
        // What az reads and sends back is as it was, and closing is never refused.
        assertEquals("202", site.enable(PAGES));
        assertEquals("409 PublicAccessNotPermitted", site.enable(""));
        assertEquals("202", site.set("<Enabled>false</Enabled>"));
        assertEquals("409 PublicAccessNotPermitted", site.enable(PAGES));
        site.assertDark();
    }

    @Test
    void onlyWhomTheNetworksRulesLetInSeesIt() {
        site.publish();
        NetworkRules some =
                new NetworkRules(true, false, List.of(AddressRange.parse("198.51.100.0/24")), "");
        world.management.setRules("acct", new AccountRules(true, true, some));
        site.assertDark();
        Origin inside = new Origin("198.51.100.9", "request-2");
        assertEquals(200, world.send(to("acct", "GET", "/").origin(inside)).status());
    }

    @Test
    void whereThePolicyForbidsPublicDataThereIsNone() {
        try (World forbidding = new World()) {
            Website none = new Website(forbidding);
            assertEquals("403 AuthorizationFailure", none.enable(PAGES));
            assertEquals(
                    "404 ContainerNotFound",
                    outcome(forbidding.send("GET", "/$web?restype=container")));
            StaticWebsite set = new StaticWebsite(true, "index.html", "", "");
            forbidding.management.settings("acct", ServiceSettings.DEFAULT.withWebsite(set));
            forbidding.send("PUT", "/$web?restype=container");
            none.put("index.html", "home");
            none.assertDark();
        }
    }

    @Test
    void strangersDoNotLearnWhichAccountsThereAre() {
        site.publish();
        String none = told(world.send(to("nobody", "GET", "/")));
        assertEquals(none, told(world.send(to("other", "GET", "/"))));
        world.management.setRules("acct", AccountRules.DEFAULT);
        assertEquals(none, told(site.visit("/")));
    }

    private static String told(Answer answer) {
        return answer.status() + answer.headers().toString() + text(answer);
    }

    @Test
    void whatNeedsAKeyOrIsArchivedOrDeletedIsNotServed() {
        site.publish();
        world.management.scope("scoped", true);
        site.put("archived.html", "a");
        site.put("scoped.html", "s");
        world.send(
                world.request("PUT", "/$web/archived.html?comp=tier")
                        .with("x-ms-access-tier", "Archive"));
        FakeRequest keyed =
                new CustomerKeys(1)
                        .on(
                                world.request("PUT", "/$web/keyed.html")
                                        .with("x-ms-blob-type", "BlockBlob")
                                        .body("k"));
        assertEquals("201", outcome(world.send(keyed)));
        world.send(
                world.request("PUT", "/$web/scoped.html")
                        .with("x-ms-blob-type", "BlockBlob")
                        .with("x-ms-encryption-scope", "scoped")
                        .body("s"));
        assertEquals("200 s", site.seen("/scoped.html"));
        world.management.scope("scoped", false);
        world.management.settings(old -> old.withDeletion(7, false));
        site.put("gone.html", "g");
        world.send("DELETE", "/$web/gone.html");
        String snapshot =
                header(world.send("PUT", "/$web/index.html?comp=snapshot", ""), "x-ms-snapshot");
        site.put("index.html", "new");
        for (String blob : List.of("archived", "keyed", "scoped", "gone")) {
            assertEquals("404 lost", site.seen("/" + blob + ".html"), blob);
        }
        FakeRequest key = new CustomerKeys(1).on(to("acct", "GET", "/keyed.html"));
        assertEquals(404, world.send(key).status());
        // Nor does it tell whether a condition holds.
        FakeRequest matching = to("acct", "GET", "/keyed.html").with("if-match", "\"other\"");
        assertEquals(NOT_THERE, outcome(world.send(matching)));
        assertEquals("200 new", site.seen("/index.html?snapshot=" + snapshot));
    }
}
