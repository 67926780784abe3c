package fr.bleu.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.http.FakeRequest;
import fr.bleu.trust.Scope;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Copies over the whole platform in memory: behaviour, conditions, refusals. */
class CopyTest {
    private static final String HERE = "https://acct.blob.core.bleu.localhost:8443";
    private static final String THERE = "https://other.blob.core.bleu.localhost:8443";
    private static final byte[] LARGE = new byte[70_000];
    private static final byte[] SMALL = "small".getBytes(StandardCharsets.UTF_8);

    static {
        new Random(4).nextBytes(LARGE);
    }

    private World world;

    @BeforeEach
    void open() {
        world = new World();
        assertEquals("201", outcome(world.send("PUT", "/con?restype=container")));
        assertEquals("201", outcome(world.send(there("PUT", "/con?restype=container"))));
        putSource("/con/large", LARGE);
        putSource("/con/small", SMALL);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private static String outcome(Answer answer) {
        return World.outcome(answer);
    }

    private FakeRequest there(String method, String target) {
        return world.request(method, target).label("other").baseUrl(THERE);
    }

    private void putSource(String path, byte[] bytes) {
        for (boolean here : new boolean[] {true, false}) {
            FakeRequest put = here ? world.request("PUT", path) : there("PUT", path);
            put.with("x-ms-blob-type", "BlockBlob")
                    .with("x-ms-blob-content-type", "text/x")
                    .with("x-ms-blob-cache-control", "no-store")
                    .with("x-ms-meta-from", "source")
                    .body(bytes);
            assertEquals("201", outcome(world.send(put)));
        }
    }

    private FakeRequest copy(String to, String source) {
        return world.request("PUT", to).with("x-ms-copy-source", source);
    }

    private FakeRequest copyNow(String to, String source) {
        return copy(to, source).with("x-ms-requires-sync", "true");
    }

    private FakeRequest putFrom(String to, String source) {
        return copy(to, source).with("x-ms-blob-type", "BlockBlob");
    }

    private FakeRequest authorized(FakeRequest request) {
        return request.with("x-ms-copy-source-authorization", "Bearer owner");
    }

    private byte[] content(String path) {
        Answer answer = world.send("GET", path);
        assertEquals("200", outcome(answer), path);
        return World.bytes(answer);
    }

    @Test
    void withinAnAccountContentIsSharedAndOutlivesItsSource() {
        for (boolean large : new boolean[] {true, false}) {
            byte[] bytes = large ? LARGE : SMALL;
            String name = large ? "large" : "small";
            assertEquals(
                    "201", outcome(world.send(putFrom("/con/a" + name, HERE + "/con/" + name))));
            assertEquals("202", outcome(world.send(copy("/con/b" + name, HERE + "/con/" + name))));
            assertEquals(
                    "202", outcome(world.send(copyNow("/con/c" + name, HERE + "/con/" + name))));
            if (large) {
                assertEquals(3, CopyOracle.references(world, "con", name));
            }
            CopyOracle.check(world);
            assertEquals("202", outcome(world.send("DELETE", "/con/" + name)));
            for (String copy : new String[] {"a", "b", "c"}) {
                assertArrayEquals(bytes, content("/con/" + copy + name));
            }
            CopyOracle.check(world);
        }
    }

    @Test
    void aCopyOntoItselfIsOne() {
        assertEquals("202", outcome(world.send(copy("/con/large", HERE + "/con/large"))));
        assertArrayEquals(LARGE, content("/con/large"));
        CopyOracle.check(world);
    }

    @Test
    void aCopyTellsItsState() {
        Answer copied =
                world.send(copy("/con/to", HERE + "/con/large").with("x-ms-meta-own", "mine"));
        assertEquals("success", World.header(copied, "x-ms-copy-status"));
        Answer head = world.send("HEAD", "/con/to");
        assertEquals(World.header(copied, "x-ms-copy-id"), World.header(head, "x-ms-copy-id"));
        assertEquals(HERE + "/con/large", World.header(head, "x-ms-copy-source"));
        assertEquals("70000/70000", World.header(head, "x-ms-copy-progress"));
        assertFalse(World.header(head, "x-ms-copy-completion-time").isEmpty());
        assertEquals("text/x", World.header(head, "Content-Type"));
        assertEquals("no-store", World.header(head, "Cache-Control"));
        assertEquals("mine", World.header(head, "x-ms-meta-own"));
        assertEquals("", World.header(head, "x-ms-meta-from"));
        String list = "/con?restype=container&comp=list";
        assertTrue(
                World.text(world.send("GET", list + "&include=copy"))
                        .contains("<CopyStatus>success</CopyStatus><CopySource>" + HERE));
        assertFalse(World.text(world.send("GET", list)).contains("CopyStatus"));
        assertEquals(
                "409 NoPendingCopyOperation",
                outcome(
                        world.send(
                                world.request(
                                                "PUT",
                                                "/con/to?comp=copy&copyid="
                                                        + World.header(copied, "x-ms-copy-id"))
                                        .with("x-ms-copy-action", "abort"))));
        assertEquals("201", outcome(world.put("/con/to", SMALL)));
        assertEquals("", World.header(world.send("HEAD", "/con/to"), "x-ms-copy-id"));
    }

    @Test
    void putFromUrlCopiesPropertiesUnlessToldNotTo() {
        world.send(putFrom("/con/a", HERE + "/con/large"));
        Answer head = world.send("HEAD", "/con/a");
        assertEquals("text/x", World.header(head, "Content-Type"));
        assertEquals("source", World.header(head, "x-ms-meta-from"));
        assertEquals("", World.header(head, "x-ms-copy-id"));
        world.send(
                putFrom("/con/a", HERE + "/con/large")
                        .with("x-ms-copy-source-blob-properties", "false"));
        head = world.send("HEAD", "/con/a");
        assertEquals("application/octet-stream", World.header(head, "Content-Type"));
        assertEquals("", World.header(head, "Cache-Control"));
        assertEquals("", World.header(head, "x-ms-meta-from"));
        world.send(
                putFrom("/con/a", HERE + "/con/large").with("x-ms-blob-content-type", "text/own"));
        head = world.send("HEAD", "/con/a");
        assertEquals("text/own", World.header(head, "Content-Type"));
        assertEquals("no-store", World.header(head, "Cache-Control"));
    }

    @Test
    void anotherAccountsContentIsWrittenAnew() {
        for (boolean large : new boolean[] {true, false}) {
            byte[] bytes = large ? LARGE : SMALL;
            String source = THERE + "/con/" + (large ? "large" : "small");
            assertEquals("201", outcome(world.send(authorized(putFrom("/con/a", source)))));
            assertArrayEquals(bytes, content("/con/a"));
            assertEquals("202", outcome(world.send(authorized(copy("/con/b", source)))));
            assertArrayEquals(bytes, content("/con/b"));
            assertEquals("202", outcome(world.send(authorized(copyNow("/con/c", source)))));
            assertArrayEquals(bytes, content("/con/c"));
            CopyOracle.check(world);
        }
    }

    @Test
    void aSourceNeedsItsOwnCredential() {
        String refused = "401 CannotVerifyCopySource";
        assertEquals(refused, outcome(world.send(copy("/con/a", THERE + "/con/large"))));
        Answer answer = world.send(putFrom("/con/a", THERE + "/con/large"));
        assertEquals(refused, outcome(answer));
        assertEquals(
                "NoAuthenticationInformation", World.header(answer, "x-ms-copy-source-error-code"));
        assertEquals("401", World.header(answer, "x-ms-copy-source-status-code"));
        assertEquals(
                "403 CannotVerifyCopySource",
                outcome(
                        world.send(
                                copy("/con/a", THERE + "/con/large")
                                        .with("x-ms-copy-source-authorization", "Bearer no"))));
        assertEquals(
                "400 InvalidHeaderValue",
                outcome(
                        world.send(
                                copy("/con/a", THERE + "/con/large")
                                        .with("x-ms-copy-source-authorization", "Basic no"))));
        world.principal("nobody");
        assertEquals(
                "403 CannotVerifyCopySource",
                outcome(
                        world.send(
                                copy("/con/a", HERE + "/con/large")
                                        .with("x-ms-copy-source-authorization", "Bearer nobody"))));
        assertEquals("404 BlobNotFound", outcome(world.send("GET", "/con/a")));
    }

    @Test
    void aWriterWithoutLeaveToReadCopiesNothing() {
        var writer = world.principal("writer");
        world.grant(
                writer,
                "Storage Blob Data Contributor",
                ContainerTarget.scope(world.accountScope("acct"), "con"));
        assertEquals("201", outcome(world.send("PUT", "/secret?restype=container")));
        assertEquals("201", outcome(world.put("/secret/s", SMALL)));
        FakeRequest copy =
                world.anonymous("PUT", "/con/a")
                        .with("authorization", "Bearer writer")
                        .with("x-ms-copy-source", HERE + "/secret/s");
        assertEquals("403 CannotVerifyCopySource", outcome(world.send(copy)));
    }

    @Test
    void outsideThePlatformNothingIsReached() {
        for (String source :
                new String[] {
                    "https://example.com/con/large",
                    "https://acct.blob.core.windows.net/con/large",
                    "https://acct.blob.core.bleu.localhost:9999/con/large",
                    "https://localhost:1/acct/con/large",
                    "https://evil@acct.blob.core.bleu.localhost:8443/con/large",
                    "https://login.bleu.localhost:8443/con/large",
                    HERE + "/con",
                }) {
            Answer answer = world.send(authorized(copy("/con/a", source)));
            assertEquals("403 AuthorizationFailure", outcome(answer), source);
            assertTrue(World.text(answer).contains("bleu.transfer.outside"));
        }
        for (String source :
                new String[] {"ftp://x/con/large", "/con/large", "", "https://[", "a b"}) {
            assertEquals(
                    "400 InvalidHeaderValue", outcome(world.send(copy("/con/a", source))), source);
        }
        assertEquals(
                "202",
                outcome(world.send(copy("/con/a", "https://localhost:8443/acct/con/large"))));
    }

    @Test
    void anotherTenantsBlobIsRefusedEvenWithItsCredential() {
        world.tokens.put("Bearer foreigner", world.bearForeigner("foreign"));
        String origin = "https://foreign.blob.core.bleu.localhost:8443";
        FakeRequest container = world.anonymous("PUT", "/con?restype=container");
        container.with("authorization", "Bearer foreigner").label("foreign").baseUrl(origin);
        assertEquals("201", outcome(world.send(container)));
        FakeRequest put = world.anonymous("PUT", "/con/b").with("x-ms-blob-type", "BlockBlob");
        put.with("authorization", "Bearer foreigner").label("foreign").baseUrl(origin).body(SMALL);
        assertEquals("201", outcome(world.send(put)));
        for (FakeRequest request :
                new FakeRequest[] {
                    copy("/con/a", origin + "/con/b"),
                    putFrom("/con/a", origin + "/con/b"),
                    copy("/con/a?comp=block&blockid=AAAA", origin + "/con/b")
                }) {
            Answer answer =
                    world.send(request.with("x-ms-copy-source-authorization", "Bearer foreigner"));
            assertEquals("403 AuthorizationFailure", outcome(answer));
            assertTrue(World.text(answer).contains("bleu.transfer.tenant"));
        }
        assertEquals(
                "403 CannotVerifyCopySource",
                outcome(world.send(authorized(copy("/con/a", origin + "/con/b")))));
    }

    @Test
    void conditionsOfSourceAndDestination() {
        String etag = World.header(world.send("HEAD", "/con/large"), "ETag");
        String other = "\"0x8D0000000000001\"";
        String past = "Mon, 01 Jan 2024 00:00:00 GMT";
        String future = "Fri, 01 Jan 2027 00:00:00 GMT";
        String[][] table = {
            {"x-ms-source-if-match", etag, "202"},
            {"x-ms-source-if-match", other, "412 SourceConditionNotMet"},
            {"x-ms-source-if-none-match", etag, "412 SourceConditionNotMet"},
            {"x-ms-source-if-none-match", other, "202"},
            {"x-ms-source-if-modified-since", past, "202"},
            {"x-ms-source-if-modified-since", future, "412 SourceConditionNotMet"},
            {"x-ms-source-if-unmodified-since", future, "202"},
            {"x-ms-source-if-unmodified-since", past, "412 SourceConditionNotMet"},
            {"if-none-match", "*", "409 BlobAlreadyExists"},
            {"if-match", other, "412 ConditionNotMet"},
            {"x-ms-source-if-tags", "a=b", "400 UnsupportedHeader"},
            {"x-ms-source-lease-id", "a", "400 UnsupportedHeader"},
            {"x-ms-source-content-md5", "AAAAAAAAAAAAAAAAAAAAAA==", "400 UnsupportedHeader"},
        };
        world.put("/con/to", SMALL);
        for (String[] row : table) {
            Answer answer = world.send(copy("/con/to", HERE + "/con/large").with(row[0], row[1]));
            assertEquals(row[2], outcome(answer), row[0]);
        }
        assertEquals(
                "404 CannotVerifyCopySource",
                outcome(world.send(copy("/con/to", HERE + "/con/none"))));
        assertEquals(
                "404 CannotVerifyCopySource",
                outcome(world.send(copy("/con/to", HERE + "/none/none"))));
        assertEquals(
                "404 ContainerNotFound",
                outcome(world.send(copy("/none/to", HERE + "/con/large"))));
        assertEquals(
                "404 CannotVerifyCopySource",
                outcome(
                        world.send(
                                copy(
                                        "/con/to",
                                        HERE + "/con/large?snapshot=2026-01-01T00:00:00Z"))));
        assertEquals(
                "400 InvalidHeaderValue",
                outcome(world.send(copy("/con/to", HERE + "/con/large").body("x"))));
        assertEquals(
                "400 UnsupportedHeader",
                outcome(
                        world.send(
                                world.request("PUT", "/con/to?comp=metadata")
                                        .with("x-ms-copy-source", HERE + "/con/large"))));
    }

    @Test
    void aCopyRefusesWhatItWouldIgnore() {
        for (String[] header :
                new String[][] {
                    {"x-ms-blob-sequence-number", "7"},
                    {"x-ms-blob-content-length", "512"},
                    {"x-ms-copy-action", "abort"},
                    {"x-ms-source-range", "bytes=0-1"},
                    {"x-ms-page-write", "update"}
                }) {
            for (FakeRequest request :
                    new FakeRequest[] {
                        copy("/con/a", HERE + "/con/small"),
                        copyNow("/con/a", HERE + "/con/small"),
                        putFrom("/con/a", HERE + "/con/small")
                    }) {
                assertEquals(
                        "400 UnsupportedHeader",
                        outcome(world.send(request.with(header[0], header[1]))),
                        header[0]);
            }
        }
    }

    /** There is no body that it could be of. */
    @Test
    void aChecksumOfTheBodyIsNotTakenForTheSources() {
        String md5 = Base64.getEncoder().encodeToString(Digests.md5(LARGE));
        for (FakeRequest request :
                new FakeRequest[] {
                    copy("/con/a", HERE + "/con/large"),
                    copyNow("/con/a", HERE + "/con/large"),
                    putFrom("/con/a", HERE + "/con/large")
                }) {
            assertEquals("400 Md5Mismatch", outcome(world.send(request.with("content-md5", md5))));
        }
    }

    @Test
    void aCopyHonoursWhatIsLaidDownBesideContent() {
        world.grant(world.owner, "Storage Blob Data Owner", world.accountScope("acct"));
        for (FakeRequest request :
                new FakeRequest[] {
                    copy("/con/a", HERE + "/con/small"),
                    copyNow("/con/a", HERE + "/con/small"),
                    putFrom("/con/a", HERE + "/con/small")
                }) {
            request.with("x-ms-tags", "a=b").with("x-ms-access-tier", "Cool");
            assertEquals(2, world.send(request).status() / 100);
            Answer head = world.send("HEAD", "/con/a");
            assertEquals("Cool", World.header(head, "x-ms-access-tier"));
            assertEquals("1", World.header(head, "x-ms-tag-count"));
            assertEquals("202", outcome(world.send("DELETE", "/con/a")));
        }
        // They reach what says that this container has none of them.
        for (String[] header :
                new String[][] {
                    {"x-ms-legal-hold", "true"},
                    {"x-ms-immutability-policy-until-date", "Fri, 01 Jan 2027 00:00:00 GMT"}
                }) {
            for (FakeRequest request :
                    new FakeRequest[] {
                        copy("/con/a", HERE + "/con/small"),
                        copyNow("/con/a", HERE + "/con/small"),
                        putFrom("/con/a", HERE + "/con/small")
                    }) {
                assertEquals(
                        "409 BlobOperationNotSupported",
                        outcome(world.send(request.with(header[0], header[1]))),
                        header[0]);
            }
        }
    }

    @Test
    void theConnectionAndNotTheAddressSaysWhetherASourcesCredentialIsSafe() {
        String httpsOnly =
                Sas.service(
                        world.account("acct"),
                        "con/small",
                        Map.of("sr", "b", "sp", "r", "spr", "https"));
        String writing = Sas.service(world.account("acct"), "con", Map.of("sr", "c", "sp", "rw"));
        String plain = "http://acct.blob.core.bleu.localhost:8080";
        FakeRequest signed =
                world.anonymous("PUT", "/con/a?" + writing)
                        .baseUrl(plain)
                        .with("x-ms-copy-source", HERE + "/con/small?" + httpsOnly);
        Answer refused = world.send(signed);
        assertEquals("403 CannotVerifyCopySource", outcome(refused));
        assertEquals(
                "AuthorizationProtocolMismatch",
                World.header(refused, "x-ms-copy-source-error-code"));
        FakeRequest token =
                world.anonymous("PUT", "/con/a?" + writing)
                        .baseUrl(plain)
                        .with("x-ms-copy-source", HERE + "/con/small");
        assertEquals("400 CannotVerifyCopySource", outcome(world.send(authorized(token))));
        String overTls = HERE.replace("https:", "http:") + "/con/small?" + httpsOnly;
        assertEquals("202", outcome(world.send(copy("/con/a", overTls))));
    }

    @Test
    void checksumsOfTheSourceAreHeldTo() {
        String right = Base64.getEncoder().encodeToString(Digests.md5(LARGE));
        String wrong = Base64.getEncoder().encodeToString(Digests.md5(SMALL));
        String crc = Base64.getEncoder().encodeToString(Checksums.of(LARGE, false, true).crc64());
        FakeRequest[] requests = {
            putFrom("/con/a", HERE + "/con/large"),
            copyNow("/con/a", HERE + "/con/large"),
            copy("/con/a?comp=block&blockid=AAAA", HERE + "/con/large")
        };
        for (FakeRequest request : requests) {
            assertEquals(
                    "400 Md5Mismatch",
                    outcome(world.send(request.with("x-ms-source-content-md5", wrong))));
        }
        assertEquals(
                "201",
                outcome(
                        world.send(
                                putFrom("/con/a", HERE + "/con/large")
                                        .with("x-ms-source-content-md5", right))));
        assertEquals(
                "400 Crc64Mismatch",
                outcome(
                        world.send(
                                putFrom("/con/a", HERE + "/con/small")
                                        .with("x-ms-source-content-crc64", crc))));
        assertEquals(
                "400 Md5Mismatch",
                outcome(
                        world.send(
                                putFrom("/con/a", HERE + "/con/large")
                                        .with("x-ms-blob-content-md5", wrong))));
        assertArrayEquals(LARGE, content("/con/a"));
    }

    @Test
    void blocksOfRangesMakeABlob() {
        String source = THERE + "/con/large";
        FakeRequest first =
                authorized(copy("/con/a?comp=block&blockid=AAAA", source))
                        .with("x-ms-source-range", "bytes=60000-");
        FakeRequest second =
                authorized(copy("/con/a?comp=block&blockid=AAAB", source))
                        .with("x-ms-source-range", "bytes=0-9");
        assertEquals("201", outcome(world.send(first)));
        assertEquals("201", outcome(world.send(second)));
        FakeRequest list = world.request("PUT", "/con/a?comp=blocklist");
        list.body("<BlockList><Latest>AAAA</Latest><Latest>AAAB</Latest></BlockList>");
        assertEquals("201", outcome(world.send(list)));
        byte[] expected = Arrays.copyOf(Arrays.copyOfRange(LARGE, 60_000, 70_000), 10_010);
        System.arraycopy(LARGE, 0, expected, 10_000, 10);
        assertArrayEquals(expected, content("/con/a"));
        assertEquals("202", outcome(world.send(copy("/con/b", HERE + "/con/a"))));
        assertEquals("202", outcome(world.send("DELETE", "/con/a")));
        assertArrayEquals(expected, content("/con/b"));
        CopyOracle.check(world);
        assertEquals(
                "416 InvalidRange",
                outcome(
                        world.send(
                                authorized(copy("/con/a?comp=block&blockid=AAAA", source))
                                        .with("x-ms-source-range", "bytes=70000-"))));
        assertEquals(
                "400 InvalidHeaderValue",
                outcome(
                        world.send(
                                authorized(copy("/con/a?comp=block&blockid=AAAA", source))
                                        .with("x-ms-source-range", "bytes=-5"))));
    }

    @Test
    void aSourceThatChangesUnderACopyIsNeverLost() {
        for (int look = 1; ; look++) {
            world.put("/con/s", LARGE);
            world.clock.atLook(
                    look,
                    () -> {
                        world.send("DELETE", "/con/s");
                        world.housekeeping.sweep();
                    });
            String outcome = outcome(world.send(copy("/con/to", HERE + "/con/s")));
            boolean looked = world.clock.looked();
            assertTrue(
                    outcome.equals("202") || outcome.equals("404 CannotVerifyCopySource"), outcome);
            CopyOracle.check(world);
            if (outcome.equals("202")) {
                assertArrayEquals(LARGE, content("/con/to"));
            }
            if (!looked) {
                break;
            }
        }
    }

    /** As the Java SDK's getBlobUrl has it. */
    @Test
    void anAddressMayBeginWithTwoSlashes() {
        world.put("/con/s", SMALL);
        assertEquals("202", outcome(world.send(copy("/con/to", HERE + "//con/s"))));
        assertArrayEquals(SMALL, content("/con/to"));
    }

    @Test
    void anEarlierStateIsCopied() {
        byte[] early = new byte[50_000];
        world.put("/con/s", early);
        String at = World.header(world.send("PUT", "/con/s?comp=snapshot"), "x-ms-snapshot");
        world.put("/con/s", LARGE);
        assertEquals("202", outcome(world.send(copy("/con/to", HERE + "/con/s?snapshot=" + at))));
        assertArrayEquals(early, content("/con/to"));
        // An earlier state becomes the current one again.
        assertEquals("202", outcome(world.send(copy("/con/s", HERE + "/con/s?snapshot=" + at))));
        assertArrayEquals(early, content("/con/s"));
        ContentOracle.check(world);
    }

    @Test
    void aReaderCopiesNothing() {
        world.principal("reader");
        world.grant(world.tokens.get("Bearer reader"), "Storage Blob Data Reader", Scope.of(""));
        FakeRequest copy =
                world.anonymous("PUT", "/con/a")
                        .with("authorization", "Bearer reader")
                        .with("x-ms-copy-source", HERE + "/con/large");
        assertEquals("403 AuthorizationPermissionMismatch", outcome(world.send(copy)));
    }
}
