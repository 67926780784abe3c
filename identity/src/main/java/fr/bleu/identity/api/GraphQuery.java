package fr.bleu.identity.api;

import fr.bleu.http.Failure;
import fr.bleu.http.Request;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/**
 * A list's query.
 *
 * @param top the most objects of a page, 1 to 999
 * @param after where the page continues
 * @param select the properties that are asked for; empty for all
 */
record GraphQuery(ODataFilter filter, int top, Optional<UUID> after, List<String> select) {
    private static final int DEFAULT_TOP = 100;
    private static final int MAX_TOP = 999;
    private static final Set<String> KNOWN = Set.of("$filter", "$top", "$skiptoken", "$select");

    /**
     * Reads.
     *
     * @throws Failure 400 {@code Request_UnsupportedQuery} for an option that is not served
     */
    static GraphQuery read(Request request) {
        for (var option : request.query().entrySet()) {
            boolean odata = option.getKey().startsWith("$");
            if (odata && (!KNOWN.contains(option.getKey()) || option.getValue().size() != 1)) {
                throw ODataFilter.unsupported();
            }
        }
        return new GraphQuery(
                ODataFilter.parse(request.query("$filter")),
                request.query("$top").map(GraphQuery::top).orElse(DEFAULT_TOP),
                request.query("$skiptoken")
                        .map(token -> TenantPath.id(token).orElseThrow(ODataFilter::unsupported)),
                select(request));
    }

    /** Keeps what {@code $select} names, for one object; context and type stay. */
    static ObjectNode selected(ObjectNode node, List<String> select) {
        if (!select.isEmpty()) {
            for (String name : List.copyOf(node.propertyNames())) {
                boolean kept =
                        name.startsWith("@odata") || select.contains(name.toLowerCase(Locale.ROOT));
                if (!kept) {
                    node.remove(name);
                }
            }
        }
        return node;
    }

    static List<String> select(Request request) {
        return request.query("$select").stream()
                .flatMap(names -> Arrays.stream(names.split(",")))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static int top(String text) {
        if (!text.matches("[0-9]{1,3}") || Integer.parseInt(text) == 0) {
            throw ODataFilter.unsupported();
        }
        return Math.min(MAX_TOP, Integer.parseInt(text));
    }

    /** The address of the page that continues after this object. */
    String next(Request request, UUID last) {
        StringBuilder link = new StringBuilder(request.baseUrl()).append(request.rawPath());
        link.append("?$top=").append(top);
        for (String option : List.of("$filter", "$select")) {
            request.query(option)
                    .ifPresent(
                            text ->
                                    link.append('&')
                                            .append(option)
                                            .append('=')
                                            .append(escape(text)));
        }
        return link.append("&$skiptoken=").append(last).toString();
    }

    private static String escape(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
