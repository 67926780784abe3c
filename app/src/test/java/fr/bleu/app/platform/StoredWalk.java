package fr.bleu.app.platform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import fr.bleu.app.Instance;
import fr.bleu.http.Answer;
import fr.bleu.http.FakeRequest;
import fr.bleu.http.Site;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;

/** A {@link Walk} with larger blobs, whose instance can be stopped. */
final class StoredWalk {
    static final int BLOBS = 5;

    private StoredWalk() {}

    /** Makes one of each kind of thing, and stops. */
    static Instance make(Path folder) throws Exception {
        try (Walk walk = new Walk(folder)) {
            write(walk.cloud, "large", BLOBS);
        }
        return new Instance("0".repeat(32), folder.resolve("data"), folder.resolve("secrets"));
    }

    static void write(Cloud cloud, String prefix, int count) {
        for (int i = 0; i < count; i++) {
            Answer answer =
                    cloud.call(
                            cloud.owner,
                            blob(cloud, "PUT", prefix + i)
                                    .with("x-ms-blob-type", "BlockBlob")
                                    .body(bytes(i)));
            assertEquals(201, answer.status(), Cloud.text(answer));
        }
    }

    /** Reads what {@link #write} wrote. */
    static void read(Cloud cloud, String prefix, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            Answer answer = cloud.call(cloud.owner, blob(cloud, "GET", prefix + i));
            assertEquals(200, answer.status(), Cloud.text(answer));
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            switch (answer.body()) {
                case Answer.Body.Bytes bytes -> body.writeBytes(bytes.bytes());
                case Answer.Body.Stream stream -> stream.writer().writeTo(body);
                case Answer.Body.Empty _, Answer.Body.Head _ -> throw new AssertionError(prefix);
            }
            assertArrayEquals(bytes(i), body.toByteArray(), prefix + i);
        }
    }

    private static FakeRequest blob(Cloud cloud, String method, String name) {
        String target = "/" + RouteSamples.CONTAINER + "/" + name;
        return cloud.request(Site.BLOB, method, target).label(RouteSamples.ACCOUNT);
    }

    /** From an extent of one chunk to some of several. */
    static byte[] bytes(int i) {
        byte[] bytes = new byte[20_000 + i * 400_000];
        new java.util.Random(i).nextBytes(bytes);
        return bytes;
    }
}
