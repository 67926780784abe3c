package fr.bleu.extents;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Faults between the engine and the fake. */
class S3FaultsTest extends S3FaultsContract {

    @TempDir Path folder;

    private FakeS3 server;

    @Override
    S3Options fresh(S3Limits limits) throws IOException {
        server = new FakeS3();
        return S3Fixture.fake(server.endpoint(), folder, limits);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Override
    S3Limits limits(Duration attempt, Duration call) {
        return S3Fixture.tiny(attempt, call);
    }

    @Override
    int largeBytes() {
        return 2_000;
    }
}
