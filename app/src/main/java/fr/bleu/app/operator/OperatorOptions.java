package fr.bleu.app.operator;

import fr.bleu.app.traces.TraceOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How an instance is watched and stopped.
 *
 * @param port of the operator's listener, 0 for any that is free; empty: there is none
 * @param traces where traces go; empty: there are none
 * @param drain how long a stopping instance still serves while it says that it is not ready
 */
public record OperatorOptions(OptionalInt port, Duration drain, Optional<TraceOptions> traces) {

    /** The longest drain: {@code bleu down} waits a minute for all of it. */
    public static final int MAX_DRAIN_SECONDS = 30;

    /** Two checks of a load balancer that asks every two seconds, and some. */
    private static final Duration DEFAULT_DRAIN = Duration.ofSeconds(5);

    /** Nobody watches, so nobody is waited for. */
    public static final OperatorOptions NONE =
            new OperatorOptions(OptionalInt.empty(), Duration.ZERO, Optional.empty());

    /** A listener with the default drain. */
    public static OperatorOptions at(int port) {
        return new OperatorOptions(OptionalInt.of(port), DEFAULT_DRAIN, Optional.empty());
    }

    /** The same, with another drain. */
    public OperatorOptions withDrain(Duration other) {
        return new OperatorOptions(port, other, traces);
    }

    /** The same, with traces or without. */
    public OperatorOptions withTraces(Optional<TraceOptions> where) {
        return new OperatorOptions(port, drain, where);
    }
}
