package fr.bleu.storage;

import static fr.bleu.storage.World.bytes;
import static fr.bleu.storage.World.header;
import static fr.bleu.storage.World.outcome;
import static fr.bleu.storage.World.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.FakeRequest;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Encryption scopes on the wire. */
class EncryptionScopeTest {
    private static final String DISABLED = "403 AuthorizationFailure";
    private static final String FORBIDDEN = "403 RequestForbiddenByContainerEncryptionPolicy";
    private static final String USES = "409 BlobUsesCustomerSpecifiedEncryption";
    private static final String USES_NOT = "409 BlobDoesNotUseCustomerSpecifiedEncryption";
    private static final String MISMATCH = "409 BlobCustomerSpecifiedEncryptionMismatch";
    private static final String SCOPE = "x-ms-encryption-scope";

    private final World world = new World();

    @BeforeEach
    void scopes() {
        world.management.scope("red", true);
        world.management.scope("blue", true);
        world.send("PUT", "/con?restype=container");
        assertEquals("201", outcome(world.send(container("/red", "red", "false"))));
        assertEquals("201", outcome(world.send(container("/fix", "red", "true"))));
    }

    @AfterEach
    void close() {
        world.close();
    }

    private FakeRequest container(String name, String scope, String deny) {
        return world.request("PUT", name + "?restype=container")
                .with("x-ms-default-encryption-scope", scope)
                .with("x-ms-deny-encryption-scope-override", deny);
    }

    private FakeRequest put(String blob, int size) {
        return world.request("PUT", blob).with("x-ms-blob-type", "BlockBlob").body(random(size));
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private Blob blob(String container, String name) {
        return world.inside.found(world.onBlob(container, name)).existing();
    }

    private String scopeOf(String blob) {
        return header(world.send("HEAD", blob), SCOPE);
    }

    @Test
    void aScopeSealsWithAKeyOfItsOwn() {
        for (int size : new int[] {10, 20_000}) {
            var put = world.send(put("/con/b", size).with(SCOPE, "red"));
            assertEquals("201", outcome(put));
            assertEquals("red", header(put, SCOPE));
            assertArrayEquals(random(size), bytes(world.send("GET", "/con/b")));
            assertEquals("red", scopeOf("/con/b"));
        }
        var red = ((Content.Whole) blob("con", "b").content()).extent().keyId();
        world.send(put("/con/b", 20_000).with(SCOPE, "blue"));
        var blue = ((Content.Whole) blob("con", "b").content()).extent().keyId();
        world.send(put("/con/b", 20_000));
        var account = ((Content.Whole) blob("con", "b").content()).extent().keyId();
        assertNotEquals(red, blue);
        assertNotEquals(red, account);
        assertNotEquals(blue, account);
        assertEquals("", scopeOf("/con/b"));
        var list = text(world.send("GET", "/con?restype=container&comp=list"));
        assertTrue(!list.contains("EncryptionScope"), list);
        world.send(put("/con/b", 1).with(SCOPE, "red"));
        list = text(world.send("GET", "/con?restype=container&comp=list"));
        assertTrue(list.contains("<EncryptionScope>red</EncryptionScope>"), list);
    }

    @Test
    void aContainersDefaultHoldsWhereARequestSaysNothing() {
        world.send(put("/red/b", 10));
        assertEquals("red", scopeOf("/red/b"));
        world.send(put("/red/b", 10).with(SCOPE, "blue"));
        assertEquals("blue", scopeOf("/red/b"));
        world.send(put("/red/b", 10).with(SCOPE, "$account-encryption-key"));
        assertEquals("", scopeOf("/red/b"));
        assertEquals(FORBIDDEN, outcome(world.send(put("/fix/b", 10).with(SCOPE, "blue"))));
        assertEquals(
                FORBIDDEN,
                outcome(world.send(put("/fix/b", 10).with(SCOPE, "$account-encryption-key"))));
        assertEquals(FORBIDDEN, outcome(world.send(new CustomerKeys(1).on(put("/fix/b", 10)))));
        assertEquals("201", outcome(world.send(put("/fix/b", 10).with(SCOPE, "red"))));
        assertEquals("201", outcome(world.send(put("/fix/c", 10))));
        assertEquals("red", scopeOf("/fix/c"));
        var shown = world.send("GET", "/fix?restype=container");
        assertEquals("red", header(shown, "x-ms-default-encryption-scope"));
        assertEquals("true", header(shown, "x-ms-deny-encryption-scope-override"));
        String list = text(world.send("GET", "/?comp=list&prefix=fix"));
        assertTrue(list.contains("<DefaultEncryptionScope>red<"), list);
        assertTrue(list.contains("<DenyEncryptionScopeOverride>true<"), list);
    }

    @Test
    void whatDoesNotExistOrIsHalfSaidIsRefused() {
        assertEquals(
                "404 ResourceNotFound",
                outcome(world.send(put("/con/b", 10).with(SCOPE, "green"))));
        assertEquals(
                "400 InvalidHeaderValue",
                outcome(world.send(put("/con/b", 10).with(SCOPE, "Not A Name"))));
        assertEquals(
                "404 ResourceNotFound", outcome(world.send(container("/new", "green", "true"))));
        FakeRequest half =
                world.request("PUT", "/new?restype=container")
                        .with("x-ms-default-encryption-scope", "red");
        assertEquals("400 MissingRequiredHeader", outcome(world.send(half)));
        FakeRequest read = world.request("GET", "/con/b").with(SCOPE, "red");
        assertEquals("400 UnsupportedHeader", outcome(world.send(read)));
    }

    @Test
    void aDisabledScopeIsNeitherReadNorWritten() {
        world.send(put("/con/b", 20_000).with(SCOPE, "red"));
        world.send(put("/con/other", 10));
        FakeRequest log = world.request("PUT", "/con/log").with("x-ms-blob-type", "AppendBlob");
        world.send(log.with(SCOPE, "red").body(""));
        world.management.scope("red", false);
        assertEquals(DISABLED, outcome(world.send("GET", "/con/b")));
        assertEquals("403", world.send("HEAD", "/con/b").status() + "");
        assertEquals(DISABLED, outcome(world.send(put("/con/new", 10).with(SCOPE, "red"))));
        assertEquals(DISABLED, outcome(world.send(put("/red/new", 10))));
        FakeRequest append = world.request("PUT", "/con/log?comp=appendblock").body("x");
        assertEquals(DISABLED, outcome(world.send(append.with(SCOPE, "red"))));
        FakeRequest block = world.request("PUT", "/con/c?comp=block&blockid=AAAA").body("x");
        assertEquals(DISABLED, outcome(world.send(block.with(SCOPE, "red"))));
        FakeRequest metadata = world.request("PUT", "/con/b?comp=metadata").body("");
        assertEquals(DISABLED, outcome(world.send(metadata.with(SCOPE, "red"))));
        FakeRequest properties = world.request("PUT", "/con/b?comp=properties").body("");
        assertEquals(DISABLED, outcome(world.send(properties)));
        FakeRequest copy =
                put("/con/copy", 0)
                        .with(
                                "x-ms-copy-source",
                                "https://acct.blob.core.bleu.localhost:8443/con/b");
        assertEquals("403 CannotVerifyCopySource", outcome(world.send(copy)));
        assertEquals(
                "403 AuthorizationFailure", outcome(world.send(container("/new", "red", "true"))));
        assertEquals("200", outcome(world.send("GET", "/con/other")));
        assertEquals("201", outcome(world.send(put("/con/b2", 10).with(SCOPE, "blue"))));
        world.management.scope("red", true);
        assertArrayEquals(random(20_000), bytes(world.send("GET", "/con/b")));
        world.management.scope("red", false);
        assertEquals("202", outcome(world.send("DELETE", "/con/b")));
    }

    @Test
    void aScopeThatIsDisabledMeanwhileTakesNoWrite() {
        int refused = 0;
        for (int look = 1; look < 20; look++) {
            world.management.scope("red", true);
            String name = "b" + look;
            boolean[] before = new boolean[1];
            world.clock.atLook(
                    look,
                    () -> {
                        before[0] = isThere(name);
                        world.management.scope("red", false);
                    });
            String outcome = outcome(world.send(put("/con/" + name, 20_000).with(SCOPE, "red")));
            if (!world.clock.looked()) {
                break;
            }
            assertEquals(before[0] ? "201" : DISABLED, outcome, "look " + look);
            assertEquals(before[0], isThere(name));
            refused += before[0] ? 0 : 1;
        }
        assertTrue(refused > 2, "some come in between");
    }

    private boolean isThere(String name) {
        return world.inside.found(world.onBlob("con", name)).blob().isPresent();
    }

    @Test
    void whatAddsToABlobNamesItsScope() {
        FakeRequest log = world.request("PUT", "/con/log").with("x-ms-blob-type", "AppendBlob");
        world.send(log.with(SCOPE, "red").body(""));
        FakeRequest bare = world.request("PUT", "/con/log?comp=appendblock").body("x");
        assertEquals(USES, outcome(world.send(bare)));
        assertEquals(MISMATCH, outcome(world.send(bare.with(SCOPE, "blue"))));
        FakeRequest right = world.request("PUT", "/con/log?comp=appendblock").body("x");
        var appended = world.send(right.with(SCOPE, "red"));
        assertEquals("201", outcome(appended));
        assertEquals("red", header(appended, SCOPE));
        FakeRequest snapshot = world.request("PUT", "/con/log?comp=snapshot").body("");
        assertEquals(MISMATCH, outcome(world.send(snapshot.with(SCOPE, "blue"))));
        world.send(put("/con/plain", 1));
        FakeRequest metadata = world.request("PUT", "/con/plain?comp=metadata").body("");
        assertEquals(USES_NOT, outcome(world.send(metadata.with(SCOPE, "red"))));
        FakeRequest inDefault =
                world.request("PUT", "/red/log").with("x-ms-blob-type", "AppendBlob");
        world.send(inDefault.body(""));
        FakeRequest append = world.request("PUT", "/red/log?comp=appendblock").body("x");
        assertEquals("201", outcome(world.send(append)));
    }

    @Test
    void copiesShareWithinAScopeOnly() {
        world.send(put("/red/b", 20_000));
        String source = "https://acct.blob.core.bleu.localhost:8443/red/b";
        var extent = ((Content.Whole) blob("red", "b").content()).extent();
        world.send(put("/red/same", 0).with("x-ms-copy-source", source));
        assertEquals(extent, ((Content.Whole) blob("red", "same").content()).extent());
        for (String scope : new String[] {"$account-encryption-key", "blue"}) {
            FakeRequest copy = put("/red/other", 0).with("x-ms-copy-source", source);
            assertEquals("201", outcome(world.send(copy.with(SCOPE, scope))));
            var other = ((Content.Whole) blob("red", "other").content()).extent();
            assertNotEquals(extent.id(), other.id());
            assertNotEquals(extent.keyId(), other.keyId());
            assertArrayEquals(random(20_000), bytes(world.send("GET", "/red/other")));
        }
        FakeRequest now =
                world.request("PUT", "/con/copy")
                        .with("x-ms-copy-source", source)
                        .with("x-ms-requires-sync", "true")
                        .with(SCOPE, "blue")
                        .body("");
        assertEquals("202", outcome(world.send(now)));
        assertEquals("blue", scopeOf("/con/copy"));
    }

    private String sas(Map<String, String> fields) {
        return Sas.service(world.account("acct"), "con", fields);
    }

    private FakeRequest signed(String method, String target, String sas) {
        String joined = target + (target.contains("?") ? "&" : "?") + sas;
        return world.anonymous(method, joined).with("x-ms-blob-type", "BlockBlob").body("x");
    }

    @Test
    void aSignatureForAScopeWritesWithThatScopeOnly() {
        String service = sas(Map.of("sr", "c", "sp", "rcwd", "ses", "red"));
        String account =
                Sas.account(
                        world.account("acct"),
                        Map.of("ss", "b", "srt", "co", "sp", "rcw", "ses", "red"));
        for (String sas : new String[] {service, account}) {
            assertEquals("201", outcome(world.send(signed("PUT", "/con/b", sas))));
            assertEquals("red", scopeOf("/con/b"));
            FakeRequest same = signed("PUT", "/con/b", sas).with(SCOPE, "red");
            assertEquals("201", outcome(world.send(same)));
            FakeRequest other = signed("PUT", "/con/b", sas).with(SCOPE, "blue");
            assertEquals("400 InvalidHeaderValue", outcome(world.send(other)));
            FakeRequest own = new CustomerKeys(1).on(signed("PUT", "/con/b", sas));
            assertEquals("400 InvalidHeaderValue", outcome(world.send(own)));
            assertEquals("x", text(world.send(signed("GET", "/con/b", sas))));
            FakeRequest metadata = signed("PUT", "/con/b?comp=metadata", sas);
            assertEquals("200", outcome(world.send(metadata)));
            world.send(put("/con/plain", 3));
            assertEquals(
                    USES_NOT, outcome(world.send(signed("PUT", "/con/plain?comp=metadata", sas))));
            FakeRequest changed = signed("PUT", "/con/b", sas.replace("ses=red", "ses=blue"));
            assertEquals("403 AuthenticationFailed", outcome(world.send(changed)));
        }
        String unsigned = sas(Map.of("sr", "c", "sp", "w", "ses", "red", "sv", "2020-12-06"));
        FakeRequest old =
                signed("PUT", "/con/b", unsigned.replace("sv=2020-12-06", "sv=2020-10-02"));
        assertEquals("403 AuthenticationFailed", outcome(world.send(old)));
        FakeRequest made =
                signed("PUT", "/new?restype=container", account)
                        .with("x-ms-default-encryption-scope", "blue")
                        .with("x-ms-deny-encryption-scope-override", "true");
        assertEquals(FORBIDDEN, outcome(world.send(made)));
    }

    @Test
    void aScrubOpensWhatScopesSealed() throws InterruptedException {
        world.send(put("/con/b", 20_000).with(SCOPE, "red"));
        world.send(put("/con/small", 20).with(SCOPE, "blue"));
        FakeRequest block = world.request("PUT", "/con/c?comp=block&blockid=AAAA").body("x");
        world.send(block.with(SCOPE, "red"));
        try (Scrub scrub = new Scrub(world.storage, world.trust.upkeep(), Long.MAX_VALUE / 8)) {
            assertTrue(scrub.start());
            while (scrub.report().running()) {
                Thread.sleep(5);
            }
            assertEquals(0, scrub.report().unreadable());
            assertEquals(0, scrub.report().damaged());
            assertEquals(20_021, scrub.report().bytes());
        }
    }
}
