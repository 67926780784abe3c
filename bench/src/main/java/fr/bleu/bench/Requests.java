package fr.bleu.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Writes requests to one account's container, signed with its key. For one thread.
 *
 * @see <a
 *     href="https://learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key">Authorize
 *     with Shared Key</a>
 */
final class Requests {

    private static final String VERSION = "2021-12-02";

    private final Endpoint endpoint;
    private final String container;
    private final Mac mac;

    /** Signed dates are good for 15 minutes: a fresh instance is made for every round. */
    private final String date =
            DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));

    Requests(Endpoint endpoint) {
        this(endpoint, "bench");
    }

    private Requests(Endpoint endpoint, String container) {
        this.endpoint = endpoint;
        this.container = container;
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(endpoint.key(), "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    /** Requests to another container. */
    Requests in(String other) {
        return new Requests(endpoint, other);
    }

    byte[] createContainer() {
        return head("PUT", "", Map.of("restype", "container"), Map.of(), 0);
    }

    /** Put Blob; the body follows. */
    byte[] put(String blob, long length) {
        return head("PUT", "/" + blob, Map.of(), Map.of("x-ms-blob-type", "BlockBlob"), length);
    }

    /** Put Blob with its body. */
    byte[] put(String blob, byte[] body) {
        byte[] head = put(blob, body.length);
        return ByteBuffer.allocate(head.length + body.length).put(head).put(body).array();
    }

    byte[] get(String blob) {
        return head("GET", "/" + blob, Map.of(), Map.of(), 0);
    }

    byte[] delete(String blob) {
        return head("DELETE", "/" + blob, Map.of(), Map.of(), 0);
    }

    /** Get Blob, a range of it. */
    byte[] get(String blob, long from, long length) {
        String range = "bytes=" + from + "-" + (from + length - 1);
        return head("GET", "/" + blob, Map.of(), Map.of("x-ms-range", range), 0);
    }

    /**
     * List Blobs, a page of as many as the service gives.
     *
     * @param prefix of characters that a query need not escape; empty for none, as the delimiter
     */
    byte[] list(String prefix, String delimiter) {
        TreeMap<String, String> query = new TreeMap<>();
        query.put("restype", "container");
        query.put("comp", "list");
        if (!prefix.isEmpty()) {
            query.put("prefix", prefix);
        }
        if (!delimiter.isEmpty()) {
            query.put("delimiter", delimiter);
        }
        return head("GET", "", query, Map.of(), 0);
    }

    /** Put Block; the body follows. */
    byte[] putBlock(String blob, int number, long length) {
        Map<String, String> query = Map.of("comp", "block", "blockid", blockId(number));
        return head("PUT", "/" + blob, query, Map.of(), length);
    }

    /** Put Block List of the blocks 0 to {@code count} - 1, with its body. */
    byte[] putBlockList(String blob, int count) {
        StringBuilder list = new StringBuilder("<BlockList>");
        for (int i = 0; i < count; i++) {
            list.append("<Latest>").append(blockId(i)).append("</Latest>");
        }
        byte[] body = list.append("</BlockList>").toString().getBytes(StandardCharsets.US_ASCII);
        byte[] head = head("PUT", "/" + blob, Map.of("comp", "blocklist"), Map.of(), body.length);
        return ByteBuffer.allocate(head.length + body.length).put(head).put(body).array();
    }

    /** Six digits in Base64: no character of it needs escaping in a query. */
    private static String blockId(int number) {
        byte[] digits = "%06d".formatted(number).getBytes(StandardCharsets.US_ASCII);
        return Base64.getEncoder().encodeToString(digits);
    }

    private byte[] head(
            String method,
            String blob,
            Map<String, String> query,
            Map<String, String> extra,
            long length) {
        String path = "/" + endpoint.account() + "/" + container + blob;
        TreeMap<String, String> headers = new TreeMap<>(extra);
        headers.put("x-ms-date", date);
        headers.put("x-ms-version", VERSION);
        TreeMap<String, String> parameters = new TreeMap<>(query);
        StringBuilder text = new StringBuilder(512).append(method).append(' ').append(path);
        char separator = '?';
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            text.append(separator).append(parameter.getKey()).append('=');
            text.append(parameter.getValue());
            separator = '&';
        }
        text.append(" HTTP/1.1\r\nHost: ").append(Endpoint.HOST).append(':');
        text.append(endpoint.port()).append("\r\n");
        headers.forEach((name, value) -> text.append(name + ": " + value + "\r\n"));
        text.append("Content-Length: ").append(length).append("\r\n");
        text.append("Authorization: SharedKey ").append(endpoint.account()).append(':');
        text.append(signature(method, path, headers, parameters, length));
        return text.append("\r\n\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    private String signature(
            String method,
            String path,
            TreeMap<String, String> headers,
            TreeMap<String, String> parameters,
            long length) {
        StringBuilder text = new StringBuilder(512).append(method).append("\n\n\n");
        text.append(length == 0 ? "" : length).append("\n\n\n\n\n\n\n\n\n");
        headers.forEach((name, value) -> text.append(name).append(':').append(value).append('\n'));
        text.append('/').append(endpoint.account()).append(path);
        parameters.forEach(
                (name, value) -> text.append('\n').append(name).append(':').append(value));
        byte[] signed = mac.doFinal(text.toString().getBytes(StandardCharsets.UTF_8));
        return Base64.getEncoder().encodeToString(signed);
    }
}
