package fr.bleu.app.traces;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;

/** The span that a thread works in, and spans below it. What no request asked for has none. */
final class Spans {

    private final Tracer tracer;
    private final ThreadLocal<Span> current = new ThreadLocal<>();

    Spans(Tracer tracer) {
        this.tracer = tracer;
    }

    /** What is measured. */
    interface Work<T, E extends Exception> {
        T run() throws E;
    }

    /** From now on this thread works in a span. */
    void enter(Span span) {
        current.set(span);
    }

    /** The span that this thread has worked in until now; null if it was in none. */
    Span leave() {
        Span left = current.get();
        current.remove();
        return left;
    }

    /** The span that this thread works in, once more is known of it. */
    Span current() {
        Span span = current.get();
        return span == null ? Span.getInvalid() : span;
    }

    /** A span below this thread's, which does not work in it; to be ended by whoever began it. */
    Span below(String name) {
        Span parent = current();
        return parent.isRecording()
                ? tracer.spanBuilder(name).setParent(Context.root().with(parent)).startSpan()
                : Span.getInvalid();
    }

    /** Works in a span of its own. What a failure says is not told: it may name things. */
    <T, E extends Exception> T in(String name, Work<T, E> work) throws E {
        Span parent = current();
        if (!parent.isRecording()) {
            return work.run();
        }
        Span span = below(name);
        current.set(span);
        boolean done = false;
        try {
            T result = work.run();
            done = true;
            return result;
        } finally {
            if (!done) {
                span.setStatus(StatusCode.ERROR);
            }
            span.end();
            current.set(parent);
        }
    }
}
