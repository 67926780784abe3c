package fr.bleu.storage.api;

import fr.bleu.http.Request;
import fr.bleu.storage.Checksums;
import fr.bleu.storage.Conditions;
import fr.bleu.storage.ContentHeaders;
import fr.bleu.storage.HttpDates;
import fr.bleu.storage.Metadata;
import fr.bleu.storage.StorageError;
import fr.bleu.storage.TagExpression;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the headers that several operations share. */
final class RequestHeaders {
    private static final String METADATA = "x-ms-meta-";
    private static final byte[] NONE = new byte[0];
    private static final int MAX_ETAGS = 32;
    private static final int MD5_BYTES = 16;
    private static final int CRC64_BYTES = 8;
    private static final Pattern GUID =
            Pattern.compile(
                    "[{(]?(\\p{XDigit}{8})-?(\\p{XDigit}{4})-?(\\p{XDigit}{4})-?(\\p{XDigit}{4})"
                            + "-?(\\p{XDigit}{12})[)}]?");

    private RequestHeaders() {}

    static Metadata metadata(Request request) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Map.Entry<String, List<String>> header : request.headers().entrySet()) {
            if (header.getKey().startsWith(METADATA)) {
                if (header.getValue().size() > 1) {
                    throw StorageError.INVALID_METADATA.failure("A name is repeated.");
                }
                values.put(
                        header.getKey().substring(METADATA.length()), header.getValue().getFirst());
            }
        }
        return Metadata.of(values);
    }

    static Conditions conditions(Request request) {
        return new Conditions(
                tags(request, "if-match"),
                ifNoneMatch(request),
                date(request, "if-modified-since"),
                date(request, "if-unmodified-since"),
                guid(request, "x-ms-lease-id"),
                ifTags(request),
                EncryptionHeaders.of(request));
    }

    /** The four of HTTP alone; a wildcard in If-None-Match does not count. */
    static Conditions ofBrowser(Request request) {
        return new Conditions(
                tags(request, "if-match"),
                tags(request, "if-none-match").stream().filter(tag -> !tag.equals("*")).toList(),
                date(request, "if-modified-since"),
                date(request, "if-unmodified-since"));
    }

    private static List<String> ifNoneMatch(Request request) {
        List<String> tags = tags(request, "if-none-match");
        boolean read = request.method().equals("GET") || request.method().equals("HEAD");
        boolean ignored = read && !ServiceVersion.reaches(request, ServiceVersion.STRICT_READS);
        return ignored ? tags.stream().filter(tag -> !tag.equals("*")).toList() : tags;
    }

    private static Optional<TagExpression> ifTags(Request request) {
        try {
            return request.header("x-ms-if-tags").map(TagExpression::parse);
        } catch (IllegalArgumentException e) {
            throw invalid("x-ms-if-tags");
        }
    }

    /** What must hold of a copy's source. */
    static Conditions sourceConditions(Request request) {
        return new Conditions(
                tags(request, "x-ms-source-if-match"),
                tags(request, "x-ms-source-if-none-match"),
                date(request, "x-ms-source-if-modified-since"),
                date(request, "x-ms-source-if-unmodified-since"));
    }

    /** Refuses conditional headers where Azure has none, and a lease id with them. */
    static void requireNoConditions(Request request) {
        requireNoLease(onlyLease(request));
    }

    static void requireNoLease(Conditions conditions) {
        if (conditions.lease().isPresent()) {
            throw StorageError.UNSUPPORTED_HEADER.failure("Header: x-ms-lease-id.");
        }
    }

    /** The same where the one condition may be a lease. */
    static Conditions onlyLease(Request request) {
        Conditions conditions = conditions(request);
        if (!conditions.isEmpty()) {
            throw StorageError.CONDITION_HEADERS_NOT_SUPPORTED.failure();
        }
        return conditions;
    }

    /** The same where tags may be a condition, too. */
    static Conditions onlyLeaseAndTags(Request request) {
        Conditions conditions = conditions(request);
        boolean others =
                !conditions.ifMatch().isEmpty()
                        || !conditions.ifNoneMatch().isEmpty()
                        || conditions.ifModifiedSince().isPresent()
                        || conditions.ifUnmodifiedSince().isPresent();
        if (others) {
            throw StorageError.CONDITION_HEADERS_NOT_SUPPORTED.failure();
        }
        return conditions;
    }

    /** A header that holds a GUID in any of .NET's usual forms. */
    static Optional<UUID> guid(Request request, String name) {
        Optional<String> value = request.header(name).filter(text -> !text.isBlank());
        if (value.isEmpty()) {
            return Optional.empty();
        }
        Matcher matcher = GUID.matcher(value.get().strip());
        if (!matcher.matches()) {
            throw invalid(name);
        }
        return Optional.of(
                UUID.fromString(
                        String.join(
                                "-",
                                matcher.group(1),
                                matcher.group(2),
                                matcher.group(3),
                                matcher.group(4),
                                matcher.group(5))));
    }

    /** ETags may come with or without quotes; they are compared with them. */
    private static List<String> tags(Request request, String name) {
        Optional<String> value = request.header(name);
        if (value.isEmpty() || value.get().isBlank()) {
            return List.of();
        }
        List<String> tags = new ArrayList<>();
        for (String part : value.get().split(",", MAX_ETAGS + 1)) {
            String tag = part.strip();
            boolean bare = !tag.equals("*") && !tag.startsWith("\"");
            tags.add(bare ? "\"" + tag + "\"" : tag);
        }
        if (tags.size() > MAX_ETAGS) {
            throw invalid(name);
        }
        return tags;
    }

    private static Optional<Instant> date(Request request, String name) {
        Optional<String> value = request.header(name).filter(text -> !text.isBlank());
        if (value.isEmpty()) {
            return Optional.empty();
        }
        Optional<Instant> date = HttpDates.parse(value.get());
        if (date.isEmpty()) {
            throw invalid(name);
        }
        return date;
    }

    /** {@code x-ms-blob-content-*} and {@code x-ms-blob-cache-control}, with nothing as default. */
    static ContentHeaders blobHeaders(Request request) {
        return new ContentHeaders(
                text(request, "x-ms-blob-content-type"),
                text(request, "x-ms-blob-content-encoding"),
                text(request, "x-ms-blob-content-language"),
                text(request, "x-ms-blob-cache-control"),
                text(request, "x-ms-blob-content-disposition"),
                base64(request, "x-ms-blob-content-md5", MD5_BYTES, StorageError.INVALID_MD5));
    }

    /** Put Blob also takes the standard headers where the x-ms ones are absent. */
    static ContentHeaders putHeaders(Request request) {
        ContentHeaders own = blobHeaders(request);
        return new ContentHeaders(
                or(own.type(), or(text(request, "content-type"), ContentHeaders.DEFAULT_TYPE)),
                or(own.encoding(), text(request, "content-encoding")),
                or(own.language(), text(request, "content-language")),
                or(own.cacheControl(), text(request, "cache-control")),
                own.disposition(),
                own.md5());
    }

    private static String or(String value, String other) {
        return value.isEmpty() ? other : value;
    }

    private static String text(Request request, String name) {
        return request.header(name).orElse("");
    }

    /** What the client says of the body. */
    static Checksums declared(Request request) {
        return checksums(request, "content-md5", "x-ms-content-crc64");
    }

    /** What it says of a copy's source. */
    static Checksums sourceChecksums(Request request) {
        return checksums(request, "x-ms-source-content-md5", "x-ms-source-content-crc64");
    }

    private static Checksums checksums(Request request, String md5, String crc64) {
        Checksums declared =
                new Checksums(
                        base64(request, md5, MD5_BYTES, StorageError.INVALID_MD5),
                        base64(request, crc64, CRC64_BYTES, StorageError.INVALID_CRC64));
        if (declared.hasMd5() && declared.hasCrc64()) {
            throw StorageError.INVALID_HEADER_VALUE.failure(
                    md5 + " and " + crc64 + " exclude each other.");
        }
        return declared;
    }

    private static byte[] base64(Request request, String name, int bytes, StorageError error) {
        Optional<String> value = request.header(name).filter(text -> !text.isEmpty());
        if (value.isEmpty()) {
            return NONE;
        }
        try {
            byte[] decoded = Base64.getDecoder().decode(value.get());
            if (decoded.length == bytes) {
                return decoded;
            }
        } catch (IllegalArgumentException e) {
            throw error.failure();
        }
        throw error.failure();
    }

    /** The body's length, which must be told. */
    static long length(Request request, long limit) {
        long length =
                request.contentLength()
                        .orElseThrow(StorageError.MISSING_CONTENT_LENGTH_HEADER::failure);
        if (length > limit) {
            throw StorageError.REQUEST_BODY_TOO_LARGE.failure();
        }
        return length;
    }

    static fr.bleu.http.Failure invalid(String header) {
        return StorageError.INVALID_HEADER_VALUE.failure("Header: " + header + ".");
    }
}
