package fr.bleu.store.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** A clock that is set is said, and one that is slewed for hours does not fill the log. */
class ClockStepsTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final ClockSteps steps = new ClockSteps();

    @Test
    void aSlewIsSaidWhenItBeginsAndHourlyWithWhatItCameTo() {
        assertEquals(OptionalLong.of(3), steps.take(3, -SECOND));
        for (long second = 0; second < 3_599; second++) {
            assertEquals(OptionalLong.empty(), steps.take(3, second * SECOND));
        }
        assertEquals(OptionalLong.of(3 * 3_600), steps.take(3, 3_599 * SECOND));
        assertEquals(OptionalLong.empty(), steps.take(3, 3_600 * SECOND));
    }

    @Test
    void whatComesAfterTenCalmMinutesIsSaidAtOnce() {
        assertEquals(OptionalLong.of(SECOND), steps.take(SECOND, 0));
        assertEquals(OptionalLong.empty(), steps.take(SECOND, ClockSteps.CALM_NANOS - 1));
        assertEquals(OptionalLong.of(-SECOND), steps.take(-SECOND, 2 * ClockSteps.CALM_NANOS - 1));
    }
}
