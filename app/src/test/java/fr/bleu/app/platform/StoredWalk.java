package fr.bleu.app.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import fr.bleu.app.Instance;
import fr.bleu.http.Site;
import java.nio.file.Path;

/** A {@link Walk} with larger blobs, whose instance can be stopped. */
final class StoredWalk {
    static final int BLOBS = 5;

    private StoredWalk() {}

    /** Makes one of each kind of thing, and stops. */
    static Instance make(Path folder) throws Exception {
        try (Walk walk = new Walk(folder)) {
            write(walk, "large", BLOBS);
        }
        return new Instance("0".repeat(32), folder.resolve("data"), folder.resolve("secrets"));
    }

    static void write(Walk walk, String prefix, int count) {
        for (int i = 0; i < count; i++) {
            String target = "/" + RouteSamples.CONTAINER + "/" + prefix + i;
            var answer =
                    walk.cloud.call(
                            walk.cloud.owner,
                            walk.cloud
                                    .request(Site.BLOB, "PUT", target)
                                    .label(RouteSamples.ACCOUNT)
                                    .with("x-ms-blob-type", "BlockBlob")
                                    .body(bytes(i)));
            assertEquals(201, answer.status(), Cloud.text(answer));
        }
    }

    /** From an extent of one chunk to some of several. */
    static byte[] bytes(int i) {
        byte[] bytes = new byte[20_000 + i * 400_000];
        new java.util.Random(i).nextBytes(bytes);
        return bytes;
    }
}
