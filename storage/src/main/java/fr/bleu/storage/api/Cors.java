package fr.bleu.storage.api;

import fr.bleu.http.Access;
import fr.bleu.http.Answer;
import fr.bleu.http.Headers;
import fr.bleu.http.Request;
import fr.bleu.http.Route;
import fr.bleu.storage.Accounts;
import fr.bleu.storage.CorsRule;
import fr.bleu.storage.ServiceSettings;
import fr.bleu.storage.StorageError;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells browsers which foreign pages may read answers. A preflight is answered before anybody has
 * shown a credential, by the account's rules alone; an actual request is authorized like any other,
 * and its answer, a refusal too, says by the first rule that fits who may read it.
 *
 * @see <a
 *     href="https://learn.microsoft.com/rest/api/storageservices/cross-origin-resource-sharing--cors--support-for-the-azure-storage-services">CORS
 *     support for Azure Storage</a>
 */
final class Cors {
    private static final Access OPEN =
            new Access.Open("CORS preflight: browsers ask without a credential");

    /** What every answer has beside its own headers. */
    private static final List<String> COMMON =
            List.of("x-ms-request-id", "x-ms-version", "x-ms-client-request-id");

    private static final int MAX_HEADERS = 256;

    private final Accounts accounts;

    Cors(Accounts accounts) {
        this.accounts = accounts;
    }

    /** An OPTIONS route for each address that the routes have. */
    List<Route> preflights(List<Route> routes) {
        record Address(String path, Map<String, String> query) {}
        Set<Address> addresses = new LinkedHashSet<>();
        routes.forEach(route -> addresses.add(new Address(route.path(), route.query())));
        return addresses.stream()
                .map(
                        address ->
                                new Route(
                                        routes.getFirst().site(),
                                        "OPTIONS",
                                        address.path(),
                                        address.query(),
                                        OPEN,
                                        (request, caller) -> preflight(request)))
                .toList();
    }

    private Answer preflight(Request request) {
        String origin = required(request, "origin");
        String method = required(request, "access-control-request-method");
        String wanted = request.header("access-control-request-headers").orElse("");
        List<String> headers = names(wanted);
        CorsRule rule =
                rules(request).stream()
                        .filter(it -> fits(it, origin, method))
                        .filter(it -> headers.stream().allMatch(name -> has(it.headers(), name)))
                        .findFirst()
                        .orElseThrow(StorageError.CORS_PREFLIGHT_FAILURE::failure);
        Headers answer =
                allowed(rule, origin)
                        .with("Access-Control-Allow-Methods", method)
                        .with("Access-Control-Max-Age", Integer.toString(rule.maxAgeSeconds()));
        if (!headers.isEmpty()) {
            answer = answer.with("Access-Control-Allow-Headers", String.join(",", headers));
        }
        return new Answer(200, answer, new Answer.Body.Empty());
    }

    private static String required(Request request, String name) {
        return request.header(name)
                .filter(value -> !value.isBlank())
                .orElseThrow(
                        () ->
                                StorageError.MISSING_REQUIRED_HEADER.failure(
                                        "A CORS preflight needs the header " + name + "."));
    }

    private static List<String> names(String list) {
        List<String> names = new ArrayList<>();
        for (String part : list.split(",", MAX_HEADERS + 1)) {
            if (!part.isBlank()) {
                names.add(part.strip());
            }
        }
        if (names.size() > MAX_HEADERS) {
            throw StorageError.CORS_PREFLIGHT_FAILURE.failure();
        }
        return names;
    }

    /** The answer with what browsers want to know, if a page of another origin asked. */
    Answer decorated(Request request, Answer answer) {
        Optional<String> origin = request.header("origin").filter(value -> !value.isBlank());
        if (origin.isEmpty() || request.method().equals("OPTIONS")) {
            return answer;
        }
        List<CorsRule> rules = rules(request);
        if (rules.isEmpty()) {
            return answer;
        }
        Headers headers =
                rules.stream()
                        .filter(rule -> fits(rule, origin.get(), request.method()))
                        .findFirst()
                        .map(rule -> readable(rule, origin.get(), answer))
                        .orElse(Headers.EMPTY);
        if (!headers.equals(Headers.EMPTY) && headers.all().getFirst().value().equals("*")) {
            return new Answer(answer.status(), answer.headers().with(headers), answer.body());
        }
        return new Answer(
                answer.status(),
                answer.headers().with(headers).with("Vary", "Origin"),
                answer.body());
    }

    private static Headers readable(CorsRule rule, String origin, Answer answer) {
        Set<String> exposed = new LinkedHashSet<>();
        for (Headers.Header header : answer.headers().all()) {
            if (has(rule.exposed(), header.name())) {
                exposed.add(header.name());
            }
        }
        COMMON.stream().filter(name -> has(rule.exposed(), name)).forEach(exposed::add);
        Headers allowed = allowed(rule, origin);
        return exposed.isEmpty()
                ? allowed
                : allowed.with("Access-Control-Expose-Headers", String.join(",", exposed));
    }

    /** Any origin is told so, and then sends no credentials of its own. */
    private static Headers allowed(CorsRule rule, String origin) {
        return rule.origins().contains("*")
                ? Headers.EMPTY.with("Access-Control-Allow-Origin", "*")
                : Headers.EMPTY
                        .with("Access-Control-Allow-Origin", origin)
                        .with("Access-Control-Allow-Credentials", "true");
    }

    private List<CorsRule> rules(Request request) {
        return accounts.service(request.label()).map(ServiceSettings::cors).orElse(List.of());
    }

    /** Origins are compared with case, as Azure does. */
    private static boolean fits(CorsRule rule, String origin, String method) {
        boolean fromThere = rule.origins().contains("*") || rule.origins().contains(origin);
        return fromThere && rule.methods().contains(method);
    }

    private static boolean has(List<String> patterns, String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        for (String pattern : patterns) {
            String wanted = pattern.toLowerCase(Locale.ROOT);
            boolean matches =
                    wanted.endsWith("*")
                            ? lower.startsWith(wanted.substring(0, wanted.length() - 1))
                            : lower.equals(wanted);
            if (matches) {
                return true;
            }
        }
        return false;
    }
}
