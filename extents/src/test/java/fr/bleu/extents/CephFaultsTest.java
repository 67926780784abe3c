package fr.bleu.extents;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Faults between the engine and Ceph's gateway, and of the gateway itself. */
@Tag("heavy")
@Tag("ceph")
class CephFaultsTest extends S3FaultsContract {

    @Override
    S3Options fresh(S3Limits limits) throws IOException {
        return Ceph.options(limits);
    }

    @Override
    S3Limits limits(Duration attempt, Duration call) {
        return S3Fixture.real(attempt, call);
    }

    @Override
    int largeBytes() {
        return 12 << 20;
    }

    @Test
    void whatWasWrittenOutlivesTheGateway() throws IOException {
        Fixture fixture = new Fixture(new FakeStore(), 3);
        Duration attempt = Duration.ofSeconds(10);
        byte[] content = fixture.bytes(100_000);
        try (S3Extents engine = fixture.open(fresh(limits(attempt, Duration.ZERO)))) {
            Extent extent = fixture.put(engine, content);
            Ceph.stopGateway();
            assertThrows(ExtentsUnavailableException.class, () -> fixture.read(engine, extent));
            assertThrows(
                    ExtentsUnavailableException.class, () -> fixture.write(engine, new byte[100]));
            Ceph.startGateway();
            assertArrayEquals(content, fixture.read(engine, extent));
            assertArrayEquals(content, fixture.read(engine, fixture.put(engine, content)));
        }
    }
}
