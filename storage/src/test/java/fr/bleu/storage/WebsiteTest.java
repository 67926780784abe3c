package fr.bleu.storage;

import static fr.bleu.storage.Website.NOT_THERE;
import static fr.bleu.storage.Website.OPEN;
import static fr.bleu.storage.Website.PAGES;
import static fr.bleu.storage.Website.PROPERTIES;
import static fr.bleu.storage.Website.to;
import static fr.bleu.storage.World.header;
import static fr.bleu.storage.World.outcome;
import static fr.bleu.storage.World.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.http.FakeRequest;
import fr.bleu.http.Site;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What everybody sees of a static website. */
class WebsiteTest {
    private final World world = new World(true);
    private final Website site = new Website(world);

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aPathIsAFileADirectorysIndexOrThePageForWhatIsNotThere() {
        site.publish();
        assertEquals("200 home", site.seen("/"));
        assertEquals("200 home", site.seen("/index.html"));
        assertEquals("200 dir's", site.seen("/dir/"));
        assertEquals("200 dir's", site.seen("/dir"));
        assertEquals("200 page", site.seen("/dir/page.html"));
        assertEquals("200 page", site.seen("/dir%2Fpage.html?any=thing&comp=list"));
        for (String path :
                List.of(
                        "/none",
                        "/none/",
                        "/Index.html",
                        "//",
                        "/dir/../index.html",
                        "/index.html/")) {
            assertEquals("404 lost", site.seen(path), path);
        }
        assertEquals(NOT_THERE, outcome(site.visit("/none")));
        assertEquals("404 lost", site.seen("/" + "n".repeat(1_025)));
        world.send("DELETE", "/$web/errors/404.html");
        assertEquals("404 The requested content does not exist.\n", site.seen("/none"));
    }

    @Test
    void anAbsolutePathMayBeginWithASlash() {
        site.publish();
        site.enable("<ErrorDocument404Path>/errors/404.html</ErrorDocument404Path>");
        assertEquals("404 lost", site.seen("/"));
        assertEquals("200 page", site.seen("/dir/page.html"));
    }

    @Test
    void aDefaultIndexStandsForWhateverHasNoPage() {
        site.publish();
        String app = "<DefaultIndexDocumentPath>index.html</DefaultIndexDocumentPath>";
        site.enable(app + "<ErrorDocument404Path>errors/404.html</ErrorDocument404Path>");
        assertEquals("200 home", site.seen("/"));
        assertEquals("200 home", site.seen("/dir/"));
        assertEquals("200 home", site.seen("/route/of/the/app"));
        assertEquals("200 page", site.seen("/dir/page.html"));
        world.send("DELETE", "/$web/index.html");
        assertEquals("404 lost", site.seen("/route"));
    }

    @Test
    void aPageHasItsHeadersAndNoneOfTheServices() {
        site.publish();
        Answer page = site.visit("/");
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
        Answer error = site.visit("/none");
        assertEquals("text/html; charset=utf-8", header(error, "Content-Type"));
    }

    @Test
    void headTellsTheLengthAndHasNoContent() {
        site.publish();
        Answer head = world.send(to("acct", "HEAD", "/dir/").with("range", "bytes=0-0"));
        assertEquals(new Answer.Body.Head(5), head.body());
        assertEquals(200, head.status());
        assertEquals(404, world.send(to("acct", "HEAD", "/none")).status());
    }

    @Test
    void conditionsAndRangesAreThoseOfBlobs() {
        site.publish();
        String etag = header(site.visit("/"), "ETag");
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
        String errors = header(site.visit("/none"), "ETag");
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
        site.publish();
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
    void aLargePageIsStreamed() {
        site.publish();
        String large = "0123456789".repeat(20_000);
        site.put("large.js", large);
        assertEquals("200 " + large, site.seen("/large.js"));
        assertTrue(site.visit("/large.js").body() instanceof Answer.Body.Stream);
    }
}
