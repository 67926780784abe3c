package fr.bleu.identity.api;

import fr.bleu.http.Answer;
import fr.bleu.http.Domains;
import fr.bleu.http.Failure;
import fr.bleu.http.Headers;
import fr.bleu.http.Json;
import fr.bleu.http.Protocol;
import fr.bleu.http.Request;
import fr.bleu.http.Route;
import fr.bleu.http.Site;
import fr.bleu.identity.Audience;
import fr.bleu.identity.Bearer;
import fr.bleu.identity.DirectoryException;
import fr.bleu.identity.InvalidTokenException;
import fr.bleu.trust.Caller;
import fr.bleu.trust.Denial;
import fr.bleu.trust.DeniedException;
import fr.bleu.trust.Observations;
import fr.bleu.trust.UnavailableException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * Graph's habits: bearer tokens, and errors as {@code {"error":{"code","message","innerError"}}}.
 *
 * @see <a href="https://learn.microsoft.com/graph/errors">Graph's errors</a>
 */
public final class GraphProtocol implements Protocol {
    private static final int MAX_ECHO_CHARS = 100;
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final Bearer bearer;
    private final Observations observations;
    private final String challenge;
    private final InstantSource clock;

    public GraphProtocol(
            Bearer bearer, Observations observations, Domains domains, InstantSource clock) {
        this.bearer = bearer;
        this.observations = observations;
        this.clock = clock;
        this.challenge =
                "Bearer realm=\"\", authorization_uri=\""
                        + domains.url(Site.LOGIN)
                        + "/common/oauth2/authorize\"";
    }

    @Override
    public Set<String> discriminators() {
        return Set.of();
    }

    @Override
    public boolean ignoresCase() {
        return true;
    }

    @Override
    public Caller caller(Request request, Route route) {
        Optional<String> header = request.header("authorization");
        if (header.isEmpty()) {
            return new Caller.Anonymous(request.origin());
        }
        try {
            return bearer.authenticate(header.get(), Audience.GRAPH, request.origin());
        } catch (InvalidTokenException e) {
            observations.rejected("GRAPH", e.reason().name());
            throw unauthenticated(e.getMessage());
        }
    }

    private Failure unauthenticated(String message) {
        return new Failure(
                401,
                "InvalidAuthenticationToken",
                message,
                Headers.EMPTY.with("WWW-Authenticate", challenge));
    }

    @Override
    public Headers common(Request request) {
        Headers headers =
                Headers.EMPTY
                        .with("request-id", request.origin().requestId())
                        .with("X-Content-Type-Options", "nosniff")
                        .with("Cache-Control", "no-store");
        return clientRequestId(request)
                .map(id -> headers.with("client-request-id", id))
                .orElse(headers);
    }

    @Override
    public Answer failure(Request request, Throwable failure) {
        return switch (failure) {
            case Failure known -> error(request, known);
            case DirectoryException known -> error(request, worded(known));
            case DeniedException denied -> error(request, worded(denied.denial()));
            case UnavailableException _ ->
                    error(
                            request,
                            new Failure(
                                    503,
                                    "serviceNotAvailable",
                                    "The service is busy. Try again.",
                                    Headers.EMPTY.with("Retry-After", "1")));
            default ->
                    error(
                            request,
                            new Failure(
                                    500,
                                    "generalException",
                                    "The service has met an internal error."));
        };
    }

    private static Failure worded(DirectoryException e) {
        return switch (e.kind()) {
            case NOT_FOUND -> new Failure(404, "Request_ResourceNotFound", e.getMessage());
            case EXISTS ->
                    new Failure(409, "Request_MultipleObjectsWithSameKeyValue", e.getMessage());
            case INVALID -> new Failure(400, "Request_BadRequest", e.getMessage());
            case TOO_MANY -> new Failure(403, "Directory_QuotaExceeded", e.getMessage());
        };
    }

    private Failure worded(Denial denial) {
        return switch (denial.reason()) {
            case UNAUTHENTICATED -> unauthenticated("Access token is empty.");
            case WRONG_TENANT, NOT_PERMITTED, POLICY ->
                    new Failure(
                            403,
                            "Authorization_RequestDenied",
                            "Insufficient privileges to complete the operation.");
        };
    }

    private Answer error(Request request, Failure failure) {
        ObjectNode node = Json.object();
        ObjectNode error =
                node.putObject("error")
                        .put("code", failure.code())
                        .put("message", failure.getMessage());
        String requestId = request.origin().requestId();
        error.putObject("innerError")
                .put("date", DATE.format(clock.instant()))
                .put("request-id", requestId)
                .put("client-request-id", clientRequestId(request).orElse(requestId));
        Answer answer = Json.answer(failure.status(), node);
        return new Answer(answer.status(), answer.headers().with(failure.headers()), answer.body());
    }

    /** What the client calls its request, if it can stand in a header. */
    private static Optional<String> clientRequestId(Request request) {
        return request.header("client-request-id")
                .filter(id -> id.length() <= MAX_ECHO_CHARS && id.matches("[\\x21-\\x7e]+"));
    }
}
