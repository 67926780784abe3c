package fr.bleu.identity.api;

import fr.bleu.http.Request;
import fr.bleu.identity.SignInRefusal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** How a client shows who it is (RFC 6749, 2.3): in one way exactly. */
record ClientCredentials(
        String id,
        Optional<String> secret,
        Optional<String> assertion,
        Optional<String> assertionType) {

    private static final String BASIC = "Basic ";

    static ClientCredentials read(Request request, Form form) {
        Optional<String> header = request.header("authorization");
        ClientCredentials client =
                header.isPresent() ? fromHeader(header.get(), form) : fromBody(form);
        if (client.secret().isPresent() == client.assertion().isPresent()) {
            SignInRefusal refusal = SignInRefusal.NO_CREDENTIAL;
            throw OAuth.failure(
                    refusal.status(), refusal.error(), refusal.number(), refusal.message());
        }
        return client;
    }

    private static ClientCredentials fromBody(Form form) {
        return new ClientCredentials(
                form.require("client_id"),
                form.get("client_secret"),
                form.get("client_assertion"),
                form.get("client_assertion_type"));
    }

    private static ClientCredentials fromHeader(String header, Form form) {
        if (form.get("client_secret").isPresent() || form.get("client_assertion").isPresent()) {
            throw OAuth.invalidRequest(90014, "The client shows more than one credential.");
        }
        String pair = decode(header);
        int colon = pair.indexOf(':');
        if (colon < 0) {
            throw malformed();
        }
        String id = unescape(pair.substring(0, colon));
        if (form.get("client_id").filter(other -> !other.equalsIgnoreCase(id)).isPresent()) {
            throw OAuth.invalidRequest(90014, "The client shows more than one client_id.");
        }
        return new ClientCredentials(
                id,
                Optional.of(unescape(pair.substring(colon + 1))),
                Optional.empty(),
                Optional.empty());
    }

    private static String decode(String header) {
        if (!header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            throw malformed();
        }
        try {
            byte[] pair = Base64.getDecoder().decode(header.substring(BASIC.length()).strip());
            return new String(pair, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
    }

    /** Both parts are form-encoded before they are joined. */
    private static String unescape(String part) {
        try {
            return URLDecoder.decode(part, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
    }

    private static RuntimeException malformed() {
        return OAuth.invalidRequest(90014, "The Authorization header is malformed.");
    }

    /** Never the secret or the assertion. */
    @Override
    public String toString() {
        return "ClientCredentials[" + id + "]";
    }
}
