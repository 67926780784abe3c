package fr.bleu.extents;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

/** The {@code s3} engine over Ceph's gateway. */
@Tag("heavy")
@Tag("ceph")
class CephExtentsTest extends S3ExtentsContract {

    private S3Options options;

    @BeforeEach
    @Override
    void openTheEngine() throws IOException {
        Duration minute = Duration.ofMinutes(1);
        options = Ceph.options(S3Fixture.real(minute, minute));
        super.openTheEngine();
    }

    @Override
    S3Options options() {
        return options;
    }

    @Override
    int largeBytes() {
        return 12 << 20;
    }
}
