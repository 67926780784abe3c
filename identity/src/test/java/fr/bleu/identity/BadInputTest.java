package fr.bleu.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import fr.bleu.http.Answer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Input that no client should send gets Graph's own error, never an internal one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {
    private World world;
    private String admin;

    @BeforeAll
    void open() {
        world = new World();
        admin = world.adminToken("https://graph.bleu.localhost:8443//.default");
    }

    @AfterAll
    void close() {
        world.close();
    }

    private void refused(String method, String target, String body) {
        Answer answer = world.graph(admin, method, target).body(body).answeredBy(world.router);
        String shown = target + " " + body.substring(0, Math.min(200, body.length()));
        assertEquals(400, answer.status(), shown + World.text(answer));
    }

    @Test
    void bodiesThatAreNoApplicationAreRefused() {
        for (String body :
                List.of(
                        "",
                        "[]",
                        "{\"displayName\":5}",
                        "{\"displayName\":\" \"}",
                        "{\"displayName\":\"" + "x".repeat(257) + "\"}",
                        "{\"displayName\":\"\\ud800\"}",
                        "{\"displayName\":\"a\",\"keyCredentials\":{}}",
                        "{\"displayName\":\"a\",\"keyCredentials\":[5]}",
                        "{\"displayName\":\"a\",\"keyCredentials\":[{\"key\":\"AAAA\"}]}",
                        "{\"displayName\":\"a\",\"keyCredentials\":[{\"key\":\"?\"}]}",
                        "{\"displayName\":\"a\",\"x\":" + "[".repeat(5_000) + "}")) {
            refused("POST", "/applications", body);
        }
    }

    @Test
    void datesBeyondTheCalendarAreRefused() {
        String add =
                "/applications/" + world.app("dates").application().objectId() + "/addPassword";
        for (String dates :
                List.of(
                        "\"startDateTime\":\"+999999999-12-31T23:59:59Z\"",
                        "\"startDateTime\":\"-999999999-01-01T00:00:00+18:00\"",
                        "\"startDateTime\":\"+999999999-12-31T23:59:59-18:00\"",
                        "\"endDateTime\":\"+999999999-12-31T23:59:59-18:00\"",
                        "\"endDateTime\":\"2026-02-30T00:00:00Z\"",
                        "\"endDateTime\":\"tomorrow\"",
                        "\"endDateTime\":5")) {
            refused("POST", add, "{\"passwordCredential\":{" + dates + "}}");
        }
        refused("POST", add, "{\"passwordCredential\":{\"displayName\":\"\\udfff\"}}");
    }

    @Test
    void queriesOfTheWrongShapeAreRefused() {
        for (String query :
                List.of(
                        "$top=0",
                        "$top=-1",
                        "$top=99999999999",
                        "$skiptoken=x",
                        "$orderby=displayName",
                        "$filter=" + "(".repeat(1_900),
                        "$filter=displayName%20eq%20'a'%20and%20".repeat(40),
                        "$filter=" + "x".repeat(2_001))) {
            refused("GET", "/applications?" + query, "");
        }
    }
}
