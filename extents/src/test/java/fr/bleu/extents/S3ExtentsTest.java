package fr.bleu.extents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The {@code s3} engine over a fake in this process. */
class S3ExtentsTest extends S3ExtentsContract {

    private static FakeS3 server;

    @TempDir static Path folder;

    @BeforeAll
    static void start() throws IOException {
        server = new FakeS3();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** Before the contract opens the engine. */
    @BeforeEach
    @Override
    void openTheEngine() throws IOException {
        server.clear();
        super.openTheEngine();
    }

    @Override
    S3Options options() throws IOException {
        S3Limits limits = S3Fixture.tiny(Duration.ofSeconds(10), Duration.ofSeconds(10));
        return S3Fixture.fake(server.endpoint(), folder, limits);
    }

    @Override
    int largeBytes() {
        return 5_000;
    }

    @Test
    void aServerThatLacksWhatIsReliedOnIsRefusedAtTheStart() throws IOException {
        for (FakeS3.Lack lack : FakeS3.Lack.values()) {
            server.lacks.add(lack);
            IOException refused =
                    assertThrows(IOException.class, () -> fixture.open(options()).close());
            assertEquals(
                    switch (lack) {
                        case CONDITIONS ->
                                "the S3 server lacks writing with If-None-Match (it replaces what"
                                        + " is there)";
                        case RANGES -> "the S3 server lacks reading ranges";
                    },
                    refused.getMessage());
            server.lacks.clear();
        }
    }

    @Test
    void whatCouldNotBeDeletedGoesWithTheNext() throws IOException {
        S3Limits limits = S3Fixture.tiny(Duration.ofSeconds(10), Duration.ZERO);
        S3Options options = S3Fixture.fake(server.endpoint(), folder, limits);
        try (S3Extents own = fixture.open(options);
                Bucket bucket = S3Fixture.bucket(options())) {
            Extent one = fixture.put(own, fixture.bytes(100));
            Extent two = fixture.put(own, fixture.bytes(100));
            server.dieAt(1, false);
            fixture.delete(own, one);
            server.revive();
            assertEquals(2, S3Fixture.extents(bucket).size());
            fixture.delete(own, two);
            assertEquals(List.of(), S3Fixture.extents(bucket));
        }
    }
}
