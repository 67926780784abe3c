package fr.bleu.storage.api;

import fr.bleu.http.Request;
import fr.bleu.storage.ByteRange;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code Range} and {@code x-ms-range}, of which the latter wins: {@code bytes=first-} or {@code
 * bytes=first-last}. Suffixes and several ranges are refused, as the Blob service has neither.
 *
 * @see <a
 *     href="https://learn.microsoft.com/rest/api/storageservices/specifying-the-range-header-for-blob-service-operations">Specifying
 *     the range header</a>
 */
final class Ranges {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,18})-(\\d{1,18})?");

    private Ranges() {}

    static Optional<ByteRange> of(Request request) {
        return of(request.header("x-ms-range").or(() -> request.header("range")), "Range");
    }

    /**
     * For a download that may be the rest of an earlier one: where {@code If-Range} stands beside
     * {@code Range}, the whole is always a right answer, whatever that names.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-13.1.5">RFC 9110, 13.1.5</a>
     */
    static Optional<ByteRange> ofDownload(Request request) {
        return request.header("if-range").isPresent() ? of(request, "x-ms-range") : of(request);
    }

    /** Of another header. */
    static Optional<ByteRange> of(Request request, String header) {
        return of(request.header(header), header);
    }

    private static Optional<ByteRange> of(Optional<String> text, String header) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Matcher matcher = RANGE.matcher(text.get().strip());
        if (!matcher.matches()) {
            throw RequestHeaders.invalid(header);
        }
        long first = Long.parseLong(matcher.group(1));
        if (matcher.group(2) == null) {
            return Optional.of(new ByteRange(first, Long.MAX_VALUE - first));
        }
        long last = Long.parseLong(matcher.group(2));
        if (last < first) {
            throw RequestHeaders.invalid(header);
        }
        return Optional.of(new ByteRange(first, last - first + 1));
    }
}
