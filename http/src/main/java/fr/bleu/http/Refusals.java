package fr.bleu.http;

import java.util.Set;

/** The failures that come before any endpoint, with each protocol's own codes. */
final class Refusals {
    private Refusals() {}

    /** The path or query cannot be decoded. */
    static Failure malformed(Site site, String what) {
        String message = "The request URI is invalid: it has " + what + ".";
        return switch (site) {
            case LOGIN -> new Failure(400, "invalid_request", message);
            case MANAGEMENT -> new Failure(400, "InvalidRequestUri", message);
            case GRAPH -> new Failure(400, "BadRequest", message);
            case BLOB, WEB -> new Failure(400, "InvalidUri", message);
            case VAULT -> new Failure(400, "BadParameter", message);
        };
    }

    static Failure notFound(Site site) {
        return switch (site) {
            case LOGIN ->
                    new Failure(404, "invalid_request", "There is no endpoint at this address.");
            case MANAGEMENT ->
                    new Failure(404, "ResourceNotFound", "There is no resource at this address.");
            case GRAPH -> new Failure(404, "ResourceNotFound", "Resource not found.");
            case BLOB ->
                    new Failure(404, "ResourceNotFound", "The specified resource does not exist.");
            case VAULT -> new Failure(404, "NotFound", "There is no resource at this address.");
            case WEB ->
                    new Failure(404, "WebContentNotFound", "The requested content does not exist.");
        };
    }

    static Failure wrongMethod(Site site, Set<String> allowed) {
        Headers allow = Headers.EMPTY.with("Allow", String.join(", ", allowed));
        String message = "The resource doesn't support the specified HTTP verb.";
        String code =
                switch (site) {
                    case LOGIN -> "invalid_request";
                    case MANAGEMENT, VAULT -> "MethodNotAllowed";
                    case GRAPH -> "Request_BadRequest";
                    case BLOB, WEB -> "UnsupportedHttpVerb";
                };
        return new Failure(405, code, message, allow);
    }

    /** The discriminating query parameters name no operation of this path. */
    static Failure noSuchOperation(Site site) {
        String message = "The query parameters of the request name no operation of this resource.";
        return switch (site) {
            case LOGIN -> new Failure(400, "invalid_request", message);
            case MANAGEMENT -> new Failure(400, "InvalidRequestUri", message);
            case GRAPH -> new Failure(400, "BadRequest", message);
            case BLOB, WEB -> new Failure(400, "InvalidQueryParameterValue", message);
            case VAULT -> new Failure(400, "BadParameter", message);
        };
    }

    /** No caller is known, and the route asks for one. */
    static Failure unauthenticated(Site site) {
        String code =
                switch (site) {
                    case LOGIN -> "invalid_client";
                    case GRAPH -> "InvalidAuthenticationToken";
                    case BLOB, WEB -> "NoAuthenticationInformation";
                    case MANAGEMENT -> "AuthenticationFailed";
                    case VAULT -> "Unauthorized";
                };
        return new Failure(401, code, "Authentication is required.");
    }

    static Failure bodyTooLarge(Site site, long limitBytes) {
        String code =
                switch (site) {
                    case LOGIN -> "invalid_request";
                    case MANAGEMENT -> "RequestContentTooLarge";
                    case GRAPH -> "BadRequest";
                    case BLOB, WEB -> "RequestBodyTooLarge";
                    case VAULT -> "BadParameter";
                };
        return new Failure(413, code, "The request body is larger than " + limitBytes + " bytes.");
    }

    /** The client stopped before its body's end. */
    static Failure bodyTruncated(Site site) {
        return new Failure(400, invalid(site), "The request body ended early.");
    }

    /** The body, or the whole request, came too slowly. */
    static Failure tooSlow(Site site) {
        return protocolError(site, 408);
    }

    /** More requests at once than the server takes. */
    static Failure busy(Site site) {
        String code =
                switch (site) {
                    case LOGIN -> "temporarily_unavailable";
                    case MANAGEMENT, VAULT, GRAPH -> "ServiceUnavailable";
                    case BLOB, WEB -> "ServerBusy";
                };
        return new Failure(
                503,
                code,
                "The server is currently unable to receive requests. Please retry your request.",
                Headers.EMPTY.with("Retry-After", "1"));
    }

    /** What the HTTP layer itself refuses, such as headers that are too large. */
    static Failure protocolError(Site site, int status) {
        String message =
                switch (status) {
                    case 414 -> "The request URI is too long.";
                    case 431 -> "The request headers are too large.";
                    case 408 -> "The request took too long to arrive.";
                    case 417 -> "The expectation cannot be met.";
                    case 503 -> "The server is shutting down. Please retry your request.";
                    default -> "The request is malformed.";
                };
        String code = status == 503 ? busy(site).code() : invalid(site);
        return new Failure(status, code, message);
    }

    private static String invalid(Site site) {
        return switch (site) {
            case LOGIN -> "invalid_request";
            case MANAGEMENT -> "InvalidRequest";
            case GRAPH -> "BadRequest";
            case BLOB, WEB -> "InvalidInput";
            case VAULT -> "BadParameter";
        };
    }
}
