package fr.bleu.storage;

import static fr.bleu.storage.World.outcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.http.FakeRequest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Blob Batch: many requests in one, each permitted by itself. */
class BatchTest {
    private static final String OWNER = "Authorization: Bearer owner\r\n";
    private static final String INVALID = "400 InvalidInput";
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d+) \\w+");

    private World world;

    @BeforeEach
    void open() {
        world = new World();
        for (String container : new String[] {"aaa", "bbb"}) {
            world.send("PUT", "/" + container + "?restype=container");
            world.put("/" + container + "/b", new byte[] {1, 2, 3});
        }
    }

    @AfterEach
    void close() {
        world.close();
    }

    private static String part(int id, String request, String headers) {
        return "--x\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n"
                + "Content-ID: "
                + id
                + "\r\n\r\n"
                + request
                + " HTTP/1.1\r\n"
                + headers
                + "Content-Length: 0\r\n\r\n";
    }

    private static FakeRequest batch(FakeRequest request, String parts) {
        return request.with("content-type", "multipart/mixed; boundary=x")
                .body(parts + "--x--\r\n");
    }

    private Answer send(String parts) {
        return world.send(batch(world.request("POST", "/?comp=batch"), parts));
    }

    private static List<Integer> statuses(Answer answer) {
        List<Integer> statuses = new ArrayList<>();
        Matcher matcher = STATUS.matcher(World.text(answer));
        while (matcher.find()) {
            statuses.add(Integer.valueOf(matcher.group(1)));
        }
        return statuses;
    }

    private String get(String target) {
        return outcome(world.send("GET", target));
    }

    @Test
    void eachPartIsAnsweredInItsPlace() {
        Answer answer =
                send(
                        part(0, "DELETE /aaa/b", OWNER)
                                + part(1, "DELETE /aaa/none", OWNER)
                                + part(2, "DELETE /bbb/b", OWNER));
        assertEquals("202", outcome(answer));
        assertEquals(List.of(202, 404, 202), statuses(answer));
        String type = World.header(answer, "Content-Type");
        assertTrue(type.startsWith("multipart/mixed; boundary=batchresponse_"), type);
        String delimiter = "--" + type.substring(type.indexOf('=') + 1);
        String[] parts = World.text(answer).split(delimiter);
        assertEquals(5, parts.length);
        assertTrue(parts[2].contains("Content-ID: 1\r\n\r\nHTTP/1.1 404 BlobNotFound\r\n"));
        assertTrue(parts[2].contains("x-ms-error-code: BlobNotFound\r\n"));
        assertTrue(parts[2].contains("<Code>BlobNotFound</Code>"));
        assertTrue(parts[1].contains("x-ms-version: 2024-11-04\r\n"));
        assertEquals("--\r\n", parts[4]);
        assertEquals("404 BlobNotFound", get("/aaa/b"));
        assertEquals("404 BlobNotFound", get("/bbb/b"));
    }

    @Test
    void theJavaScriptSdkCallsAnAccountInThePathAContainer() {
        FakeRequest request = world.request("POST", "/acct?comp=batch&restype=container");
        String parts = part(0, "DELETE /acct/aaa/b", OWNER) + part(1, "DELETE /acct/bbb/b", OWNER);
        Answer answer = world.send(batch(request.pathStyle("acct"), parts));
        assertEquals(List.of(202, 202), statuses(answer));
    }

    @Test
    void eachPartIsPermittedByItselfAndNotByTheBatch() {
        var reader = world.principal("reader");
        world.grant(reader, "Storage Blob Data Reader", world.accountScope("acct"));
        Answer answer =
                send(
                        part(0, "DELETE /aaa/b", "")
                                + part(1, "DELETE /aaa/b", "Authorization: Bearer reader\r\n")
                                + part(2, "DELETE /aaa/b", "Authorization: Bearer none\r\n")
                                + part(
                                        3,
                                        "DELETE /aaa/b",
                                        "Authorization: SharedKey acct:AAAA\r\n"));
        assertEquals(List.of(401, 403, 401, 403), statuses(answer));
        assertEquals("200", get("/aaa/b"));
        FakeRequest weak =
                world.anonymous("POST", "/?comp=batch").with("authorization", "Bearer reader");
        assertEquals(
                "403 AuthorizationPermissionMismatch",
                outcome(world.send(batch(weak, part(0, "DELETE /aaa/b", OWNER)))));
        assertEquals(
                "401 NoAuthenticationInformation",
                outcome(
                        world.send(
                                batch(
                                        world.anonymous("POST", "/?comp=batch"),
                                        part(0, "DELETE /aaa/b", OWNER)))));
        assertEquals("200", get("/aaa/b"));
    }

    /** As the SDKs do: the part is signed without a version, which is the batch's. */
    @Test
    void aPartIsSignedWithAKeyWithoutItsVersion() {
        String date = Stamp.httpDate(world.clock.instant());
        FakeRequest signed =
                new FakeRequest(fr.bleu.http.Site.BLOB, "DELETE", "/aaa/b")
                        .label("acct")
                        .with("x-ms-date", date);
        String signature =
                Base64.getEncoder()
                        .encodeToString(
                                world.account("acct")
                                        .key1()
                                        .sign(SharedKeyVerifier.stringToSign(signed, "acct")));
        String headers =
                "x-ms-date: " + date + "\r\nAuthorization: SharedKey acct:" + signature + "\r\n";
        assertEquals(List.of(202), statuses(send(part(0, "DELETE /aaa/b", headers))));
    }

    @Test
    void signaturesOpenBatchesAndNothingMoreInThem() {
        String account =
                Sas.account(world.account("acct"), Map.of("ss", "b", "srt", "so", "sp", "rd"));
        String container = Sas.service(world.account("acct"), "aaa", Map.of("sr", "c", "sp", "d"));
        FakeRequest byAccount = world.anonymous("POST", "/?comp=batch&" + account);
        String parts =
                part(0, "DELETE /aaa/b?" + account, "")
                        + part(1, "DELETE /bbb/b", "")
                        + part(2, "DELETE /bbb/b?" + container, "");
        assertEquals(List.of(202, 401, 403), statuses(world.send(batch(byAccount, parts))));
        world.put("/aaa/b", new byte[1]);
        String scoped = "/aaa?restype=container&comp=batch&";
        FakeRequest byContainer = world.anonymous("POST", scoped + container);
        assertEquals(
                List.of(202),
                statuses(
                        world.send(batch(byContainer, part(0, "DELETE /aaa/b?" + container, "")))));
        assertEquals(
                "403 AuthenticationFailed",
                outcome(
                        world.send(
                                batch(
                                        world.anonymous("POST", "/?comp=batch&" + container),
                                        parts))));
    }

    @Test
    void aContainersBatchIsAboutThatContainerOnly() {
        String target = "/aaa?restype=container&comp=batch";
        String outside = part(0, "DELETE /aaa/b", OWNER) + part(1, "DELETE /bbb/b", OWNER);
        assertEquals(INVALID, outcome(world.send(batch(world.request("POST", target), outside))));
        assertEquals("200", get("/aaa/b"));
        assertEquals(
                List.of(202),
                statuses(
                        world.send(
                                batch(
                                        world.request("POST", target),
                                        part(0, "DELETE /aaa/b", OWNER)))));
    }

    @Test
    void inPathStyleAPartMayNameTheAccountOrNot() {
        FakeRequest request =
                new FakeRequest(fr.bleu.http.Site.BLOB, "POST", "/acct?comp=batch")
                        .pathStyle("acct")
                        .with("x-ms-version", "2024-11-04")
                        .with("authorization", "Bearer owner");
        String parts = part(0, "DELETE /acct/aaa/b", OWNER) + part(1, "DELETE /bbb/b", OWNER);
        assertEquals(List.of(202, 202), statuses(world.send(batch(request, parts))));
    }

    @Test
    void onlyDeletionsOrTiersAreDone() {
        for (String request :
                List.of(
                        "GET /aaa/b",
                        "PUT /aaa/b",
                        "PUT /aaa/b?comp=metadata",
                        "DELETE /aaa/b?comp=x",
                        "DELETE /aaa?restype=container",
                        "DELETE /aaa",
                        "POST /?comp=batch",
                        "POST /aaa?restype=container&comp=batch")) {
            assertEquals(INVALID, outcome(send(part(0, request, OWNER))), request);
        }
        String mixed = part(0, "DELETE /aaa/b", OWNER) + part(1, "PUT /aaa/b?comp=tier", OWNER);
        assertEquals(INVALID, outcome(send(mixed)));
        assertEquals("200", get("/aaa/b"));
    }

    @Test
    void aBatchIsBounded() {
        StringBuilder parts = new StringBuilder();
        for (int i = 0; i < 256; i++) {
            parts.append(part(i, "DELETE /aaa/none", OWNER));
        }
        assertEquals(256, statuses(send(parts.toString())).size());
        assertEquals(INVALID, outcome(send(parts + part(256, "DELETE /aaa/none", OWNER))));
        assertEquals(INVALID, outcome(send("")));
        FakeRequest large = world.request("POST", "/?comp=batch").body(new byte[(4 << 20) + 1]);
        assertEquals("413 RequestBodyTooLarge", outcome(world.send(large)));
        String header = "x-ms-meta-a: 1\r\n";
        assertEquals(INVALID, outcome(send(part(0, "DELETE /aaa/b", OWNER + header.repeat(64)))));
        assertEquals(INVALID, outcome(send(part(0, "DELETE /aaa/" + "b".repeat(16 << 10), OWNER))));
        assertEquals("200", get("/aaa/b"));
    }

    @Test
    void malformedBatchesDoNothing() {
        String good = part(0, "DELETE /aaa/b", OWNER);
        for (String[] change :
                new String[][] {
                    {"--x\r\n", "--y\r\n"},
                    {"\r\n", "\n"},
                    {"application/http", "multipart/mixed; boundary=z"},
                    {"binary", "base64"},
                    {"Content-Transfer-Encoding: binary\r\n", ""},
                    {"Content-Transfer", "Content-ID: 1\r\nContent-Transfer"},
                    {" HTTP/1.1", ""},
                    {" HTTP/1.1", " HTTP/2"},
                    {"DELETE /aaa/b", "DELETE http://acct/aaa/b"},
                    {"DELETE /aaa/b", "DELETE /aaa/b c"},
                    {"DELETE /aaa/b", "DELETE /aaa/b?a=%zz"},
                    {"Length: 0\r\n\r\n", "Length: 3\r\n\r\nabc\r\n"},
                    {"Length: 0\r\n\r\n", "Length: 0\r\n\r\nabc\r\n"},
                    {"Content-Length: 0", "Transfer-Encoding: chunked"},
                    {"Content-Length: 0", "no colon"},
                    {"Content-Length: 0", "a b: c"},
                    {"Content-Length: 0", "a: \u0000"},
                    {"Content-Length: 0", "a: b\rc: d"},
                    {"Content-Length: 0", "x-ms-version: 2015-02-21"}
                }) {
            String wrong = good.replace(change[0], change[1]);
            Answer answer = send(wrong);
            boolean refused =
                    outcome(answer).equals(INVALID) || statuses(answer).equals(List.of(400));
            assertTrue(refused, change[1] + " → " + outcome(answer) + statuses(answer));
        }
        for (String body : List.of("", "--x", "--x\r\n", good, good + "--x--\r\nmore", "--x--")) {
            FakeRequest request =
                    world.request("POST", "/?comp=batch")
                            .with("content-type", "multipart/mixed; boundary=x")
                            .body(body);
            assertEquals(INVALID, outcome(world.send(request)), body);
        }
        for (String type :
                List.of(
                        "",
                        "text/plain",
                        "multipart/mixed",
                        "multipart/mixed; boundary=",
                        "multipart/mixed; boundary=\"x",
                        "multipart/mixed; boundary=" + "x".repeat(71))) {
            FakeRequest request =
                    world.request("POST", "/?comp=batch")
                            .with("content-type", type)
                            .body(good + "--x--\r\n");
            assertEquals(INVALID, outcome(world.send(request)), type);
        }
        byte[] notText = {'-', '-', 'x', (byte) 0xff};
        FakeRequest request =
                world.request("POST", "/?comp=batch")
                        .with("content-type", "multipart/mixed; boundary=x")
                        .body(notText);
        assertEquals(INVALID, outcome(world.send(request)));
        assertEquals("200", get("/aaa/b"));
    }
}
