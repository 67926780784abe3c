package fr.bleu.identity.api;

import fr.bleu.http.Query;
import fr.bleu.http.Request;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** An {@code application/x-www-form-urlencoded} body, no parameter twice (RFC 6749, 3.2). */
final class Form {
    private final Map<String, List<String>> parameters;

    private Form(Map<String, List<String>> parameters) {
        this.parameters = parameters;
    }

    static Form read(Request request, int limitBytes) {
        String type = request.header("content-type").orElse("").toLowerCase(Locale.ROOT);
        if (!type.split(";", 2)[0].strip().equals("application/x-www-form-urlencoded")) {
            throw OAuth.invalidRequest(
                    900144, "The body must be application/x-www-form-urlencoded.");
        }
        String body = new String(request.body(limitBytes), StandardCharsets.UTF_8);
        Map<String, List<String>> parameters;
        try {
            parameters = Query.parse(body).parameters();
        } catch (IllegalArgumentException e) {
            throw OAuth.invalidRequest(90014, "The body is malformed.");
        }
        for (List<String> values : parameters.values()) {
            if (values.size() > 1) {
                throw OAuth.invalidRequest(90014, "A parameter is repeated.");
            }
        }
        return new Form(parameters);
    }

    /** A parameter's value; an empty one counts as absent (RFC 6749, 3.2). */
    Optional<String> get(String name) {
        return Optional.ofNullable(parameters.get(name))
                .map(List::getFirst)
                .filter(value -> !value.isEmpty());
    }

    String require(String name) {
        return get(name).orElseThrow(() -> OAuth.missing(name));
    }
}
