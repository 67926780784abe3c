package fr.bleu.storage.api;

import fr.bleu.http.Request;

/** Which operation a request is, as far as its copy's headers say. */
enum CopyKind {
    NONE(""),
    COPY(" copy"),
    COPY_NOW(" copy now"),
    PUT_BLOB(" from url"),
    PUT_BLOCK(" from url"),
    APPEND(" from url"),
    PUT_PAGE(" from url"),
    ABORT(" abort");

    private final String operation;

    CopyKind(String operation) {
        this.operation = operation;
    }

    /** What it adds to an operation's name, by {@link Unsupported}. */
    String operation() {
        return operation;
    }

    static CopyKind of(Request request) {
        if (!request.method().equals("PUT") || request.query("restype").isPresent()) {
            return NONE;
        }
        String comp = request.query("comp").orElse("");
        if (comp.equals("copy")) {
            return ABORT;
        }
        if (request.header("x-ms-copy-source").isEmpty()) {
            return NONE;
        }
        return switch (comp) {
            case "" -> ofBlob(request);
            case "appendblock" -> APPEND;
            case "block" -> PUT_BLOCK;
            case "page" -> PUT_PAGE;
            default -> NONE;
        };
    }

    private static CopyKind ofBlob(Request request) {
        if (request.header("x-ms-blob-type").isPresent()) {
            return PUT_BLOB;
        }
        return TypedHeaders.flag(request, "x-ms-requires-sync", false) ? COPY_NOW : COPY;
    }
}
