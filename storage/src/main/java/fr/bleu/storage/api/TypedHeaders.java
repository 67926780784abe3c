package fr.bleu.storage.api;

import fr.bleu.http.Failure;
import fr.bleu.http.Request;
import fr.bleu.storage.Blob;
import fr.bleu.storage.BlobType;
import fr.bleu.storage.StorageError;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Headers by the type of what they hold, and those that belong to some types of blobs. */
final class TypedHeaders {
    private static final int MAX_DIGITS = 19;
    private static final List<String> OF_PAGES =
            List.of(
                    "x-ms-blob-content-length",
                    "x-ms-blob-sequence-number",
                    "x-ms-sequence-number-action");

    private TypedHeaders() {}

    /** The type that a Put Blob names. */
    static BlobType type(Request request) {
        String text = required(request, "x-ms-blob-type");
        for (BlobType type : BlobType.values()) {
            if (type.wire().equals(text)) {
                return type;
            }
        }
        throw RequestHeaders.invalid("x-ms-blob-type");
    }

    static String required(Request request, String name) {
        return request.header(name).orElseThrow(() -> missing(name));
    }

    static Failure missing(String name) {
        return StorageError.MISSING_REQUIRED_HEADER.failure("Header: " + name + ".");
    }

    /** A header that is {@code true} or {@code false}. */
    static boolean flag(Request request, String name, boolean otherwise) {
        String value = request.header(name).orElse(Boolean.toString(otherwise));
        if (!value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
            throw RequestHeaders.invalid(name);
        }
        return value.equalsIgnoreCase("true");
    }

    /** A number from 0 to 2^63 - 1. */
    static OptionalLong number(Request request, String name) {
        Optional<String> text = request.header(name);
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        String digits = text.get();
        if (digits.isEmpty()
                || digits.length() > MAX_DIGITS
                || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw RequestHeaders.invalid(name);
        }
        try {
            return OptionalLong.of(Long.parseLong(digits));
        } catch (NumberFormatException e) {
            throw RequestHeaders.invalid(name);
        }
    }

    /** Append and page blobs begin without bytes, and have no access tier. */
    static void requireEmpty(Request request) {
        if (RequestHeaders.length(request, Long.MAX_VALUE) != 0) {
            throw RequestHeaders.invalid("Content-Length");
        }
        if (request.header("x-ms-access-tier").isPresent()) {
            throw RequestHeaders.invalid("x-ms-access-tier");
        }
    }

    /** Whether it has a header that only page blobs have. */
    static boolean hasPages(Request request) {
        return OF_PAGES.stream().anyMatch(name -> request.header(name).isPresent());
    }

    static void refusePages(Request request) {
        for (String name : OF_PAGES) {
            if (request.header(name).isPresent()) {
                throw StorageError.UNSUPPORTED_HEADER.failure("Header: " + name + ".");
            }
        }
    }

    /** What answers tell of a blob's type. */
    static void add(BlobHeaders headers, Blob blob) {
        headers.add("x-ms-blob-type", blob.type().wire());
        sequenceNumber(headers, blob);
        blob.committedBlocks()
                .ifPresent(
                        blocks ->
                                headers.add(
                                        "x-ms-blob-committed-block-count",
                                        Integer.toString(blocks)));
        if (blob.isSealed()) {
            headers.add("x-ms-blob-sealed", "true");
        }
    }

    static BlobHeaders sequenceNumber(BlobHeaders headers, Blob blob) {
        blob.sequenceNumber()
                .ifPresent(
                        number -> headers.add("x-ms-blob-sequence-number", Long.toString(number)));
        return headers;
    }
}
