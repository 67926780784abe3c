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
            case BLOB -> new Failure(400, "InvalidUri", message);
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
                    case BLOB -> "UnsupportedHttpVerb";
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
            case BLOB -> new Failure(400, "InvalidQueryParameterValue", message);
            case VAULT -> new Failure(400, "BadParameter", message);
        };
    }
}
