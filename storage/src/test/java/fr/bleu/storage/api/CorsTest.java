package fr.bleu.storage.api;

import static fr.bleu.storage.World.header;
import static fr.bleu.storage.World.outcome;
import static org.junit.jupiter.api.Assertions.assertEquals;

import fr.bleu.http.Answer;
import fr.bleu.http.FakeRequest;
import fr.bleu.http.Site;
import fr.bleu.storage.CorsRule;
import fr.bleu.storage.World;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which foreign pages' requests browsers let through. */
class CorsTest {
    private static final String APP = "https://app.example";

    private World world;

    @BeforeEach
    void open() {
        world = new World();
        world.send("PUT", "/con?restype=container");
        world.put("/con/b", new byte[] {'x'});
        world.management.settings(
                settings ->
                        settings.withCors(
                                List.of(
                                        new CorsRule(
                                                List.of(APP),
                                                List.of("GET", "PUT"),
                                                List.of("x-ms-meta-*", "content-type"),
                                                List.of("x-ms-meta-*", "etag"),
                                                300),
                                        new CorsRule(
                                                List.of("*"),
                                                List.of("HEAD"),
                                                List.of("*"),
                                                List.of(),
                                                0))));
    }

    @AfterEach
    void close() {
        world.close();
    }

    private FakeRequest preflight(String target, String origin, String method) {
        return world.anonymous("OPTIONS", target)
                .with("origin", origin)
                .with("access-control-request-method", method);
    }

    @Test
    void aPreflightIsAnsweredByTheRulesAloneWithoutACredential() {
        Answer answer =
                world.send(
                        new FakeRequest(Site.BLOB, "OPTIONS", "/con/b")
                                .label("acct")
                                .with("origin", APP)
                                .with("access-control-request-method", "PUT")
                                .with(
                                        "access-control-request-headers",
                                        "x-ms-meta-a, Content-Type"));
        assertEquals("200", outcome(answer));
        assertEquals(APP, header(answer, "Access-Control-Allow-Origin"));
        assertEquals("true", header(answer, "Access-Control-Allow-Credentials"));
        assertEquals("PUT", header(answer, "Access-Control-Allow-Methods"));
        assertEquals("x-ms-meta-a,Content-Type", header(answer, "Access-Control-Allow-Headers"));
        assertEquals("300", header(answer, "Access-Control-Max-Age"));
        for (String target :
                List.of(
                        "/?comp=list",
                        "/con?restype=container&comp=list",
                        "/file",
                        "/con/none?comp=block",
                        "/con/b?sig=expired&sv=2020-02-10")) {
            assertEquals("200", outcome(world.send(preflight(target, APP, "GET"))), target);
        }
        Answer any = world.send(preflight("/con/b", "https://else.example", "HEAD"));
        assertEquals("*", header(any, "Access-Control-Allow-Origin"));
        assertEquals("", header(any, "Access-Control-Allow-Credentials"));
    }

    @Test
    void whatNoRuleAllowsIsRefused() {
        String refused = "403 CorsPreflightFailure";
        assertEquals(
                refused, outcome(world.send(preflight("/con/b", "https://else.example", "GET"))));
        assertEquals(refused, outcome(world.send(preflight("/con/b", APP, "DELETE"))));
        assertEquals(
                refused,
                outcome(
                        world.send(
                                preflight("/con/b", APP, "PUT")
                                        .with("access-control-request-headers", "x-other"))));
        assertEquals(refused, outcome(world.send(preflight("/con/b", APP, "GET").label("nobody"))));
        assertEquals(refused, outcome(world.send(preflight("/con/b", APP, "GET").label("other"))));
        assertEquals(
                "400 MissingRequiredHeader",
                outcome(world.send(world.anonymous("OPTIONS", "/con/b").with("origin", APP))));
        assertEquals(
                "400 MissingRequiredHeader",
                outcome(
                        world.send(
                                world.anonymous("OPTIONS", "/con/b")
                                        .with("access-control-request-method", "GET"))));
    }

    @Test
    void answersSayWhoMayReadThem() {
        world.send(world.request("PUT", "/con/b?comp=metadata").with("x-ms-meta-color", "red"));
        Answer answer = world.send(world.request("GET", "/con/b").with("origin", APP));
        assertEquals("200", outcome(answer));
        assertEquals(APP, header(answer, "Access-Control-Allow-Origin"));
        assertEquals("ETag,x-ms-meta-color", header(answer, "Access-Control-Expose-Headers"));
        assertEquals("Origin", header(answer, "Vary"));
        Answer refused = world.send(world.anonymous("GET", "/con/b").with("origin", APP));
        assertEquals("401 NoAuthenticationInformation", outcome(refused));
        assertEquals(APP, header(refused, "Access-Control-Allow-Origin"));
        Answer foreign =
                world.send(world.request("GET", "/con/b").with("origin", "https://else.example"));
        assertEquals("200", outcome(foreign));
        assertEquals("", header(foreign, "Access-Control-Allow-Origin"));
        assertEquals("Origin", header(foreign, "Vary"));
        Answer head =
                world.send(world.request("HEAD", "/con/b").with("origin", "https://else.example"));
        assertEquals("*", header(head, "Access-Control-Allow-Origin"));
        assertEquals("", header(head, "Vary"), "the same for every origin");
        Answer plain = world.send("GET", "/con/b");
        assertEquals("", header(plain, "Access-Control-Allow-Origin"));
    }
}
