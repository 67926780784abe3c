package fr.bleu.storage.api;

import static fr.bleu.storage.World.bytes;
import static fr.bleu.storage.World.header;
import static fr.bleu.storage.World.outcome;
import static fr.bleu.storage.World.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.http.FakeRequest;
import fr.bleu.storage.CustomerKeys;
import fr.bleu.storage.World;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Blobs that only their customer's key opens. */
class CustomerKeyTest {
    private static final String USES = "409 BlobUsesCustomerSpecifiedEncryption";
    private static final String USES_NOT = "409 BlobDoesNotUseCustomerSpecifiedEncryption";
    private static final String MISMATCH = "409 BlobCustomerSpecifiedEncryptionMismatch";

    private final World world = new World();
    private final CustomerKeys mine = new CustomerKeys(1);
    private final CustomerKeys other = new CustomerKeys(2);

    @BeforeEach
    void container() {
        world.send("PUT", "/con?restype=container");
    }

    @AfterEach
    void close() {
        world.close();
    }

    private FakeRequest block(String blob, byte[] body) {
        return world.request("PUT", blob).with("x-ms-blob-type", "BlockBlob").body(body);
    }

    private Answer put(String blob, byte[] body) {
        return world.send(mine.on(block(blob, body)));
    }

    private Answer get(String blob) {
        return world.send(mine.on(world.request("GET", blob)));
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    @Test
    void whoHasTheKeyReadsAndWhoHasNotGetsNothing() {
        for (int size : new int[] {0, 100, 16_384, 16_385, 100_000}) {
            byte[] body = random(size);
            String blob = "/con/b" + size;
            Answer put = put(blob, body);
            assertEquals("201", outcome(put));
            assertEquals(mine.sha256(), header(put, "x-ms-encryption-key-sha256"));
            assertEquals("true", header(put, "x-ms-request-server-encrypted"));
            Answer got = get(blob);
            assertArrayEquals(body, bytes(got));
            assertEquals(mine.sha256(), header(got, "x-ms-encryption-key-sha256"));
            assertEquals("true", header(got, "x-ms-server-encrypted"));
            for (String method : List.of("GET", "HEAD")) {
                for (String target : List.of(blob, blob + "?comp=metadata")) {
                    assertEquals(USES, outcome(world.send(method, target)), target);
                    FakeRequest wrong = other.on(world.request(method, target));
                    assertEquals(MISMATCH, outcome(world.send(wrong)), target);
                    FakeRequest right = mine.on(world.request(method, target));
                    assertEquals("200", outcome(world.send(right)), target);
                }
            }
        }
    }

    @Test
    void aKeyForABlobThatHasNoneIsRefused() {
        world.put("/con/plain", new byte[10]);
        assertEquals(USES_NOT, outcome(get("/con/plain")));
        FakeRequest metadata = world.request("PUT", "/con/plain?comp=metadata").body("");
        assertEquals(USES_NOT, outcome(world.send(mine.on(metadata))));
    }

    @Test
    void aWriteReplacesWhateverTheKeyWas() {
        put("/con/b", "one".getBytes(StandardCharsets.UTF_8));
        assertEquals("201", outcome(world.put("/con/b", "two".getBytes(StandardCharsets.UTF_8))));
        assertEquals("two", text(world.send("GET", "/con/b")));
        assertEquals(
                "201",
                outcome(
                        world.send(
                                other.on(
                                        block(
                                                "/con/b",
                                                "three".getBytes(StandardCharsets.UTF_8))))));
        assertEquals(MISMATCH, outcome(get("/con/b")));
    }

    @Test
    void metadataAndSnapshotsNeedTheKey() {
        world.management.settings(old -> old.withVersioning(true));
        put("/con/b", random(20_000));
        for (String comp : List.of("metadata", "snapshot")) {
            String target = "/con/b?comp=" + comp;
            FakeRequest bare = world.request("PUT", target).body("");
            assertEquals(USES, outcome(world.send(bare)));
            assertEquals(MISMATCH, outcome(world.send(other.on(bare))));
        }
        FakeRequest metadata = world.request("PUT", "/con/b?comp=metadata").body("");
        Answer set = world.send(mine.on(metadata.with("x-ms-meta-k", "v")));
        assertEquals("200", outcome(set));
        FakeRequest snapshot = world.request("PUT", "/con/b?comp=snapshot").body("");
        Answer taken = world.send(mine.on(snapshot));
        assertEquals("201", outcome(taken));
        assertEquals("true", header(taken, "x-ms-request-server-encrypted"));
        String at = header(taken, "x-ms-snapshot");
        assertArrayEquals(random(20_000), bytes(get("/con/b?snapshot=" + at)));
        assertEquals(USES, outcome(world.send("GET", "/con/b?snapshot=" + at)));
        assertEquals("v", header(get("/con/b"), "x-ms-meta-k"));
        String version = header(set, "x-ms-version-id");
        assertArrayEquals(random(20_000), bytes(get("/con/b?versionid=" + version)));
        assertEquals(USES, outcome(world.send("GET", "/con/b?versionid=" + version)));
    }

    @Test
    void blocksHaveTheKeyOfTheirList() {
        String list = "<BlockList><Latest>AAAA</Latest></BlockList>";
        byte[] body = random(70_000);
        FakeRequest block = world.request("PUT", "/con/b?comp=block&blockid=AAAA").body(body);
        Answer put = world.send(mine.on(block));
        assertEquals("201", outcome(put));
        assertEquals(mine.sha256(), header(put, "x-ms-encryption-key-sha256"));
        FakeRequest commit = world.request("PUT", "/con/b?comp=blocklist").body(list);
        assertEquals(MISMATCH, outcome(world.send(commit)));
        assertEquals(MISMATCH, outcome(world.send(other.on(commit))));
        FakeRequest right = world.request("PUT", "/con/b?comp=blocklist").body(list);
        assertEquals("201", outcome(world.send(mine.on(right))));
        assertArrayEquals(body, bytes(get("/con/b")));
        assertEquals(USES, outcome(world.send("GET", "/con/b")));
        FakeRequest kept =
                world.request("PUT", "/con/b?comp=blocklist")
                        .body("<BlockList><Committed>AAAA</Committed></BlockList>");
        assertEquals(MISMATCH, outcome(world.send(kept)));
        FakeRequest nothing =
                world.request("PUT", "/con/empty?comp=blocklist").body("<BlockList></BlockList>");
        assertEquals("201", outcome(world.send(mine.on(nothing))));
        assertEquals(USES, outcome(world.send("GET", "/con/empty")));
    }

    @Test
    void appendingNeedsTheKey() {
        FakeRequest creation =
                world.request("PUT", "/con/log").with("x-ms-blob-type", "AppendBlob").body("");
        assertEquals("201", outcome(world.send(mine.on(creation))));
        byte[] whole = {};
        for (int size : new int[] {100, 20_000, 3}) {
            byte[] body = random(size);
            FakeRequest append = world.request("PUT", "/con/log?comp=appendblock").body(body);
            assertEquals(USES, outcome(world.send(append)));
            assertEquals(MISMATCH, outcome(world.send(other.on(append))));
            FakeRequest right = world.request("PUT", "/con/log?comp=appendblock").body(body);
            assertEquals("201", outcome(world.send(mine.on(right))));
            int at = whole.length;
            whole = Arrays.copyOf(whole, at + size);
            System.arraycopy(body, 0, whole, at, size);
        }
        assertArrayEquals(whole, bytes(get("/con/log")));
        assertEquals(USES, outcome(world.send("GET", "/con/log")));
    }

    private FakeRequest page(String kind, int from, int to) {
        return world.request("PUT", "/con/disk?comp=page")
                .with("x-ms-page-write", kind)
                .with("x-ms-range", "bytes=" + from + "-" + (to - 1));
    }

    private FakeRequest resize(int length) {
        return world.request("PUT", "/con/disk?comp=properties")
                .with("x-ms-blob-content-length", Integer.toString(length))
                .body("");
    }

    @Test
    void pagesNeedTheKeyToBeWrittenClearedAndCut() {
        FakeRequest creation =
                world.request("PUT", "/con/disk")
                        .with("x-ms-blob-type", "PageBlob")
                        .with("x-ms-blob-content-length", "131072")
                        .body("");
        assertEquals("201", outcome(world.send(mine.on(creation))));
        byte[] body = random(65_536);
        assertEquals(USES, outcome(world.send(page("update", 512, 66_048).body(body))));
        assertEquals("201", outcome(world.send(mine.on(page("update", 512, 66_048).body(body)))));
        byte[] small = random(1_024);
        FakeRequest wrong = other.on(page("update", 70_144, 71_168).body(small));
        assertEquals(MISMATCH, outcome(world.send(wrong)));
        FakeRequest right = mine.on(page("update", 70_144, 71_168).body(small));
        assertEquals("201", outcome(world.send(right)));
        assertEquals(USES, outcome(world.send(page("clear", 70_144, 70_656).body(""))));
        assertEquals("201", outcome(world.send(mine.on(page("clear", 70_144, 70_656).body("")))));
        assertEquals(USES, outcome(world.send(resize(71_168 - 512))));
        byte[] whole = new byte[131_072];
        System.arraycopy(body, 0, whole, 512, body.length);
        System.arraycopy(small, 512, whole, 70_656, 512);
        assertArrayEquals(whole, bytes(get("/con/disk")));
        assertEquals("200", outcome(world.send(mine.on(resize(1_024)))));
        assertArrayEquals(Arrays.copyOf(whole, 1_024), bytes(get("/con/disk")));
        FakeRequest number =
                world.request("PUT", "/con/disk?comp=properties")
                        .with("x-ms-sequence-number-action", "increment")
                        .body("");
        assertEquals("200", outcome(world.send(number)));
    }

    @Test
    void whatNeedsNoKeyGoesOnWithoutIt() {
        put("/con/b", random(20_000));
        FakeRequest properties =
                world.request("PUT", "/con/b?comp=properties")
                        .with("x-ms-blob-content-type", "text/plain")
                        .body("");
        assertEquals("200", outcome(world.send(properties)));
        FakeRequest tier =
                world.request("PUT", "/con/b?comp=tier").with("x-ms-access-tier", "Cool").body("");
        assertEquals("200", outcome(world.send(tier)));
        assertArrayEquals(random(20_000), bytes(get("/con/b")));
        assertEquals("202", outcome(world.send("DELETE", "/con/b")));
    }

    @Test
    void listsShowTheHashAndNoMetadata() {
        world.send(mine.on(block("/con/b", random(10)).with("x-ms-meta-word", "hidden")));
        String list = text(world.send("GET", "/con?restype=container&comp=list&include=metadata"));
        String shown =
                "<CustomerProvidedKeySha256>" + mine.sha256() + "</CustomerProvidedKeySha256>";
        assertTrue(list.contains(shown), list);
        assertTrue(list.contains("<Metadata Encrypted=\"true\""), list);
        assertFalse(list.contains("hidden"), list);
    }

    @Test
    void aSourceThatNeedsAKeyIsRefusedAndACopyCanHaveOne() {
        put("/con/secret", random(20_000));
        world.put("/con/plain", random(30_000));
        String base = "https://acct.blob.core.bleu.localhost:8443/con/";
        Answer refused = world.send(fromUrl("/con/copy", base + "secret"));
        assertEquals("409 CannotVerifyCopySource", outcome(refused));
        assertEquals(
                "BlobUsesCustomerSpecifiedEncryption",
                header(refused, "x-ms-copy-source-error-code"));
        FakeRequest copy = world.request("PUT", "/con/copy").body("");
        FakeRequest background = copy.with("x-ms-copy-source", base + "secret");
        assertEquals("409 CannotVerifyCopySource", outcome(world.send(background)));
        assertEquals("201", outcome(world.send(mine.on(fromUrl("/con/copy", base + "plain")))));
        assertArrayEquals(random(30_000), bytes(get("/con/copy")));
        assertEquals(USES, outcome(world.send("GET", "/con/copy")));
        FakeRequest with =
                world.request("PUT", "/con/c2").with("x-ms-copy-source", base + "plain").body("");
        assertEquals("400 UnsupportedHeader", outcome(world.send(mine.on(with))));
        FakeRequest block =
                world.request("PUT", "/con/listed?comp=block&blockid=AAAA")
                        .with("x-ms-copy-source", base + "plain")
                        .body("");
        assertEquals("201", outcome(world.send(mine.on(block))));
    }

    private FakeRequest fromUrl(String blob, String source) {
        return block(blob, new byte[0]).with("x-ms-copy-source", source);
    }

    @Test
    void halfAKeyAWrongHashAndPlainHttpAreRefused() {
        String key = mine.key();
        String hash = mine.sha256();
        assertEquals("400 MissingRequiredHeader", outcome(world.send(with(key, "", "AES256"))));
        assertEquals("400 MissingRequiredHeader", outcome(world.send(with("", hash, "AES256"))));
        assertEquals("400 MissingRequiredHeader", outcome(world.send(with(key, hash, ""))));
        String wrong = "400 InvalidHeaderValue";
        assertEquals(wrong, outcome(world.send(with(key, other.sha256(), "AES256"))));
        assertEquals(wrong, outcome(world.send(with(key, hash, "AES128"))));
        assertEquals(wrong, outcome(world.send(with("AAAA", hash, "AES256"))));
        assertEquals(wrong, outcome(world.send(with("%%%", hash, "AES256"))));
        String half = Base64.getEncoder().encodeToString(new byte[16]);
        assertEquals(wrong, outcome(world.send(with(half, hash, "AES256"))));
        FakeRequest scope = mine.on(block("/con/b", new byte[1]));
        assertEquals(wrong, outcome(world.send(scope.with("x-ms-encryption-scope", "some-scope"))));
        // Signed by the account's key: a token is refused without TLS before this.
        FakeRequest http =
                mine.on(world.anonymous("PUT", "/con/b").with("x-ms-blob-type", "BlockBlob"))
                        .body(new byte[1])
                        .baseUrl("http://acct.blob.core.bleu.localhost:8080");
        assertEquals(wrong, outcome(world.send(world.signed(http))));
        FakeRequest list = mine.on(world.request("GET", "/con/b?comp=blocklist"));
        assertEquals("400 UnsupportedHeader", outcome(world.send(list)));
    }

    private FakeRequest with(String key, String sha256, String algorithm) {
        FakeRequest request = block("/con/b", new byte[1]);
        set(request, "x-ms-encryption-key", key);
        set(request, "x-ms-encryption-key-sha256", sha256);
        set(request, "x-ms-encryption-algorithm", algorithm);
        return request;
    }

    private static void set(FakeRequest request, String name, String value) {
        if (!value.isEmpty()) {
            request.with(name, value);
        }
    }
}
