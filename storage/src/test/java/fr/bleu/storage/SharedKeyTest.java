package fr.bleu.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import fr.bleu.http.FakeRequest;
import fr.bleu.http.Site;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The corners of Shared Key's string-to-sign, each spelled out, and credentials that are none.
 *
 * @see <a
 *     href="https://learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key">Authorize
 *     with Shared Key</a>
 */
class SharedKeyTest {
    private static final String DATE = "Mon, 23 Nov 2026 12:00:00 GMT";
    private World world;

    @BeforeEach
    void open() {
        world = new World();
        world.send("PUT", "/con?restype=container");
        world.put("/con/b", new byte[] {1, 2, 3});
    }

    @AfterEach
    void close() {
        world.close();
    }

    private static FakeRequest get(String target) {
        return new FakeRequest(Site.BLOB, "GET", target).label("acct");
    }

    private static String signed(FakeRequest request) {
        return SharedKeyVerifier.stringToSign(request, "acct");
    }

    private static final String EMPTY = "GET\n\n\n\n\n\n\n\n\n\n\n\n";

    @Test
    void pathStyleRepeatsTheAccount() {
        assertEquals(
                EMPTY + "/acct/acct/con/b\ncomp:metadata",
                signed(
                        new FakeRequest(Site.BLOB, "GET", "/acct/con/b?comp=metadata")
                                .pathStyle("acct")));
        assertEquals(
                EMPTY + "/acct/acct\ncomp:list",
                signed(new FakeRequest(Site.BLOB, "GET", "/acct?comp=list").pathStyle("acct")));
        assertEquals(EMPTY + "/acct/\ncomp:list", signed(get("/?comp=list")));
    }

    @Test
    void theContentLengthOfNothingIsEmpty() {
        assertEquals(EMPTY + "/acct/c", signed(get("/c").with("content-length", "0")));
        assertEquals(EMPTY + "/acct/c", signed(get("/c")));
        assertEquals(
                "GET\n\n\n10\n\n\n\n\n\n\n\n\n/acct/c",
                signed(get("/c").with("content-length", "10")));
    }

    @Test
    void theDateStandsOnceAndXMsDateWins() {
        assertEquals(
                "GET\n\n\n\n\n\n" + DATE + "\n\n\n\n\n\n/acct/c",
                signed(get("/c").with("date", DATE)));
        assertEquals(
                EMPTY + "x-ms-date:" + DATE + "\n/acct/c",
                signed(get("/c").with("date", "another").with("x-ms-date", DATE)));
    }

    @Test
    void repeatedParametersAreSortedAndJoinedAndNamesAreInLowerCase() {
        assertEquals(
                EMPTY + "/acct/c\na:1\ninclude:copy,metadata,snapshots\nz:",
                signed(get("/c?include=snapshots&Z=&Include=metadata&INCLUDE=copy&A=1")));
    }

    @Test
    void parametersAreDecodedAndPathsAreNot() {
        assertEquals(
                EMPTY + "/acct/c/%C3%A9%20b+%2f\nprefix:\u00e9 & =\ud83d\ude00",
                signed(get("/c/%C3%A9%20b+%2f?prefix=%C3%A9+%26%20%3D%F0%9F%98%80")));
    }

    @Test
    void headersAreTrimmedUnfoldedAndMayBeOfAnyUnicode() {
        assertEquals(
                EMPTY
                        + "x-ms-meta-a:\u00e9 \ud83d\ude00\nx-ms-meta-b:one two\n"
                        + "x-ms-meta-c:a  b\nx-ms-meta-d:\n/acct/c",
                signed(
                        get("/c")
                                .with("x-ms-meta-d", "")
                                .with("x-ms-meta-a", " \u00e9 \ud83d\ude00\t")
                                .with("X-MS-Meta-B", "one\r\n  two")
                                .with("x-ms-meta-c", "a  b")
                                .with("x-msx", "not signed")));
    }

    @Test
    void everyStandardHeaderHasItsLine() {
        FakeRequest request = get("/c");
        for (String name :
                List.of(
                        "range",
                        "if-unmodified-since",
                        "if-none-match",
                        "if-match",
                        "if-modified-since",
                        "date",
                        "content-type",
                        "content-md5",
                        "content-length",
                        "content-language",
                        "content-encoding")) {
            request.with(name, name.toUpperCase(java.util.Locale.ROOT));
        }
        assertEquals(
                "GET\nCONTENT-ENCODING\nCONTENT-LANGUAGE\nCONTENT-LENGTH\nCONTENT-MD5\n"
                        + "CONTENT-TYPE\nDATE\nIF-MODIFIED-SINCE\nIF-MATCH\nIF-NONE-MATCH\n"
                        + "IF-UNMODIFIED-SINCE\nRANGE\n/acct/c",
                signed(request));
    }

    private FakeRequest signedAt(Instant moment, FakeRequest request) {
        String key = Base64.getEncoder().encodeToString(world.account("acct").key1().secret());
        return Signed.sharedKey(request, "acct", key, moment);
    }

    /** What was signed is what is served: names with slashes and signs of every kind. */
    @Test
    void signedNamesAreTheNamesThatAreServed() {
        for (String path : List.of("/con/a%2Fb", "/con/%2e%2e/x", "/con/%C3%A9%F0%9F%98%80+%25")) {
            world.put(path, new byte[] {7});
            assertEquals(
                    "200",
                    World.outcome(
                            world.send(
                                    signedAt(world.clock.instant(), world.anonymous("GET", path)))),
                    path);
        }
    }

    @Test
    void credentialsThatAreNoneAreRefusedInTheProtocolsWords() {
        String[][] wrong = {
            {"SharedKey", "400 InvalidAuthenticationInfo"},
            {"SharedKey acct", "400 InvalidAuthenticationInfo"},
            {"SharedKey :", "403 AuthenticationFailed"},
            {"SharedKey acct:", "403 AuthenticationFailed"},
            {"SharedKey acct:%%%", "403 AuthenticationFailed"},
            {"SharedKey other:AAAA", "403 AuthenticationFailed"},
            {"SharedKeyLite acct", "400 InvalidAuthenticationInfo"},
            {"SharedKeyLite acct:AAAA", "403 AuthenticationFailed"},
            {"Basic YTpi", "400 InvalidAuthenticationInfo"},
            {"Bearer", "400 InvalidAuthenticationInfo"},
            {"Bearer nonsense", "401 InvalidAuthenticationInfo"},
            {"", "400 InvalidAuthenticationInfo"}
        };
        for (String[] each : wrong) {
            FakeRequest request =
                    world.anonymous("GET", "/con/b")
                            .with("x-ms-date", Stamp.httpDate(world.clock.instant()))
                            .with("authorization", each[0]);
            assertEquals(each[1], World.outcome(world.send(request)), each[0]);
        }
    }

    @Test
    void datesFarOffOrUnreadableOrMissingAreRefused() {
        Instant now = world.clock.instant();
        String refused = "403 AuthenticationFailed";
        assertEquals("200", get(now.minusSeconds(899)));
        assertEquals("200", get(now.plusSeconds(899)));
        assertEquals(refused, get(now.minusSeconds(902)));
        assertEquals(refused, get(now.plusSeconds(902)));
        assertEquals(refused, get(Instant.EPOCH));
        for (String date : List.of("", "yesterday", "2026-11-23T12:00:00Z", "0")) {
            FakeRequest request = world.anonymous("GET", "/con/b").with("x-ms-date", date);
            String text = SharedKeyVerifier.stringToSign(request, "acct");
            String signature =
                    Base64.getEncoder().encodeToString(world.account("acct").key1().sign(text));
            request.with("authorization", "SharedKey acct:" + signature);
            assertEquals(refused, World.outcome(world.send(request)), date);
        }
        FakeRequest undated = world.anonymous("GET", "/con/b");
        String signature =
                Base64.getEncoder()
                        .encodeToString(
                                world.account("acct")
                                        .key1()
                                        .sign(SharedKeyVerifier.stringToSign(undated, "acct")));
        undated.with("authorization", "SharedKey acct:" + signature);
        assertEquals(refused, World.outcome(world.send(undated)));
    }

    private String get(Instant signedAt) {
        return World.outcome(world.send(signedAt(signedAt, world.anonymous("GET", "/con/b"))));
    }
}
