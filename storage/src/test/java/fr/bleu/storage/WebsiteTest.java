package fr.bleu.storage;

import static fr.bleu.storage.World.header;
import static fr.bleu.storage.World.outcome;
import static fr.bleu.storage.World.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.http.Domains;
import fr.bleu.http.Failure;
import fr.bleu.http.FakeRequest;
import fr.bleu.http.Router;
import fr.bleu.http.Site;
import fr.bleu.storage.api.BlobService;
import fr.bleu.trust.Origin;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Static websites: who may open one, what everybody sees of it, and what nobody does. */
class WebsiteTest {
    private static final String PROPERTIES = "/?restype=service&comp=properties";
    private static final String NOT_THERE = "404 WebContentNotFound";
    private static final AccountRules OPEN = new AccountRules(true, true);
    private static final String PAGES =
            "<IndexDocument>index.html</IndexDocument>"
                    + "<ErrorDocument404Path>errors/404.html</ErrorDocument404Path>";

    private World world;

    @BeforeEach
    void open() {
        world = new World(true);
        world.management.setRules("acct", OPEN);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private String set(String pages) {
        return outcome(
                world.send(
                        "PUT",
                        PROPERTIES,
                        "<StorageServiceProperties><StaticWebsite>"
                                + pages
                                + "</StaticWebsite></StorageServiceProperties>"));
    }

    private String enable(String pages) {
        return set("<Enabled>true</Enabled>" + pages);
    }

    private void put(String blob, String content) {
        Answer answer =
                world.send(
                        world.request("PUT", "/$web/" + blob)
                                .with("x-ms-blob-type", "BlockBlob")
                                .with("x-ms-blob-content-type", "text/html; charset=utf-8")
                                .with("x-ms-blob-cache-control", "max-age=60")
                                .with("x-ms-meta-secret", "1")
                                .body(content));
        assertEquals("201", outcome(answer));
    }

    private void publish() {
        assertEquals("202", enable(PAGES));
        put("index.html", "home");
        put("dir/index.html", "dir's");
        put("dir/page.html", "page");
        put("errors/404.html", "lost");
    }

    private static FakeRequest to(String account, String method, String path) {
        return new FakeRequest(Site.WEB, method, path)
                .label(account)
                .baseUrl("https://" + account + ".bleu-web.localhost:8443")
                .origin(World.ORIGIN);
    }

    private Answer visit(String path) {
        return world.send(to("acct", "GET", path));
    }

    private String seen(String path) {
        Answer answer = visit(path);
        return answer.status() + " " + text(answer);
    }

    private void assertDark() {
        for (String path : List.of("/", "/index.html", "/dir/", "/none")) {
            assertEquals("404 The requested content does not exist.\n", seen(path), path);
        }
    }

    @Test
    void aPathIsAFileADirectorysIndexOrThePageForWhatIsNotThere() {
        publish();
        assertEquals("200 home", seen("/"));
        assertEquals("200 home", seen("/index.html"));
        assertEquals("200 dir's", seen("/dir/"));
        assertEquals("200 dir's", seen("/dir"));
        assertEquals("200 page", seen("/dir/page.html"));
        assertEquals("200 page", seen("/dir%2Fpage.html?any=thing&comp=list"));
        for (String path :
                List.of(
                        "/none",
                        "/none/",
                        "/Index.html",
                        "//",
                        "/dir/../index.html",
                        "/index.html/")) {
            assertEquals("404 lost", seen(path), path);
        }
        assertEquals(NOT_THERE, outcome(visit("/none")));
        assertEquals("404 lost", seen("/" + "n".repeat(1_025)));
        world.send("DELETE", "/$web/errors/404.html");
        assertEquals("404 The requested content does not exist.\n", seen("/none"));
    }

    @Test
    void anAbsolutePathMayBeginWithASlash() {
        publish();
        enable("<ErrorDocument404Path>/errors/404.html</ErrorDocument404Path>");
        assertEquals("404 lost", seen("/"));
        assertEquals("200 page", seen("/dir/page.html"));
    }

    @Test
    void aDefaultIndexStandsForWhateverHasNoPage() {
        publish();
        String app = "<DefaultIndexDocumentPath>index.html</DefaultIndexDocumentPath>";
        enable(app + "<ErrorDocument404Path>errors/404.html</ErrorDocument404Path>");
        assertEquals("200 home", seen("/"));
        assertEquals("200 home", seen("/dir/"));
        assertEquals("200 home", seen("/route/of/the/app"));
        assertEquals("200 page", seen("/dir/page.html"));
        world.send("DELETE", "/$web/index.html");
        assertEquals("404 lost", seen("/route"));
    }

    @Test
    void aPageHasItsHeadersAndNoneOfTheServices() {
        publish();
        Answer page = visit("/");
        assertEquals("text/html; charset=utf-8", header(page, "Content-Type"));
        assertEquals("max-age=60", header(page, "Cache-Control"));
        assertEquals("bytes", header(page, "Accept-Ranges"));
        assertTrue(header(page, "ETag").startsWith("\""), "an ETag");
        assertEquals("", header(page, "x-ms-meta-secret"));
        assertEquals("", header(page, "x-ms-lease-state"));
        var common = world.router.protocol(Site.WEB).orElseThrow().common(to("acct", "GET", "/"));
        Answer with = new Answer(200, common, new Answer.Body.Empty());
        assertEquals("nosniff", header(with, "X-Content-Type-Options"));
        assertEquals("", header(with, "Content-Security-Policy"));
        Answer error = visit("/none");
        assertEquals("text/html; charset=utf-8", header(error, "Content-Type"));
    }

    @Test
    void headTellsTheLengthAndHasNoContent() {
        publish();
        Answer head = world.send(to("acct", "HEAD", "/dir/").with("range", "bytes=0-0"));
        assertEquals(new Answer.Body.Head(5), head.body());
        assertEquals(200, head.status());
        assertEquals(404, world.send(to("acct", "HEAD", "/none")).status());
    }

    @Test
    void conditionsAndRangesAreThoseOfBlobs() {
        publish();
        String etag = header(visit("/"), "ETag");
        assertEquals("304", conditional("if-none-match", etag));
        assertEquals("200", conditional("if-none-match", "\"other\""));
        assertEquals("200", conditional("if-none-match", "*"));
        assertEquals("412 ConditionNotMet", conditional("if-match", "\"other\""));
        assertEquals("304", conditional("if-modified-since", "Thu, 31 Dec 2099 00:00:00 GMT"));
        Answer part = world.send(to("acct", "GET", "/").with("range", "bytes=1-2"));
        assertEquals("206 om", part.status() + " " + text(part));
        assertEquals("bytes 1-2/4", header(part, "Content-Range"));
        assertEquals("416 InvalidRange", conditional("range", "bytes=4-"));
        Answer whole =
                world.send(
                        to("acct", "GET", "/").with("range", "bytes=1-2").with("if-range", etag));
        assertEquals("200 home", whole.status() + " " + text(whole));
        // The page for what is not there is never "not modified", nor a part.
        String errors = header(visit("/none"), "ETag");
        Answer none =
                world.send(
                        to("acct", "GET", "/none")
                                .with("if-none-match", errors)
                                .with("range", "bytes=0-0"));
        assertEquals("404 lost", none.status() + " " + text(none));
    }

    private String conditional(String name, String value) {
        return outcome(world.send(to("acct", "GET", "/").with(name, value)));
    }

    @Test
    void otherMethodsAre405WhoeverAsksForWhatever() {
        publish();
        for (String method : List.of("PUT", "POST", "DELETE", "OPTIONS", "PATCH")) {
            for (String account : List.of("acct", "other", "nobody")) {
                Answer answer = world.send(to(account, method, "/index.html").body(""));
                assertEquals("405 UnsupportedHttpVerb", outcome(answer), method + account);
                assertEquals("GET, HEAD", header(answer, "Allow"));
            }
        }
    }

    /** There directories are blobs of their own, with nothing in them. */
    @Test
    void aHierarchicalAccountsWebsiteHasItsDirectoriesIndexes() {
        world.management.createHierarchical("tree");
        world.management.setRules("tree", OPEN);
        String properties =
                "<StorageServiceProperties><StaticWebsite><Enabled>true</Enabled>"
                        + PAGES
                        + "</StaticWebsite></StorageServiceProperties>";
        FakeRequest set = world.request("PUT", PROPERTIES).label("tree").body(properties);
        assertEquals("202", outcome(world.send(set)));
        for (String page : List.of("dir/sub/index.html", "errors/404.html")) {
            FakeRequest put = world.request("PUT", "/$web/" + page).label("tree");
            Answer answer = world.send(put.with("x-ms-blob-type", "BlockBlob").body(page));
            assertEquals("201", outcome(answer));
        }
        for (String path : List.of("/dir/sub", "/dir/sub/", "/dir/sub/index.html")) {
            Answer answer = world.send(to("tree", "GET", path));
            assertEquals("200 dir/sub/index.html", answer.status() + " " + text(answer), path);
        }
        for (String path : List.of("/dir", "/dir/", "/")) {
            Answer answer = world.send(to("tree", "GET", path));
            assertEquals("404 errors/404.html", answer.status() + " " + text(answer), path);
        }
        for (String path : List.of("/dir/./x", "/x%2F..%2Fy", "/d".repeat(64))) {
            Answer answer = world.send(to("tree", "GET", path));
            assertEquals("404 errors/404.html", answer.status() + " " + text(answer), path);
        }
        Answer made =
                world.send(
                        world.request("PUT", "/$web/dir?comp=metadata")
                                .label("tree")
                                .with("x-ms-meta-a", "b"));
        assertEquals("200", outcome(made), "a directory of the container that was made");
    }

    @Test
    void nothingButTheWebsitesContainerIsReached() {
        publish();
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
            assertEquals("404 lost", seen(path), path);
        }
        for (String query :
                List.of("?restype=container&comp=list", "?comp=list", "?comp=metadata")) {
            assertEquals("200 home", seen("/" + query), query);
        }
    }

    @Test
    void credentialsAreNotLookedAt() {
        assertEquals("202", enable(PAGES));
        assertEquals(NOT_THERE, outcome(world.send(owned(to("acct", "GET", "/index.html")))));
        publish();
        assertEquals(200, world.send(owned(to("acct", "GET", "/"))).status());
        FakeRequest wrong = to("acct", "GET", "/?sv=2024-11-04&sig=x&se=y&sr=b");
        assertEquals(200, world.send(wrong.with("authorization", "Bearer x")).status());
        set("<Enabled>false</Enabled>");
        assertEquals(NOT_THERE, outcome(world.send(owned(to("acct", "GET", "/")))));
    }

    private static FakeRequest owned(FakeRequest request) {
        return request.with("authorization", "Bearer owner");
    }

    @Test
    void aWebsiteIsDarkBeforeAndAfter() {
        world.send("PUT", "/$web?restype=container");
        put("index.html", "home");
        assertDark();
        publish();
        assertEquals("200 home", seen("/"));
        assertEquals("202", set("<Enabled>false</Enabled>" + PAGES));
        assertDark();
        assertFalse(text(world.send("GET", PROPERTIES)).contains("index.html"));
        assertEquals(
                "401 NoAuthenticationInformation",
                outcome(world.send(world.anonymous("GET", "/$web/index.html"))));
    }

    @Test
    void anAccountThatClosesTakesItsWebsiteDown() {
        publish();
        world.management.setRules("acct", AccountRules.DEFAULT);
        assertDark();
        // What az reads and sends back is as it was, and closing is never refused.
        assertEquals("202", enable(PAGES));
        assertEquals("409 PublicAccessNotPermitted", enable(""));
        assertEquals("202", set("<Enabled>false</Enabled>"));
        assertEquals("409 PublicAccessNotPermitted", enable(PAGES));
        assertDark();
    }

    /** Leave to open it was given while the account still was. */
    @Test
    void noWebsiteIsOpenedWhenTheAccountClosesMeanwhile() {
        Permit permit = permit(account().opened());
        world.management.setRules("acct", AccountRules.DEFAULT);
        assertNotOpened(permit);
    }

    /** The policy is asked only where the account was open. */
    @Test
    void noWebsiteIsOpenedByALeaveThatThePolicyWasNotAskedFor() {
        assertNotOpened(permit(account()));
    }

    private Target account() {
        return Target.in(world.tenant, world.account("acct").id(), world.accountScope("acct"));
    }

    private Permit permit(Target target) {
        return world.trust.authorizer().permit(world.owner, Actions.WRITE_SERVICE, target);
    }

    private void assertNotOpened(Permit permit) {
        StaticWebsite on = new StaticWebsite(true, "index.html", "", "");
        ServiceProperties properties = world.storage.serviceProperties();
        Failure failure =
                assertThrows(
                        Failure.class, () -> properties.set(permit, old -> old.withWebsite(on)));
        assertEquals("PublicAccessNotPermitted", failure.code());
    }

    @Test
    void whereNoWebsitesAreServedNoneIsSwitchedOn() {
        BlobService alone =
                new BlobService(
                        world.storage,
                        world.trust.authorizer(),
                        new Callers(
                                world.storage.accounts(),
                                (authorization, origin) -> world.owner,
                                (tenant, signer) -> Optional.empty(),
                                world.clock),
                        Domains.at(8443),
                        world.clock,
                        false);
        Router router = new Router(Map.of(Site.BLOB, alone.protocol()), alone.routes());
        String website =
                "<StorageServiceProperties><StaticWebsite><Enabled>%s</Enabled></StaticWebsite>"
                        + "</StorageServiceProperties>";
        FakeRequest on = world.request("PUT", PROPERTIES).body(website.formatted("true"));
        Answer answer = on.answeredBy(router);
        assertEquals("400 InvalidXmlNodeValue", outcome(answer));
        assertTrue(text(answer).contains("StaticWebsite"), text(answer));
        FakeRequest off = world.request("PUT", PROPERTIES).body(website.formatted("false"));
        assertEquals("202", outcome(off.answeredBy(router)));
    }

    @Test
    void onlyWhomTheNetworksRulesLetInSeesIt() {
        publish();
        NetworkRules some =
                new NetworkRules(true, false, List.of(AddressRange.parse("198.51.100.0/24")), "");
        world.management.setRules("acct", new AccountRules(true, true, some));
        assertDark();
        Origin inside = new Origin("198.51.100.9", "request-2");
        assertEquals(200, world.send(to("acct", "GET", "/").origin(inside)).status());
    }

    @Test
    void whereThePolicyForbidsPublicDataThereIsNone() {
        world.close();
        world = new World();
        world.management.setRules("acct", OPEN);
        assertEquals("403 AuthorizationFailure", enable(PAGES));
        assertEquals(
                "404 ContainerNotFound", outcome(world.send("GET", "/$web?restype=container")));
        StaticWebsite set = new StaticWebsite(true, "index.html", "", "");
        world.management.settings("acct", ServiceSettings.DEFAULT.withWebsite(set));
        world.send("PUT", "/$web?restype=container");
        put("index.html", "home");
        assertDark();
    }

    @Test
    void strangersDoNotLearnWhichAccountsThereAre() {
        publish();
        String none = told(world.send(to("nobody", "GET", "/")));
        assertEquals(none, told(world.send(to("other", "GET", "/"))));
        world.management.setRules("acct", AccountRules.DEFAULT);
        assertEquals(none, told(visit("/")));
    }

    private static String told(Answer answer) {
        return answer.status() + answer.headers().toString() + text(answer);
    }

    @Test
    void whatNeedsAKeyOrIsArchivedOrDeletedIsNotServed() {
        publish();
        world.management.scope("scoped", true);
        put("archived.html", "a");
        put("scoped.html", "s");
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
        assertEquals("200 s", seen("/scoped.html"));
        world.management.scope("scoped", false);
        world.management.settings(old -> old.withDeletion(7, false));
        put("gone.html", "g");
        world.send("DELETE", "/$web/gone.html");
        String snapshot =
                header(world.send("PUT", "/$web/index.html?comp=snapshot", ""), "x-ms-snapshot");
        put("index.html", "new");
        for (String blob : List.of("archived", "keyed", "scoped", "gone")) {
            assertEquals("404 lost", seen("/" + blob + ".html"), blob);
        }
        FakeRequest key = new CustomerKeys(1).on(to("acct", "GET", "/keyed.html"));
        assertEquals(404, world.send(key).status());
        // Nor does it tell whether a condition holds.
        FakeRequest matching = to("acct", "GET", "/keyed.html").with("if-match", "\"other\"");
        assertEquals(NOT_THERE, outcome(world.send(matching)));
        assertEquals("200 new", seen("/index.html?snapshot=" + snapshot));
    }

    @Test
    void aLargePageIsStreamed() {
        publish();
        String large = "0123456789".repeat(20_000);
        put("large.js", large);
        assertEquals("200 " + large, seen("/large.js"));
        assertTrue(visit("/large.js").body() instanceof Answer.Body.Stream);
    }

    @Test
    void enablingMakesTheContainerOnceAndTellsWhatIsSet() {
        assertEquals("202", enable(PAGES));
        assertEquals("200", outcome(world.send("GET", "/$web?restype=container")));
        put("index.html", "home");
        assertEquals("202", enable(PAGES));
        assertEquals("200 home", seen("/"));
        assertTrue(
                text(world.send("GET", PROPERTIES))
                        .contains(
                                "<StaticWebsite><Enabled>true</Enabled>"
                                        + PAGES
                                        + "</StaticWebsite>"));
        String other = "<StorageServiceProperties><Cors /></StorageServiceProperties>";
        assertEquals("202", outcome(world.send("PUT", PROPERTIES, other)));
        assertEquals("200 home", seen("/"));
        world.send("DELETE", "/$web?restype=container");
        assertDark();
        assertEquals("202", enable(PAGES));
        assertEquals("200", outcome(world.send("GET", "/$web?restype=container")));
    }

    @Test
    void whatIsMalformedIsRefused() {
        String document = "400 InvalidXmlDocument";
        String value = "400 InvalidXmlNodeValue";
        String index = "<IndexDocument>%s</IndexDocument>";
        String[][] refused = {
            {index.formatted("a/b.html"), document},
            {index.formatted("  "), value},
            {index.formatted("a&#10;b"), value},
            {index.formatted("i".repeat(256)), value},
            {"<ErrorDocument404Path>" + "e".repeat(1_025) + "</ErrorDocument404Path>", value},
            {
                index.formatted("i") + "<DefaultIndexDocumentPath>d</DefaultIndexDocumentPath>",
                document
            },
            {index.formatted("i") + index.formatted("j"), document},
            {"<Other />", document},
        };
        for (String[] one : refused) {
            assertEquals(one[1], enable(one[0]), one[0]);
        }
        assertEquals("400 MissingRequiredXmlNode", set(index.formatted("i")));
        assertEquals(value, set("<Enabled>yes</Enabled>"));
        assertEquals("202", enable(index.formatted("i".repeat(255))));
    }
}
