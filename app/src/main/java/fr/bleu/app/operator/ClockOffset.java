package fr.bleu.app.operator;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * How far this machine's clock is off the time that the cloud goes by, which is the store's. The
 * cloud does not mind; the machine's logs do, and one of the two clocks is wrong.
 *
 * @param machine this machine's clock
 * @param cloud the time that all nodes go by
 */
record ClockOffset(InstantSource machine, InstantSource cloud) {

    /** From here on it is worth telling. */
    private static final Duration LARGE = Duration.ofSeconds(2);

    /** Positive where the machine's clock is ahead. */
    Duration ahead() {
        return Duration.between(cloud.instant(), machine.instant());
    }

    /** One line, where it is large. */
    Optional<String> finding() {
        Duration ahead = ahead();
        return ahead.abs().compareTo(LARGE) < 0
                ? Optional.empty()
                : Optional.of(
                        "this machine's clock is "
                                + ahead.abs().toSeconds()
                                + " s "
                                + (ahead.isNegative() ? "behind" : "ahead of")
                                + " the store's");
    }
}
