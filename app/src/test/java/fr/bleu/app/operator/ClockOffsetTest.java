package fr.bleu.app.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A machine whose clock is off is told. */
final class ClockOffsetTest {

    private static final Instant NOW = Instant.parse("2026-11-26T09:00:00Z");

    private static ClockOffset ahead(Duration ahead) {
        return new ClockOffset(() -> NOW.plus(ahead), () -> NOW);
    }

    @Test
    void aLargeOneIsAFinding() {
        assertEquals(
                Optional.of("this machine's clock is 600 s ahead of the store's"),
                ahead(Duration.ofMinutes(10)).finding());
        assertEquals(
                Optional.of("this machine's clock is 600 s behind the store's"),
                ahead(Duration.ofMinutes(-10)).finding());
    }

    @Test
    void aSmallOneIsNone() {
        assertEquals(Optional.empty(), ahead(Duration.ofMillis(1_999)).finding());
        assertEquals(Optional.empty(), ahead(Duration.ofMillis(-1_999)).finding());
    }
}
