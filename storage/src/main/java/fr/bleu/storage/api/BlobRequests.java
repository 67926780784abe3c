package fr.bleu.storage.api;

import fr.bleu.http.Request;
import fr.bleu.storage.BlobListing;
import fr.bleu.storage.Blobs;
import fr.bleu.storage.BlockId;
import fr.bleu.storage.Blocks;
import fr.bleu.storage.Body;
import fr.bleu.storage.ByteRange;
import fr.bleu.storage.Checksums;
import fr.bleu.storage.Conditions;
import fr.bleu.storage.ContainerListing;
import fr.bleu.storage.Stamp;
import fr.bleu.storage.StorageError;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Parses requests into {@link BlobRequest}s. */
final class BlobRequests {
    static final int MAX_RESULTS = 5_000;

    /** Twice a blob's longest name. */
    private static final int MAX_TEXT_CHARS = 2_048;

    private static final long MAX_RANGE_CHECKSUM_BYTES = 4L << 20;

    /** Data sets that lists may include; those that are always empty here are simply empty. */
    private static final Set<String> INCLUDES =
            Set.of(
                    "metadata",
                    "uncommittedblobs",
                    "snapshots",
                    "copy",
                    "deleted",
                    "tags",
                    "versions",
                    "deletedwithversions",
                    "immutabilitypolicy",
                    "legalhold");

    private static final Set<String> CONTAINER_INCLUDES = Set.of("metadata", "deleted", "system");

    private BlobRequests() {}

    static BlobRequest.ListContainers listContainers(Request request) {
        RequestHeaders.requireNoConditions(request);
        String marker = text(request, "marker", Markers.MAX_CHARS);
        Set<String> include = includes(request, CONTAINER_INCLUDES);
        return new BlobRequest.ListContainers(
                new ContainerListing.Wanted(
                        text(request, "prefix"),
                        Markers.position(marker),
                        limit(request).orElse(MAX_RESULTS),
                        include.contains("deleted")),
                marker,
                include.contains("metadata"));
    }

    static BlobRequest.ListBlobs listBlobs(Request request) {
        String marker = text(request, "marker", Markers.MAX_CHARS);
        Set<String> include = includes(request, INCLUDES);
        Optional<Integer> limit = limit(request);
        BlobListing.Wanted wanted =
                new BlobListing.Wanted(
                        text(request, "prefix"),
                        text(request, "delimiter"),
                        Markers.position(marker),
                        limit.orElse(MAX_RESULTS),
                        states(request, include));
        return new BlobRequest.ListBlobs(wanted, include, marker, limit);
    }

    static boolean includesTags(Request request) {
        return includes(request, INCLUDES).contains("tags");
    }

    private static BlobListing.States states(Request request, Set<String> include) {
        Optional<String> only = request.query("showonly").filter(value -> !value.isEmpty());
        if (only.isPresent() && !only.get().equalsIgnoreCase("deleted")) {
            throw StorageError.INVALID_QUERY_PARAMETER_VALUE.failure("Parameter: showonly.");
        }
        return new BlobListing.States(
                include.contains("uncommittedblobs"),
                include.contains("snapshots"),
                include.contains("versions"),
                include.contains("deleted") || only.isPresent(),
                include.contains("deletedwithversions"),
                only.isPresent());
    }

    private static String text(Request request, String name) {
        return text(request, name, MAX_TEXT_CHARS);
    }

    private static String text(Request request, String name, int maxChars) {
        String value = request.query(name).orElse("");
        if (value.indexOf('\0') >= 0 || value.length() > maxChars) {
            throw StorageError.INVALID_QUERY_PARAMETER_VALUE.failure("Parameter: " + name + ".");
        }
        return value;
    }

    static Optional<Integer> limit(Request request) {
        return limit(request, MAX_RESULTS);
    }

    static Optional<Integer> limit(Request request, int most) {
        Optional<String> text = request.query("maxresults").filter(value -> !value.isEmpty());
        if (text.isEmpty()) {
            return Optional.empty();
        }
        int value;
        try {
            value = Integer.parseInt(text.get());
        } catch (NumberFormatException e) {
            throw StorageError.INVALID_QUERY_PARAMETER_VALUE.failure("Parameter: maxresults.");
        }
        if (value < 1) {
            throw StorageError.OUT_OF_RANGE_QUERY_PARAMETER_VALUE.failure("Parameter: maxresults.");
        }
        return Optional.of(Math.min(value, most));
    }

    private static Set<String> includes(Request request, Set<String> known) {
        Set<String> found = new java.util.HashSet<>();
        for (String value : request.query().getOrDefault("include", List.of())) {
            for (String part : value.split(",")) {
                if (!part.isBlank()) {
                    found.add(part.strip().toLowerCase(java.util.Locale.ROOT));
                }
            }
        }
        if (!known.containsAll(found)) {
            throw StorageError.INVALID_QUERY_PARAMETER_VALUE.failure("Parameter: include.");
        }
        return found;
    }

    static BlobRequest.PutBlob putBlob(Request request, Stamp now) {
        TypedHeaders.refusePages(request);
        long length = RequestHeaders.length(request, Blobs.MAX_PUT_BYTES);
        return new BlobRequest.PutBlob(
                RequestHeaders.putHeaders(request),
                RequestHeaders.metadata(request),
                PutHeaders.options(request, now),
                new Body(request.body(), length, RequestHeaders.declared(request)),
                RequestHeaders.conditions(request));
    }

    static BlobRequest.GetBlob getBlob(Request request) {
        Optional<ByteRange> range = Ranges.ofDownload(request);
        boolean md5 = wanted(request, "x-ms-range-get-content-md5", range);
        boolean crc64 = wanted(request, "x-ms-range-get-content-crc64", range);
        if (md5 && crc64) {
            throw RequestHeaders.invalid("x-ms-range-get-content-crc64");
        }
        return new BlobRequest.GetBlob(range, md5, crc64, RequestHeaders.conditions(request));
    }

    /** A range's checksum: only with a range, of at most 4 MiB. */
    private static boolean wanted(Request request, String name, Optional<ByteRange> range) {
        Optional<String> value = request.header(name);
        if (value.isEmpty() || value.get().equalsIgnoreCase("false")) {
            return false;
        }
        if (!value.get().equalsIgnoreCase("true") || range.isEmpty()) {
            throw RequestHeaders.invalid(name);
        }
        if (range.get().length() > MAX_RANGE_CHECKSUM_BYTES) {
            throw StorageError.OUT_OF_RANGE_INPUT.failure("Header: " + name + ".");
        }
        return true;
    }

    static BlobRequest.PutBlock putBlock(Request request) {
        Conditions conditions = RequestHeaders.onlyLease(request);
        BlockId id = blockId(request);
        long length = RequestHeaders.length(request, Blocks.MAX_BYTES);
        if (length == 0) {
            throw RequestHeaders.invalid("Content-Length");
        }
        Checksums declared = RequestHeaders.declared(request);
        return new BlobRequest.PutBlock(id, new Body(request.body(), length, declared), conditions);
    }

    static BlockId blockId(Request request) {
        String text =
                request.query("blockid")
                        .orElseThrow(
                                () ->
                                        StorageError.MISSING_REQUIRED_QUERY_PARAMETER.failure(
                                                "Parameter: blockid."));
        try {
            return BlockId.parse(text);
        } catch (IllegalArgumentException e) {
            throw StorageError.INVALID_QUERY_PARAMETER_VALUE.failure("Parameter: blockid.");
        }
    }

    static BlobRequest.PutBlockList putBlockList(Request request, Stamp now) {
        return new BlobRequest.PutBlockList(
                BlockListXml.read(request),
                withDefaultType(request),
                RequestHeaders.metadata(request),
                PutHeaders.options(request, now),
                RequestHeaders.conditions(request));
    }

    /** The request's own Content-Type is the XML's, so that only the x-ms one counts. */
    private static fr.bleu.storage.ContentHeaders withDefaultType(Request request) {
        var own = RequestHeaders.blobHeaders(request);
        return own.type().isEmpty()
                ? new fr.bleu.storage.ContentHeaders(
                        fr.bleu.storage.ContentHeaders.DEFAULT_TYPE,
                        own.encoding(),
                        own.language(),
                        own.cacheControl(),
                        own.disposition(),
                        own.md5())
                : own;
    }

    static BlobRequest.GetBlockList getBlockList(Request request) {
        Conditions conditions = RequestHeaders.onlyLeaseAndTags(request);
        String kind = request.query("blocklisttype").orElse("committed");
        return switch (kind.toLowerCase(java.util.Locale.ROOT)) {
            case "committed" -> new BlobRequest.GetBlockList(true, false, conditions);
            case "uncommitted" -> new BlobRequest.GetBlockList(false, true, conditions);
            case "all" -> new BlobRequest.GetBlockList(true, true, conditions);
            default ->
                    throw StorageError.INVALID_QUERY_PARAMETER_VALUE.failure(
                            "Parameter: blocklisttype.");
        };
    }

    /** A container's deletion knows only the two dates. */
    static Conditions containerDates(Request request) {
        Conditions conditions = RequestHeaders.conditions(request);
        if (!conditions.ifMatch().isEmpty()
                || !conditions.ifNoneMatch().isEmpty()
                || conditions.ifTags().isPresent()) {
            throw StorageError.CONDITION_HEADERS_NOT_SUPPORTED.failure();
        }
        return conditions;
    }

    /** Set Container Metadata knows only If-Modified-Since. */
    static Conditions containerModifiedSince(Request request) {
        Conditions conditions = containerDates(request);
        if (conditions.ifUnmodifiedSince().isPresent()) {
            throw StorageError.CONDITION_HEADERS_NOT_SUPPORTED.failure();
        }
        return conditions;
    }
}
