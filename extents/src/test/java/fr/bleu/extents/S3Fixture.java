package fr.bleu.extents;

import fr.bleu.keys.PrivateFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Options of the {@code s3} engine, and a look into its bucket without it. */
final class S3Fixture {

    /** Nobody dies of a test's pauses. */
    static final Duration LEASE = Duration.ofHours(1);

    private S3Fixture() {}

    /** The fake's, with the key that it knows. */
    static S3Options fake(URI endpoint, Path folder, S3Limits limits) throws IOException {
        Path credentials = folder.resolve("credentials");
        if (!Files.exists(credentials)) {
            String pair =
                    "access-key = %s\nsecret-key = %s\n"
                            .formatted(FakeS3.ACCESS_KEY, FakeS3.SECRET_KEY);
            PrivateFiles.create(credentials, pair.getBytes(StandardCharsets.US_ASCII));
        }
        return new S3Options(
                endpoint,
                "us-east-1",
                FakeS3.BUCKET,
                "stamp1/",
                credentials,
                Optional.empty(),
                limits);
    }

    /** Chunks of 64 bytes, as the contract wants, windows of four of them. */
    static S3Limits tiny(Duration attempt, Duration call) {
        return new S3Limits(64, 320, 1_000, 8, attempt, attempt, call, LEASE);
    }

    /** Chunks of 64 bytes, and what a real server takes: no smaller parts. */
    static S3Limits real(Duration attempt, Duration call) {
        return new S3Limits(64, 1 << 20, 5 << 20, 8, attempt, attempt, call, LEASE);
    }

    static Bucket bucket(S3Options options) throws IOException {
        return new Bucket(
                S3Clients.open(options),
                options.bucket(),
                options.prefix(),
                new Attempts(options.limits().call()));
    }

    /** Every object's name below the prefix. */
    static List<String> names(Bucket bucket) throws IOException {
        List<String> names = new ArrayList<>();
        List<Bucket.Listed> page;
        String after = "";
        do {
            page = bucket.list(after, 1_000);
            page.forEach(it -> names.add(it.name()));
            after = page.isEmpty() ? after : page.getLast().name();
        } while (page.size() == 1_000);
        return names;
    }

    /** The names of extents only. */
    static List<String> extents(Bucket bucket) throws IOException {
        return names(bucket).stream().filter(it -> ObjectName.parse(it).isPresent()).toList();
    }

    static byte[] content(Bucket bucket, String name) throws IOException {
        byte[] content = new byte[(int) bucket.size(name)];
        if (content.length > 0 && !bucket.read(name, 0, content, content.length)) {
            throw new IOException(name + " is not there");
        }
        return content;
    }
}
