package fr.bleu.resources.api;

import fr.bleu.http.Access;
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
import fr.bleu.identity.InvalidTokenException;
import fr.bleu.identity.Tenant;
import fr.bleu.identity.Tenants;
import fr.bleu.resources.ArmFailure;
import fr.bleu.trust.Caller;
import fr.bleu.trust.DeniedException;
import fr.bleu.trust.Observations;
import fr.bleu.trust.UnavailableException;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * The Resource Manager's habits: bearer tokens, {@code {"error":{"code","message"}}}, request ids.
 *
 * @see <a
 *     href="https://github.com/cloud-and-ai-microsoft/resource-provider-contract/blob/master/v1.0/common-api-details.md">common
 *     API details</a>
 */
public final class ArmProtocol implements Protocol {

    private static final int MAX_ECHOED_CHARS = 128;
    private static final String RETRY_SECONDS = "1";

    private final Bearer bearer;
    private final Tenants tenants;
    private final Observations observations;
    private final Urls urls;

    /** Over tokens for the Resource Manager. */
    public ArmProtocol(Bearer bearer, Tenants tenants, Observations observations, Domains domains) {
        this.bearer = bearer;
        this.tenants = tenants;
        this.observations = observations;
        this.urls = new Urls(domains);
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
        var header = request.header("Authorization");
        if (route.access() instanceof Access.Open) {
            return new Caller.Anonymous(request.origin());
        }
        if (header.isEmpty()) {
            observations.rejected("MANAGEMENT", InvalidTokenException.Reason.NO_TOKEN.name());
            return new Caller.Anonymous(request.origin());
        }
        try {
            return bearer.authenticate(header.get(), Audience.MANAGEMENT, request.origin());
        } catch (InvalidTokenException e) {
            observations.rejected("MANAGEMENT", e.reason().name());
            throw new Failure(401, code(e.reason()), e.getMessage());
        }
    }

    private static String code(InvalidTokenException.Reason reason) {
        return switch (reason) {
            case NO_TOKEN -> "AuthenticationFailed";
            case MALFORMED, SIGNATURE, REVOKED -> "InvalidAuthenticationToken";
            case ISSUER -> "InvalidAuthenticationTokenTenant";
            case AUDIENCE -> "InvalidAuthenticationTokenAudience";
            case EXPIRED -> "ExpiredAuthenticationToken";
        };
    }

    @Override
    public Answer failure(Request request, Throwable failure) {
        return switch (failure) {
            case ArmFailure it -> error(request, it.status(), it.error(), it.headers());
            case Failure it ->
                    error(request, it.status(), it.code(), it.getMessage(), it.headers());
            case DeniedException it -> denied(request, it);
            case UnavailableException it ->
                    error(
                            request,
                            503,
                            "ServiceUnavailable",
                            "The service is busy. Please try again later.",
                            Headers.EMPTY.with("Retry-After", RETRY_SECONDS));
            default -> internal(request);
        };
    }

    private Answer denied(Request request, DeniedException denied) {
        String message = denied.denial().message();
        return switch (denied.denial().reason()) {
            case UNAUTHENTICATED ->
                    error(request, 401, "AuthenticationFailed", message, Headers.EMPTY);
            case WRONG_TENANT ->
                    error(
                            request,
                            404,
                            "SubscriptionNotFound",
                            "The subscription could not be found.",
                            Headers.EMPTY);
            case NOT_PERMITTED ->
                    error(request, 403, "AuthorizationFailed", message, Headers.EMPTY);
            case POLICY -> error(request, 403, "RequestDisallowedByPolicy", message, Headers.EMPTY);
        };
    }

    private Answer internal(Request request) {
        return error(
                request,
                500,
                "InternalServerError",
                "Encountered internal server error. Diagnostic information: request id '"
                        + request.origin().requestId()
                        + "'.",
                Headers.EMPTY);
    }

    private Answer error(
            Request request, int status, String code, String message, Headers headers) {
        ObjectNode error = Json.object().put("code", code).put("message", message);
        return error(request, status, error, headers);
    }

    private Answer error(Request request, int status, ObjectNode error, Headers headers) {
        ObjectNode body = Json.object();
        body.set("error", error);
        Answer json = Json.answer(status, body);
        Answer answer = new Answer(status, json.headers().with(headers), json.body());
        answer = answer.with("x-ms-failure-cause", "gateway");
        return status == 401 ? answer.with("WWW-Authenticate", challenge(request, error)) : answer;
    }

    /** Clients read from it where to sign in. */
    private String challenge(Request request, ObjectNode error) {
        String tenant =
                tenants.home().map(Tenant::id).map(Object::toString).orElse("organizations");
        String challenge =
                "Bearer authorization_uri=\"" + urls.of(request, Site.LOGIN) + "/" + tenant + "\"";
        String code = error.path("code").asString("");
        return code.equals("AuthenticationFailed")
                ? challenge
                : challenge + ", error=\"invalid_token\"";
    }

    @Override
    public Headers common(Request request) {
        String id = request.origin().requestId();
        Headers headers =
                Headers.EMPTY
                        .with("x-ms-request-id", id)
                        .with(
                                "x-ms-correlation-request-id",
                                request.header("x-ms-correlation-request-id")
                                        .filter(ArmProtocol::isEchoable)
                                        .orElse(id))
                        .with("Cache-Control", "no-cache")
                        .with("X-Content-Type-Options", "nosniff")
                        .with("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
        boolean echo =
                request.header("x-ms-return-client-request-id")
                        .filter("true"::equalsIgnoreCase)
                        .isPresent();
        return request.header("x-ms-client-request-id")
                .filter(it -> echo && isEchoable(it))
                .map(it -> headers.with("x-ms-client-request-id", it))
                .orElse(headers);
    }

    private static boolean isEchoable(String value) {
        return value.length() <= MAX_ECHOED_CHARS
                && value.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
    }
}
