package fr.bleu.vault;

import static fr.bleu.vault.TestPlatform.code;
import static fr.bleu.vault.TestPlatform.header;
import static fr.bleu.vault.TestPlatform.json;
import static fr.bleu.vault.TestPlatform.text;
import static fr.bleu.vault.TestPlatform.version;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.http.FakeRequest;
import fr.bleu.http.Site;
import fr.bleu.trust.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a vault takes and refuses: bodies, names, versions, query parameters, and their limits. */
class SecretRequestsTest {

    private static final int MAX_VALUE_BYTES = 25_600;

    private final TestPlatform platform = new TestPlatform();
    private final Caller.Principal officer =
            platform.vault(platform.tenant(true), "v-one", "\"softDeleteRetentionInDays\":7");

    @AfterEach
    void close() {
        platform.close();
    }

    private Answer call(String method, String target, String body) {
        return platform.call(officer, "v-one", method, target, body);
    }

    private int get(String target) {
        return platform.call(officer, "v-one", "GET", target).status();
    }

    private static void assertBad(Answer answer, String what) {
        assertEquals(400, answer.status(), what);
        assertEquals("BadParameter", code(answer), what);
    }

    /** A body with {@code value} x and this member. */
    private static String with(String member) {
        return "{\"value\":\"hunter2\"," + member + "}";
    }

    private static String tags(int count, String name, String value) {
        List<String> tags = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tags.add("\"" + name + (char) ('a' + i) + "\":\"" + value + "\"");
        }
        return "\"tags\":{" + String.join(",", tags) + "}";
    }

    @Test
    void aBodyThatIsNoSecretIsRefusedWithoutAnEchoAndNothingIsKept() {
        List<String> bodies =
                List.of(
                        "",
                        "{",
                        "null",
                        "[]",
                        "\"hunter2\"",
                        "{\"value\":\"hunter2\"",
                        "{\"value\":\"hunter2\"} hunter2",
                        "{value:\"hunter2\"}",
                        "{\"value\":\"a\",\"value\":\"hunter2\"}",
                        "{}",
                        "{\"value\":null}",
                        "{\"value\":7}",
                        "{\"value\":{\"hunter2\":1}}",
                        "{\"value\":\"\\ud800hunter2\"}",
                        "[".repeat(100_000),
                        with("\"contentType\":7"),
                        with("\"contentType\":\"" + "x".repeat(256) + "\""),
                        with("\"attributes\":[]"),
                        with("\"attributes\":{\"enabled\":\"true\"}"),
                        with("\"attributes\":{\"nbf\":\"1\"}"),
                        with("\"attributes\":{\"exp\":1.5}"),
                        with("\"attributes\":{\"exp\":-1}"),
                        with("\"attributes\":{\"exp\":99999999999999999999}"),
                        with("\"attributes\":{\"nbf\":200,\"exp\":100}"),
                        with("\"tags\":[]"),
                        with("\"tags\":{\"a\":1}"),
                        with("\"tags\":{\"a\":null}"),
                        with("\"tags\":{\"\\udfff\":\"a\"}"),
                        with(tags(16, "", "v")),
                        with(tags(1, "x".repeat(256), "v")),
                        with(tags(1, "", "x".repeat(257))));
        for (String body : bodies) {
            Answer answer = call("PUT", "/secrets/a", body);
            assertBad(answer, body.substring(0, Math.min(80, body.length())));
            assertFalse(text(answer).contains("hunter2"), text(answer));
        }
        assertEquals(List.of(), platform.stored.records(Tables.SECRETS));
        assertEquals(List.of(), platform.stored.records(Tables.VERSIONS));
    }

    @Test
    void aBodyThatIsNoUtf8IsRefused() {
        byte[] body = "{\"value\":\"x\"}".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        body[10] = (byte) 0xff;
        FakeRequest request =
                new FakeRequest(Site.VAULT, "PUT", "/secrets/a?api-version=7.4").label("v-one");
        assertBad(platform.answer(officer, request.body(body)), "0xff");
    }

    @Test
    void whatReachesTheLimitsIsTakenWhole() {
        String euros = "€".repeat(MAX_VALUE_BYTES / 3) + "e";
        assertEquals(
                MAX_VALUE_BYTES, euros.getBytes(java.nio.charset.StandardCharsets.UTF_8).length);
        for (String value : List.of("", "x".repeat(MAX_VALUE_BYTES), euros, "\uD83D\uDD11 clé")) {
            assertEquals(200, platform.set(officer, "v-one", "a", value).status());
            Answer read = platform.call(officer, "v-one", "GET", "/secrets/a");
            assertEquals(value, json(read).path("value").asString());
        }
        for (String value : List.of("x".repeat(MAX_VALUE_BYTES + 1), euros + "e")) {
            assertBad(platform.set(officer, "v-one", "a", value), "25,601 bytes");
        }
        String most =
                with(
                        tags(15, "x".repeat(255), "v".repeat(256))
                                + ",\"contentType\":\""
                                + "c".repeat(255)
                                + "\"");
        Answer made = call("PUT", "/secrets/b", most);
        assertEquals(200, made.status(), text(made));
        assertEquals(15, json(made).path("tags").size());
        assertEquals(255, json(made).path("contentType").asString().length());
    }

    @Test
    void aPatchIsHeldToTheSameRulesAndChangesNothingWhenRefused() {
        String version = version(platform.set(officer, "v-one", "a", "x"));
        call("PATCH", "/secrets/a", "{\"attributes\":{\"nbf\":100}}");
        String before = text(platform.call(officer, "v-one", "GET", "/secrets/a"));
        for (String body :
                List.of(
                        "",
                        "[]",
                        "{\"attributes\":7}",
                        "{\"attributes\":{\"enabled\":0}}",
                        "{\"attributes\":{\"exp\":100}}",
                        "{\"contentType\":[]}",
                        "{\"tags\":{\"a\":{}}}",
                        "{" + tags(16, "", "v") + "}")) {
            assertBad(call("PATCH", "/secrets/a", body), body);
            assertBad(call("PATCH", "/secrets/a/" + version, body), body);
        }
        assertEquals(before, text(platform.call(officer, "v-one", "GET", "/secrets/a")));
    }

    @Test
    void namesHaveLettersDigitsAndDashesAndKeepTheirCase() {
        for (String name :
                List.of("a_b", "a.b", "a%20b", "a%2Fb", "%C3%A9", "..", "a%00", "x".repeat(128))) {
            assertBad(call("PUT", "/secrets/" + name, "{\"value\":\"x\"}"), name);
            assertBad(platform.call(officer, "v-one", "GET", "/secrets/" + name), name);
            assertBad(platform.call(officer, "v-one", "DELETE", "/secrets/" + name), name);
            assertBad(platform.call(officer, "v-one", "GET", "/deletedsecrets/" + name), name);
        }
        for (String name : List.of("-", "0", "A", "x".repeat(127), "versions", "a-B-9")) {
            assertEquals(200, platform.set(officer, "v-one", name, "x").status(), name);
            assertEquals(200, get("/secrets/" + name), name);
        }
        // The name stays as it was first written, however it is called later.
        Answer again = platform.set(officer, "v-one", "A-b-9", "y");
        assertTrue(json(again).path("id").asString().contains("/secrets/a-B-9/"), text(again));
    }

    @Test
    void aVersionHas32HexadecimalDigitsInAnyCase() {
        String version = version(platform.set(officer, "v-one", "a", "x"));
        for (String wrong :
                List.of("x", version.substring(1), version + "0", "g" + version.substring(1))) {
            assertEquals(400, get("/secrets/a/" + wrong), wrong);
        }
        assertEquals(200, get("/secrets/a/" + version.toUpperCase(java.util.Locale.ROOT)));
        assertEquals(200, get("/secrets/a/" + version + "/"));
        assertEquals(200, get("/Secrets/A/?api-version=7.4"));
    }

    @Test
    void theApiVersionIsNeededAndHasAzuresForm() {
        platform.set(officer, "v-one", "a", "x");
        for (String query :
                List.of(
                        "x=y",
                        "api-version=",
                        "api-version=seven",
                        "api-version=7.4%0a",
                        "api-version=8.0",
                        "api-version=2025-7-1")) {
            Answer answer = platform.call(officer, "v-one", "GET", "/secrets/a?" + query);
            assertBad(answer, query);
        }
        for (String query :
                List.of(
                        "api-version=7.0",
                        "api-version=7.6-preview.2",
                        "api-version=2016-10-01",
                        "api%2Dversion=7.4",
                        "API-Version=2025-07-01")) {
            assertEquals(200, get("/secrets/a?" + query), query);
        }
    }

    @Test
    void aPageHas1To25ResultsAndItsTokenIsOneThatAVaultGives() {
        for (String query :
                List.of(
                        "maxresults=0",
                        "maxresults=26",
                        "maxresults=-1",
                        "maxresults=",
                        "maxresults=ten",
                        "maxresults=1.5",
                        "maxresults=01",
                        "maxresults=99999999999",
                        "$skiptoken=",
                        "$skiptoken=a%2Fb",
                        "%24skiptoken=" + "x".repeat(128))) {
            for (String list : List.of("/secrets", "/deletedsecrets", "/secrets/a/versions")) {
                String target = list + "?api-version=7.4&" + query;
                assertBad(platform.call(officer, "v-one", "GET", target), target);
            }
        }
        assertEquals(200, get("/secrets?api-version=7.4&maxresults=1"));
        assertEquals(200, get("/secrets?api-version=7.4&maxresults=25&%24skiptoken=none"));
    }

    @Test
    void whatIsNoOperationIsToldInKeyVaultsShape() {
        Answer nowhere = platform.call(officer, "v-one", "GET", "/keys");
        assertEquals(404, nowhere.status());
        assertEquals("NotFound", code(nowhere));
        Answer wrongMethod = call("PUT", "/secrets", "{\"value\":\"x\"}");
        assertEquals(405, wrongMethod.status());
        assertEquals("MethodNotAllowed", code(wrongMethod));
        assertEquals(Optional.of("GET"), header(wrongMethod, "Allow"));
        // Certificates' own parameter: not there, so not ignored.
        assertEquals(400, get("/secrets/a?api-version=7.6&outContentType=application/x-pkcs12"));
    }
}
