package fr.bleu.storage;

import static fr.bleu.storage.World.outcome;
import static fr.bleu.storage.World.text;
import static org.junit.jupiter.api.Assertions.assertEquals;

import fr.bleu.http.Answer;
import fr.bleu.http.FakeRequest;
import fr.bleu.http.Site;
import java.util.List;

/** The static website of {@code acct}, its owner and its visitors. */
final class Website {
    static final String PROPERTIES = "/?restype=service&comp=properties";
    static final String NOT_THERE = "404 WebContentNotFound";
    static final AccountRules OPEN = new AccountRules(true, true);
    static final String PAGES =
            "<IndexDocument>index.html</IndexDocument>"
                    + "<ErrorDocument404Path>errors/404.html</ErrorDocument404Path>";

    private final World world;

    Website(World world) {
        this.world = world;
        world.management.setRules("acct", OPEN);
    }

    String set(String pages) {
        return outcome(
                world.send(
                        "PUT",
                        PROPERTIES,
                        "<StorageServiceProperties><StaticWebsite>"
                                + pages
                                + "</StaticWebsite></StorageServiceProperties>"));
    }

    String enable(String pages) {
        return set("<Enabled>true</Enabled>" + pages);
    }

    void put(String blob, String content) {
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

    void publish() {
        assertEquals("202", enable(PAGES));
        put("index.html", "home");
        put("dir/index.html", "dir's");
        put("dir/page.html", "page");
        put("errors/404.html", "lost");
    }

    static FakeRequest to(String account, String method, String path) {
        return new FakeRequest(Site.WEB, method, path)
                .label(account)
                .baseUrl("https://" + account + ".bleu-web.localhost:8443")
                .origin(World.ORIGIN);
    }

    Answer visit(String path) {
        return world.send(to("acct", "GET", path));
    }

    String seen(String path) {
        Answer answer = visit(path);
        return answer.status() + " " + text(answer);
    }

    void assertDark() {
        for (String path : List.of("/", "/index.html", "/dir/", "/none")) {
            assertEquals("404 The requested content does not exist.\n", seen(path), path);
        }
    }
}
