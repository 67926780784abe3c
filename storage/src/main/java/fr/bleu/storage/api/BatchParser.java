package fr.bleu.storage.api;

import fr.bleu.http.Failure;
import fr.bleu.http.Query;
import fr.bleu.storage.StorageError;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the body of a Blob Batch: multipart/mixed, each part an HTTP request without a body. Lines
 * end with CR LF. Whatever else is there refuses the whole batch, before any part of it is done.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/storageservices/blob-batch">Blob Batch</a>
 */
final class BatchParser {
    /** The most requests of a batch. */
    static final int MAX_PARTS = 256;

    private static final int MAX_HEADERS = 64;
    private static final int MAX_LINE_CHARS = 16 << 10;
    private static final int MAX_ID_CHARS = 256;

    /** RFC 2046, section 5.1.1, without its blank. */
    private static final Pattern CONTENT_TYPE =
            Pattern.compile(
                    "(?i)multipart/mixed\\s*;\\s*boundary=(?:\"([^\"]+)\"|([^\";\\s]+))\\s*");

    private static final Pattern BOUNDARY = Pattern.compile("[A-Za-z0-9'()+_,./:=?-]{1,70}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,256}");
    private static final Pattern REQUEST_LINE =
            Pattern.compile("([A-Z]{1,16}) (/[\\x21-\\x7e]*) HTTP/1\\.1");

    private final String delimiter;
    private final List<String> lines;
    private int at;

    private BatchParser(String boundary, List<String> lines) {
        this.delimiter = "--" + boundary;
        this.lines = lines;
    }

    /**
     * The parts, at least one.
     *
     * @param contentType the batch's, with the boundary
     * @throws Failure 400 InvalidInput
     */
    static List<BatchPart> parse(String contentType, byte[] body) {
        return new BatchParser(boundary(contentType), lines(body)).parts();
    }

    private static String boundary(String contentType) {
        Matcher matcher = CONTENT_TYPE.matcher(contentType.strip());
        if (!matcher.matches()) {
            throw malformed("The content type is not multipart/mixed with a boundary.");
        }
        String boundary = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        if (!BOUNDARY.matcher(boundary).matches()) {
            throw malformed("The boundary is malformed.");
        }
        return boundary;
    }

    private static List<String> lines(byte[] body) {
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException e) {
            throw malformed("The batch is not UTF-8.");
        }
        List<String> lines = Arrays.asList(text.split("\r\n", -1));
        for (String line : lines) {
            boolean plain = line.chars().allMatch(c -> c == '\t' || (c >= 0x20 && c != 0x7f));
            if (!plain || line.length() > MAX_LINE_CHARS) {
                throw malformed("A line is too long or has a control character.");
            }
        }
        return lines;
    }

    private List<BatchPart> parts() {
        if (!next().stripTrailing().equals(delimiter)) {
            throw malformed("The batch does not begin with its boundary.");
        }
        List<BatchPart> parts = new ArrayList<>();
        boolean more = true;
        while (more) {
            if (parts.size() == MAX_PARTS) {
                throw malformed("A batch has at most 256 requests.");
            }
            parts.add(part());
            more = !next().stripTrailing().equals(delimiter + "--");
        }
        requireNothingLeft();
        return parts;
    }

    /** Reads to the delimiter that ends the part, and not past it. */
    private BatchPart part() {
        Map<String, List<String>> about = headers();
        require(about, "content-type", "application/http");
        require(about, "content-transfer-encoding", "binary");
        String id = only(about, "content-id");
        Matcher line = REQUEST_LINE.matcher(next().stripTrailing());
        if (id.length() > MAX_ID_CHARS || !line.matches()) {
            throw malformed("A part has no well-formed request line or id.");
        }
        Map<String, List<String>> headers = headers();
        requireNoBody(headers);
        String target = line.group(2);
        int mark = target.indexOf('?');
        String rawQuery = mark < 0 ? "" : target.substring(mark + 1);
        return new BatchPart(
                id,
                line.group(1),
                mark < 0 ? target : target.substring(0, mark),
                rawQuery,
                query(rawQuery),
                headers);
    }

    private static Query query(String raw) {
        try {
            return Query.parse(raw);
        } catch (IllegalArgumentException e) {
            throw malformed("A part's query is malformed.");
        }
    }

    /** Reads to the blank line, or to the delimiter that takes its place. */
    private Map<String, List<String>> headers() {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (int count = 0; !isDelimiter(); count++) {
            String line = next();
            if (line.isBlank()) {
                return headers;
            }
            int colon = line.indexOf(':');
            String name = colon < 0 ? "" : line.substring(0, colon);
            if (count == MAX_HEADERS || !NAME.matcher(name).matches()) {
                throw malformed("A part's headers are too many or malformed.");
            }
            headers.computeIfAbsent(name.toLowerCase(Locale.ROOT), _ -> new ArrayList<>(1))
                    .add(line.substring(colon + 1).strip());
        }
        return headers;
    }

    private void requireNoBody(Map<String, List<String>> headers) {
        String length = only(headers, "content-length");
        boolean told =
                headers.containsKey("transfer-encoding")
                        || !(length.isEmpty() || length.equals("0"));
        while (!told && !isDelimiter() && lines.get(at).isBlank()) {
            at++;
        }
        if (told || !isDelimiter()) {
            throw malformed("A request of a batch has no body.");
        }
    }

    private void requireNothingLeft() {
        while (at < lines.size()) {
            if (!next().isBlank()) {
                throw malformed("Something follows the batch.");
            }
        }
    }

    private boolean isDelimiter() {
        if (at >= lines.size()) {
            throw malformed("The batch ends early.");
        }
        String line = lines.get(at).stripTrailing();
        return line.equals(delimiter) || line.equals(delimiter + "--");
    }

    private String next() {
        if (at >= lines.size()) {
            throw malformed("The batch ends early.");
        }
        return lines.get(at++);
    }

    private static void require(Map<String, List<String>> headers, String name, String value) {
        if (!only(headers, name).equalsIgnoreCase(value)) {
            throw malformed("The header " + name + " of a part is not " + value + ".");
        }
    }

    /** The value of a header, empty if there is none. */
    private static String only(Map<String, List<String>> headers, String name) {
        List<String> values = headers.getOrDefault(name, List.of(""));
        if (values.size() > 1) {
            throw malformed("A header is repeated: " + name + ".");
        }
        return values.getFirst();
    }

    static Failure malformed(String detail) {
        return StorageError.INVALID_INPUT.failure(detail);
    }
}
