package fr.bleu.identity.api;

import fr.bleu.http.Answer;
import fr.bleu.http.Failure;
import fr.bleu.http.Headers;
import fr.bleu.http.Json;
import fr.bleu.http.Protocol;
import fr.bleu.http.Request;
import fr.bleu.http.Route;
import fr.bleu.identity.SignInException;
import fr.bleu.identity.SignInRefusal;
import fr.bleu.trust.Caller;
import fr.bleu.trust.DeniedException;
import fr.bleu.trust.UnavailableException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** The login site: nobody has signed in yet, and failures are worded as Entra words OAuth's. */
public final class LoginProtocol implements Protocol {
    private static final Pattern NUMBER = Pattern.compile("^AADSTS(\\d{1,9}): ");
    private static final Pattern OAUTH_ERROR = Pattern.compile("[a-z_]{1,60}");
    private static final int BAD_REQUEST_NUMBER = 90014;
    private static final int INTERNAL_NUMBER = 90020;
    private static final int BUSY_NUMBER = 90033;
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final InstantSource clock;

    public LoginProtocol(InstantSource clock) {
        this.clock = clock;
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
        return new Caller.Anonymous(request.origin());
    }

    @Override
    public Headers common(Request request) {
        Headers headers = Headers.EMPTY.with("X-Content-Type-Options", "nosniff");
        return clientRequestId(request)
                .map(id -> headers.with("client-request-id", id))
                .orElse(headers);
    }

    @Override
    public Answer failure(Request request, Throwable failure) {
        return switch (failure) {
            case SignInException refused -> refused(request, refused);
            case Failure known -> known(request, known);
            case UnavailableException _ ->
                    error(
                                    request,
                                    503,
                                    "temporarily_unavailable",
                                    BUSY_NUMBER,
                                    "The service is busy. Try again.")
                            .with("Retry-After", "1");
            case DeniedException denied ->
                    error(request, 403, "access_denied", 65004, denied.denial().message());
            default ->
                    error(
                            request,
                            500,
                            "server_error",
                            INTERNAL_NUMBER,
                            "The service has met an internal error.");
        };
    }

    private Answer refused(Request request, SignInException refused) {
        SignInRefusal refusal = refused.refusal();
        Answer answer =
                error(
                        request,
                        refusal.status(),
                        refusal.error(),
                        refusal.number(),
                        refusal.message());
        if (refusal.status() == 401 && request.header("authorization").isPresent()) {
            answer = answer.with("WWW-Authenticate", "Basic realm=\"bleu\"");
        }
        if (refused.retryAfter().isPositive()) {
            long seconds = refused.retryAfter().plusMillis(999).toSeconds();
            answer = answer.with("Retry-After", Long.toString(seconds));
        }
        return answer;
    }

    private Answer known(Request request, Failure failure) {
        Matcher numbered = NUMBER.matcher(failure.getMessage());
        boolean found = numbered.find();
        int number = found ? Integer.parseInt(numbered.group(1)) : BAD_REQUEST_NUMBER;
        String message =
                found ? failure.getMessage().substring(numbered.end()) : failure.getMessage();
        boolean ours = OAUTH_ERROR.matcher(failure.code()).matches();
        String error = ours ? failure.code() : "invalid_request";
        Answer answer = error(request, failure.status(), error, number, message);
        return new Answer(answer.status(), answer.headers().with(failure.headers()), answer.body());
    }

    private Answer error(Request request, int status, String error, int number, String message) {
        String traceId = request.origin().requestId();
        String timestamp = TIMESTAMP.format(clock.instant());
        String correlationId = clientRequestId(request).orElse(traceId);
        ObjectNode node =
                Json.object()
                        .put("error", error)
                        .put("error_description", "AADSTS" + number + ": " + message);
        node.putArray("error_codes").add(number);
        node.put("timestamp", timestamp)
                .put("trace_id", traceId)
                .put("correlation_id", correlationId);
        return TokenEndpoint.uncached(Json.answer(status, node));
    }

    private static Optional<String> clientRequestId(Request request) {
        return request.header("client-request-id").filter(LoginProtocol::isId);
    }

    private static boolean isId(String text) {
        try {
            return UUID.fromString(text).toString().equalsIgnoreCase(text);
        } catch (IllegalArgumentException notAnId) {
            return false;
        }
    }
}
