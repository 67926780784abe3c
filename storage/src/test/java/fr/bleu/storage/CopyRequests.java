package fr.bleu.storage;

import static fr.bleu.storage.World.outcome;
import static org.junit.jupiter.api.Assertions.assertEquals;

import fr.bleu.http.Answer;
import fr.bleu.http.FakeRequest;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Two accounts with the same blobs, and the requests that copy them. */
final class CopyRequests {
    static final String HERE = "https://acct.blob.core.bleu.localhost:8443";
    static final String THERE = "https://other.blob.core.bleu.localhost:8443";
    static final byte[] LARGE = new byte[70_000];
    static final byte[] SMALL = "small".getBytes(StandardCharsets.UTF_8);

    static {
        new Random(4).nextBytes(LARGE);
    }

    final World world = new World();

    CopyRequests() {
        assertEquals("201", outcome(world.send("PUT", "/con?restype=container")));
        assertEquals("201", outcome(world.send(there("PUT", "/con?restype=container"))));
        putSource("/con/large", LARGE);
        putSource("/con/small", SMALL);
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

    FakeRequest copy(String to, String source) {
        return world.request("PUT", to).with("x-ms-copy-source", source);
    }

    FakeRequest copyNow(String to, String source) {
        return copy(to, source).with("x-ms-requires-sync", "true");
    }

    FakeRequest putFrom(String to, String source) {
        return copy(to, source).with("x-ms-blob-type", "BlockBlob");
    }

    static FakeRequest authorized(FakeRequest request) {
        return request.with("x-ms-copy-source-authorization", "Bearer owner");
    }

    byte[] content(String path) {
        Answer answer = world.send("GET", path);
        assertEquals("200", outcome(answer), path);
        return World.bytes(answer);
    }
}
