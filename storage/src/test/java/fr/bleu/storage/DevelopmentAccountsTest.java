package fr.bleu.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.http.FakeRequest;
import fr.bleu.http.Site;
import fr.bleu.storage.DevelopmentAccounts.Wanted;
import fr.bleu.trust.Scope;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Accounts that the starter names, and their secondary addresses. */
final class DevelopmentAccountsTest {
    private static final Wanted FIRST = wanted("first", "one", "two");

    private World world;

    @BeforeEach
    void open() {
        world = new World(true);
        make(FIRST);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private static Wanted wanted(String name, String key1, String key2) {
        return new Wanted(
                name,
                key1.getBytes(StandardCharsets.US_ASCII),
                key2.getBytes(StandardCharsets.US_ASCII));
    }

    private void make(Wanted... wanted) {
        new DevelopmentAccounts(
                        world.storage.accounts(),
                        world.accountKeys,
                        world.trust.commits(),
                        world.trust.names(),
                        world.keys,
                        world.trust.upkeep(),
                        world.clock)
                .make(
                        world.tenant,
                        Scope.of("/subscriptions/s/resourceGroups/development"),
                        List.of(wanted));
    }

    private static FakeRequest request(String method, String target) {
        return new FakeRequest(Site.BLOB, method, target)
                .baseUrl("http://127.0.0.1:10000")
                .with("x-ms-version", "2021-12-02");
    }

    private static FakeRequest primary(String method, String below) {
        return request(method, "/first" + below).pathStyle("first");
    }

    private static FakeRequest secondary(String method, String below) {
        return request(method, "/first-secondary" + below).secondary("first");
    }

    private FakeRequest signed(FakeRequest request, String key) {
        return Signed.sharedKey(
                request,
                "first",
                Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.US_ASCII)),
                world.clock.instant());
    }

    private String outcome(FakeRequest request) {
        return World.outcome(world.send(request));
    }

    private String list(String key) {
        return outcome(signed(primary("GET", "?comp=list"), key));
    }

    @Test
    void bothKeysOpenTheAccountAndNoOther() {
        assertEquals("200", list("one"));
        assertEquals("200", list("two"));
        assertEquals("403 AuthenticationFailed", list("three"));
    }

    @Test
    void theSameAccountsAgainChangeNothing() {
        var before = world.storage.accounts().find("first").orElseThrow().stored().version();
        make(FIRST);
        var after = world.storage.accounts().find("first").orElseThrow().stored().version();
        assertEquals(before, after);
    }

    @Test
    void anotherKeyReplacesTheOldOne() {
        make(wanted("first", "one", "three"));
        assertEquals("200", list("one"));
        assertEquals("200", list("three"));
        assertEquals("403 AuthenticationFailed", list("two"));
    }

    @Test
    void anAccountThatIsNotNamedAnyMoreIsClosedAndKeepsItsBlobs() {
        assertEquals("201", create("open", "container"));
        assertEquals("201", put("/open/b"));
        FakeRequest anyone = primary("GET", "/open/b");
        assertEquals("200", outcome(anyone));
        make(wanted("second", "one", "one"));
        assertEquals("403 KeyBasedAuthenticationNotPermitted", list("one"));
        assertEquals("403 AuthorizationFailure", outcome(primary("GET", "/open/b")));
        make(FIRST);
        assertEquals("200", list("one"));
        assertEquals("200", outcome(primary("GET", "/open/b")));
    }

    private String create(String container, String access) {
        FakeRequest create =
                primary("PUT", "/" + container + "?restype=container")
                        .with("x-ms-blob-public-access", access);
        return outcome(signed(create, "one"));
    }

    private String put(String below) {
        FakeRequest put =
                primary("PUT", below)
                        .with("x-ms-blob-type", "BlockBlob")
                        .with("content-length", "1")
                        .body("x");
        return outcome(signed(put, "one"));
    }

    @Test
    void aTokenIsNotTakenWithoutTls() {
        FakeRequest bearer = primary("GET", "?comp=list").with("authorization", "Bearer owner");
        assertEquals("400 InvalidAuthenticationInfo", outcome(bearer));
        Answer anonymous = world.send(primary("GET", "?comp=list"));
        assertEquals("403 AuthorizationFailure", World.outcome(anonymous));
        assertEquals("", World.header(anonymous, "WWW-Authenticate"));
    }

    @Test
    void theSecondaryReadsWhateverPathWasSigned() {
        create("docs", "container");
        put("/docs/b");
        assertEquals("200", outcome(signed(secondary("GET", "/docs/b"), "one")));
        FakeRequest other = signed(primary("GET", "/docs/b"), "one");
        FakeRequest request =
                secondary("GET", "/docs/b")
                        .with("x-ms-date", other.header("x-ms-date").orElseThrow())
                        .with("authorization", other.header("authorization").orElseThrow());
        assertEquals("200", outcome(request));
        assertEquals(
                "403 AuthenticationFailed", outcome(signed(secondary("GET", "/docs/b"), "three")));
    }

    @Test
    void thePrimaryIsNotOpenedByTheSecondarysSignature() {
        FakeRequest other = signed(secondary("GET", "?comp=list"), "one");
        FakeRequest request =
                primary("GET", "?comp=list")
                        .with("x-ms-date", other.header("x-ms-date").orElseThrow())
                        .with("authorization", other.header("authorization").orElseThrow());
        assertEquals("403 AuthenticationFailed", outcome(request));
    }

    @Test
    void theSecondaryChangesNothing() {
        create("docs", "container");
        put("/docs/b");
        String refused = "403 InsufficientAccountPermissions";
        assertEquals(refused, outcome(signed(secondary("DELETE", "/docs/b"), "one")));
        assertEquals(refused, outcome(signed(secondary("PUT", "/d?restype=container"), "one")));
        FakeRequest batch = secondary("POST", "?comp=batch").with("content-length", "1").body("x");
        assertEquals(refused, outcome(signed(batch, "one")));
        assertEquals("200", outcome(signed(secondary("GET", "/docs/b"), "one")));
    }

    @Test
    void statisticsAreTheSecondarysAlone() {
        String stats = "?restype=service&comp=stats";
        Answer told = world.send(signed(secondary("GET", stats), "one"));
        assertEquals(200, told.status());
        assertTrue(World.text(told).contains("<Status>live</Status><LastSyncTime>"));
        assertEquals(
                "400 InvalidQueryParameterValue", outcome(signed(primary("GET", stats), "one")));
    }

    @Test
    void listsNameTheAddressThatWasAsked() {
        Answer list = world.send(signed(secondary("GET", "?comp=list"), "one"));
        String endpoint = "ServiceEndpoint=\"http://127.0.0.1:10000/first-secondary/\"";
        assertTrue(World.text(list).contains(endpoint), World.text(list));
    }

    @Test
    void aWantedAccountsTextShowsNoKey() {
        assertFalse(FIRST.toString().contains("one"));
    }
}
