package fr.bleu.identity.api;

import fr.bleu.http.Failure;

/** Failures in OAuth's terms (RFC 6749, 5.2), with Entra's numbers, by which clients show them. */
final class OAuth {
    private OAuth() {}

    static Failure failure(int status, String error, int number, String message) {
        return new Failure(status, error, "AADSTS" + number + ": " + message);
    }

    static Failure invalidRequest(int number, String message) {
        return failure(400, "invalid_request", number, message);
    }

    static Failure missing(String parameter) {
        return invalidRequest(
                900144,
                "The request body must contain the following parameter: '" + parameter + "'.");
    }
}
