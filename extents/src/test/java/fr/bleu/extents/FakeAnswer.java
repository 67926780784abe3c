package fr.bleu.extents;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** An answer of {@link FakeS3}. */
record FakeAnswer(int status, byte[] body, Map<String, String> headers) {

    FakeAnswer(int status, byte[] body) {
        this(status, body, Map.of());
    }

    static FakeAnswer ok(String xml) {
        return new FakeAnswer(200, xml.getBytes(StandardCharsets.UTF_8));
    }

    static FakeAnswer error(int status, String code) {
        String xml = "<Error><Code>" + code + "</Code><Message>no</Message></Error>";
        return new FakeAnswer(status, xml.getBytes(StandardCharsets.UTF_8));
    }

    FakeAnswer with(String name, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name, value);
        return new FakeAnswer(status, body, more);
    }

    void send(HttpExchange exchange) throws IOException {
        headers.forEach(exchange.getResponseHeaders()::set);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        if (head || body.length == 0) {
            if (head) {
                exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
            }
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
