package fr.bleu.extents;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * Tries at the start what the engine relies on, over an object of its own: what the server or the
 * key's rights lack is said then, not when a user's data meets it.
 */
final class S3Probe {

    private static final byte[] CONTENT = "bleu probe".getBytes(StandardCharsets.US_ASCII);

    private final Bucket bucket;
    private final String name;

    S3Probe(Bucket bucket, RandomGenerator random) {
        this.bucket = bucket;
        this.name = "probe-" + HexFormat.of().toHexDigits(random.nextLong());
    }

    /**
     * @throws IOException when something is missing: the message lists it
     */
    void run() throws IOException {
        List<String> missing = new ArrayList<>();
        try {
            // The first one tells a wrong endpoint, bucket or key from a poor server.
            if (!bucket.putNew(name, CONTENT, CONTENT.length)) {
                throw new IOException("the S3 bucket has an object " + name + " already");
            }
            look(missing);
        } finally {
            bucket.delete(name);
        }
        if (bucket.size(name) >= 0) {
            missing.add("deleting objects");
        }
        if (!missing.isEmpty()) {
            throw new IOException("the S3 server lacks " + String.join(", ", missing));
        }
    }

    private void look(List<String> missing) throws IOException {
        if (bucket.putNew(name, CONTENT, CONTENT.length)) {
            missing.add("writing with If-None-Match (it replaces what is there)");
        }
        byte[] part = new byte[4];
        boolean read = bucket.read(name, 5, part, part.length);
        if (!read || !Arrays.equals(part, 0, 4, CONTENT, 5, 9)) {
            missing.add("reading ranges");
        }
        if (bucket.list("probe-", 1_000).stream().noneMatch(it -> it.name().equals(name))) {
            missing.add("listing what was just written");
        }
        uploadInParts(missing);
    }

    private void uploadInParts(List<String> missing) throws IOException {
        Uploads uploads = bucket.uploads();
        Uploads.Open upload = uploads.begin(name);
        boolean listed = false;
        Optional<Uploads.Open> next = Optional.empty();
        do {
            Uploads.Page page = uploads.page(next);
            listed |= page.uploads().contains(upload);
            next = page.next();
        } while (next.isPresent());
        if (!listed) {
            missing.add("listing uploads in parts");
        }
        CompletedPart part = uploads.part(upload, 1, CONTENT, 3);
        uploads.complete(upload, List.of(part), 3);
        if (bucket.size(name) != 3) {
            missing.add("uploads in parts");
        }
        uploads.abort(uploads.begin(name));
    }
}
