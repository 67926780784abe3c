package fr.bleu.app.traces;

import fr.bleu.http.RequestListener;
import fr.bleu.http.Route;
import fr.bleu.http.Site;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A span for each request: service, operation, status. Neither a path nor a name that a client
 * chose is in it, and nobody's address: only its request id, by which the log is found.
 */
final class TracedRequests implements RequestListener {

    private static final String TRACEPARENT = "traceparent";

    /** Methods are told as far as they are known: a client can send any word. */
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "PUT", "POST", "DELETE", "PATCH", "OPTIONS");

    private final Tracer tracer;
    private final Spans spans;
    private final RequestListener next;

    /**
     * @param next is told of everything, too
     */
    TracedRequests(Tracer tracer, Spans spans, RequestListener next) {
        this.tracer = tracer;
        this.spans = spans;
        this.next = next;
    }

    @Override
    public void begun(Begun request) {
        next.begun(request);
        String method = METHODS.contains(request.method()) ? request.method() : "_OTHER";
        String service = request.site().map(TracedRequests::name).orElse("none");
        spans.enter(
                tracer.spanBuilder(service + " " + method)
                        .setParent(parent(request.traceparent()))
                        .setSpanKind(SpanKind.SERVER)
                        .setAttribute("http.request.method", method)
                        .setAttribute("bleu.service", service)
                        .setAttribute("bleu.request_id", request.requestId())
                        .startSpan());
    }

    @Override
    public void matched(Route route) {
        next.matched(route);
        spans.current().updateName(route.name()).setAttribute("http.route", route.path());
    }

    @Override
    public void ended(Optional<Site> site, int status, long nanos) {
        next.ended(site, status, nanos);
        Span span = spans.leave();
        if (span == null) {
            return; // Refused before it was a request.
        }
        if (status == ABORTED || status >= 500) {
            span.setStatus(StatusCode.ERROR);
        }
        if (status == ABORTED) {
            span.setAttribute("bleu.aborted", true);
        } else {
            span.setAttribute("http.response.status_code", (long) status);
        }
        span.end();
    }

    private static String name(Site site) {
        return site.name().toLowerCase(Locale.ROOT);
    }

    private static Context parent(Optional<String> traceparent) {
        return traceparent
                .map(
                        it ->
                                W3CTraceContextPropagator.getInstance()
                                        .extract(Context.root(), it, ONLY))
                .orElse(Context.root());
    }

    /** Nothing but the traceparent is taken of a client. */
    private static final TextMapGetter<String> ONLY =
            new TextMapGetter<>() {
                @Override
                public Iterable<String> keys(String traceparent) {
                    return List.of(TRACEPARENT);
                }

                @Override
                public String get(String traceparent, String key) {
                    return key.equals(TRACEPARENT) ? traceparent : null;
                }
            };
}
