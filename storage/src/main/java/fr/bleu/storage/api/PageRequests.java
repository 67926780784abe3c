package fr.bleu.storage.api;

import fr.bleu.http.Request;
import fr.bleu.storage.Body;
import fr.bleu.storage.ByteRange;
import fr.bleu.storage.Moment;
import fr.bleu.storage.PageBlobs;
import fr.bleu.storage.PageRanges;
import fr.bleu.storage.SequenceConditions;
import fr.bleu.storage.SequenceUpdate;
import fr.bleu.storage.Stamp;
import fr.bleu.storage.StorageError;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Parses requests into {@link PageRequest}s. */
final class PageRequests {
    private static final int MAX_PAGE_OF_RANGES = 10_000;

    private static final List<String> CONTENT_HEADERS =
            List.of(
                    "x-ms-blob-cache-control",
                    "x-ms-blob-content-type",
                    "x-ms-blob-content-md5",
                    "x-ms-blob-content-encoding",
                    "x-ms-blob-content-language",
                    "x-ms-blob-content-disposition");

    private PageRequests() {}

    static PageRequest create(Request request, Stamp now) {
        TypedHeaders.requireEmpty(request);
        OptionalLong length = length(request);
        if (length.isEmpty()) {
            throw TypedHeaders.missing("x-ms-blob-content-length");
        }
        return new PageRequest.Create(
                RequestHeaders.putHeaders(request),
                RequestHeaders.metadata(request),
                PutHeaders.options(request, now),
                length.getAsLong(),
                TypedHeaders.number(request, "x-ms-blob-sequence-number").orElse(0),
                RequestHeaders.conditions(request));
    }

    private static OptionalLong length(Request request) {
        OptionalLong length = TypedHeaders.number(request, "x-ms-blob-content-length");
        if (length.isPresent() && length.getAsLong() % PageBlobs.PAGE_BYTES != 0) {
            throw RequestHeaders.invalid("x-ms-blob-content-length");
        }
        if (length.orElse(0) > PageBlobs.MAX_BYTES) {
            throw StorageError.OUT_OF_RANGE_INPUT.failure("Header: x-ms-blob-content-length.");
        }
        return length;
    }

    static PageRequest putPage(Request request) {
        String kind = TypedHeaders.required(request, "x-ms-page-write");
        return switch (kind.toLowerCase(Locale.ROOT)) {
            case "update" -> update(request);
            case "clear" -> clear(request);
            default -> throw RequestHeaders.invalid("x-ms-page-write");
        };
    }

    private static PageRequest update(Request request) {
        long length = RequestHeaders.length(request, PageBlobs.MAX_PUT_BYTES);
        return write(request, new Body(request.body(), length, RequestHeaders.declared(request)));
    }

    /** A range with what is to be there. */
    static PageRequest write(Request request, Body body) {
        ByteRange range = pages(request);
        if (range.length() > PageBlobs.MAX_PUT_BYTES) {
            throw StorageError.REQUEST_BODY_TOO_LARGE.failure();
        }
        if (body.length() != range.length()) {
            throw StorageError.INVALID_PAGE_RANGE.failure();
        }
        return new PageRequest.Write(
                range, body, sequence(request), RequestHeaders.conditions(request));
    }

    /** Put Page From URL, which only updates. */
    static PageRequest fromUrl(Request request, Body body) {
        if (!TypedHeaders.required(request, "x-ms-page-write").equalsIgnoreCase("update")) {
            throw RequestHeaders.invalid("x-ms-page-write");
        }
        return write(request, body);
    }

    private static PageRequest clear(Request request) {
        if (request.contentLength().orElse(0L) != 0) {
            throw RequestHeaders.invalid("Content-Length");
        }
        return new PageRequest.Clear(
                pages(request), sequence(request), RequestHeaders.conditions(request));
    }

    /** A range of whole pages, both of whose ends are told. */
    private static ByteRange pages(Request request) {
        ByteRange range = Ranges.of(request).orElseThrow(() -> TypedHeaders.missing("x-ms-range"));
        boolean whole =
                range.offset() % PageBlobs.PAGE_BYTES == 0
                        && range.length() % PageBlobs.PAGE_BYTES == 0;
        if (!whole || range.end() > PageBlobs.MAX_BYTES) {
            throw StorageError.INVALID_PAGE_RANGE.failure();
        }
        return range;
    }

    private static SequenceConditions sequence(Request request) {
        return new SequenceConditions(
                TypedHeaders.number(request, "x-ms-if-sequence-number-le"),
                TypedHeaders.number(request, "x-ms-if-sequence-number-lt"),
                TypedHeaders.number(request, "x-ms-if-sequence-number-eq"));
    }

    /**
     * Set Blob Properties with what only page blobs have. Then the other properties are replaced
     * only if one of them is told.
     */
    static PageRequest setProperties(Request request) {
        boolean headers =
                CONTENT_HEADERS.stream().anyMatch(name -> request.header(name).isPresent());
        PageBlobs.Properties properties =
                new PageBlobs.Properties(
                        headers
                                ? Optional.of(RequestHeaders.blobHeaders(request))
                                : Optional.empty(),
                        length(request),
                        sequenceUpdate(request));
        return new PageRequest.SetProperties(properties, RequestHeaders.conditions(request));
    }

    private static SequenceUpdate sequenceUpdate(Request request) {
        OptionalLong number = TypedHeaders.number(request, "x-ms-blob-sequence-number");
        Optional<String> action = request.header("x-ms-sequence-number-action");
        if (action.isEmpty()) {
            if (number.isPresent()) {
                throw TypedHeaders.missing("x-ms-sequence-number-action");
            }
            return new SequenceUpdate.None();
        }
        return switch (action.get().toLowerCase(Locale.ROOT)) {
            case "max" -> new SequenceUpdate.Max(given(number));
            case "update" -> new SequenceUpdate.Update(given(number));
            case "increment" -> {
                if (number.isPresent()) {
                    throw RequestHeaders.invalid("x-ms-blob-sequence-number");
                }
                yield new SequenceUpdate.Increment();
            }
            default -> throw RequestHeaders.invalid("x-ms-sequence-number-action");
        };
    }

    private static long given(OptionalLong number) {
        return number.orElseThrow(() -> TypedHeaders.missing("x-ms-blob-sequence-number"));
    }

    static PageRequest getRanges(Request request) {
        Moment moment = Moments.of(request);
        if (moment instanceof Moment.Version) {
            throw StorageError.UNSUPPORTED_QUERY_PARAMETER.failure("Parameter: versionid.");
        }
        boolean paged = ServiceVersion.reaches(request, ServiceVersion.PAGED_RANGES);
        PageRanges.Wanted wanted =
                new PageRanges.Wanted(
                        moment,
                        Moments.time(request, "prevsnapshot"),
                        Ranges.of(request),
                        paged ? from(request) : 0,
                        paged ? limit(request) : PageRanges.MAX_RANGES);
        return new PageRequest.GetRanges(wanted, paged, RequestHeaders.conditions(request));
    }

    private static long from(Request request) {
        String text = Markers.name(request.query("marker").orElse(""));
        if (text.isEmpty()) {
            return 0;
        }
        try {
            long from = Long.parseLong(text);
            if (from >= 0) {
                return from;
            }
        } catch (NumberFormatException e) {
            throw invalidParameter("marker");
        }
        throw invalidParameter("marker");
    }

    private static int limit(Request request) {
        return BlobRequests.limit(request, MAX_PAGE_OF_RANGES).orElse(MAX_PAGE_OF_RANGES);
    }

    private static fr.bleu.http.Failure invalidParameter(String name) {
        return StorageError.INVALID_QUERY_PARAMETER_VALUE.failure("Parameter: " + name + ".");
    }
}
