package fr.bleu.storage.api;

import fr.bleu.http.Request;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What only some operations honour; for the others it stays {@link Unsupported}. An operation is
 * told by its {@code comp} parameter, Put Blob and what has none by the empty text.
 */
final class Honoured {
    private static final List<String> APPENDING = List.of("x-ms-blob-condition-");

    private static final Map<String, List<String>> HEADERS =
            Map.of(
                    "", List.of("x-ms-blob-content-length", "x-ms-blob-sequence-number"),
                    "appendblock", APPENDING,
                    "seal", APPENDING,
                    "page", List.of("x-ms-page-write", "x-ms-if-sequence-number-"),
                    "properties",
                            List.of(
                                    "x-ms-blob-content-length",
                                    "x-ms-blob-sequence-number",
                                    "x-ms-sequence-number-action"));

    private static final Map<String, Set<String>> PARAMETERS =
            Map.of("pagelist", Set.of("snapshot", "prevsnapshot"));

    private Honoured() {}

    static boolean header(Request request, String name) {
        return request.method().equals("PUT")
                && HEADERS.getOrDefault(operation(request), List.of()).stream()
                        .anyMatch(name::startsWith);
    }

    static boolean parameter(Request request, String name) {
        return PARAMETERS.getOrDefault(operation(request), Set.of()).contains(name);
    }

    /** Of a container nothing here is an operation. */
    private static String operation(Request request) {
        return request.query("restype").isPresent() ? "restype" : request.query("comp").orElse("");
    }
}
