package fr.bleu.storage.api;

import fr.bleu.http.Request;
import fr.bleu.storage.StorageError;
import java.util.HashSet;
import java.util.Set;

/** The headers of copies, and which operation honours which. */
final class CopyHeaders {
    private static final Set<String> SOURCE =
            Set.of(
                    "x-ms-copy-source",
                    SourceRequest.CREDENTIAL,
                    "x-ms-source-if-match",
                    "x-ms-source-if-none-match",
                    "x-ms-source-if-modified-since",
                    "x-ms-source-if-unmodified-since");
    private static final Set<String> CHECKSUMS =
            Set.of("x-ms-source-content-md5", "x-ms-source-content-crc64");

    private CopyHeaders() {}

    /** Which operation a request is, as far as its copy's headers say. */
    enum Kind {
        NONE(),
        COPY(SOURCE, Set.of("x-ms-requires-sync")),
        COPY_NOW(SOURCE, CHECKSUMS, Set.of("x-ms-requires-sync")),
        PUT_BLOB(SOURCE, CHECKSUMS, Set.of("x-ms-copy-source-blob-properties")),
        PUT_BLOCK(SOURCE, CHECKSUMS, Set.of("x-ms-source-range")),
        APPEND(SOURCE, CHECKSUMS, Set.of("x-ms-source-range")),
        PUT_PAGE(SOURCE, CHECKSUMS, Set.of("x-ms-source-range")),
        ABORT(Set.of("x-ms-copy-action"));

        private final Set<String> honoured;

        @SafeVarargs
        Kind(Set<String>... sets) {
            honoured = new HashSet<>();
            for (Set<String> set : sets) {
                honoured.addAll(set);
            }
        }
    }

    static Kind kind(Request request) {
        if (!request.method().equals("PUT") || request.query("restype").isPresent()) {
            return Kind.NONE;
        }
        String comp = request.query("comp").orElse("");
        if (comp.equals("copy")) {
            return Kind.ABORT;
        }
        if (request.header("x-ms-copy-source").isEmpty()) {
            return Kind.NONE;
        }
        return switch (comp) {
            case "" -> ofBlob(request);
            case "appendblock" -> Kind.APPEND;
            case "block" -> Kind.PUT_BLOCK;
            case "page" -> Kind.PUT_PAGE;
            default -> Kind.NONE;
        };
    }

    private static Kind ofBlob(Request request) {
        if (request.header("x-ms-blob-type").isPresent()) {
            return Kind.PUT_BLOB;
        }
        return flag(request, "x-ms-requires-sync", false) ? Kind.COPY_NOW : Kind.COPY;
    }

    /** A header that is {@code true} or {@code false}. */
    static boolean flag(Request request, String name, boolean otherwise) {
        String value = request.header(name).orElse(Boolean.toString(otherwise));
        if (!value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
            throw RequestHeaders.invalid(name);
        }
        return value.equalsIgnoreCase("true");
    }

    /** Refuses a copy's header that the request's operation does not honour. */
    static void require(String name, Request request) {
        if (!kind(request).honoured.contains(name)) {
            throw StorageError.UNSUPPORTED_HEADER.failure("Header: " + name + ".");
        }
    }

    static boolean isOfCopies(String name) {
        return name.startsWith("x-ms-copy-")
                || name.startsWith("x-ms-source-")
                || name.equals("x-ms-requires-sync");
    }
}
