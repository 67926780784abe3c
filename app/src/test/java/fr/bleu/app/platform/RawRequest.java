package fr.bleu.app.platform;

import fr.bleu.http.FakeRequest;
import fr.bleu.http.Site;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A request as its bytes, one for each character, so that it can be as wrong as it needs to be. */
final class RawRequest {
    final Site site;
    final String host;
    final String method;
    String path;
    String query;
    final List<String> headers = new ArrayList<>();
    String body;

    /** Header lines that say how long the body is; empty for what it is. */
    List<String> framing = List.of();

    /** Whether the connection may end without an answer in the service's words. */
    boolean unreadable;

    RawRequest(FakeRequest sample, String host, int port, byte[] body) {
        site = sample.site();
        this.host = host;
        method = sample.method();
        path = sample.rawPath();
        query = sample.rawQuery();
        this.body = new String(body, StandardCharsets.ISO_8859_1);
        headers.add("Host: " + host + ":" + port);
        sample.headers()
                .forEach((name, values) -> values.forEach(it -> headers.add(name + ": " + it)));
    }

    boolean hasBody() {
        return List.of("PUT", "POST", "PATCH").contains(method);
    }

    /** Replaces a header, or adds it. */
    void header(String name, String value) {
        headers.removeIf(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1));
        headers.add(name + ": " + value);
    }

    void parameter(String text) {
        query += (query.isEmpty() ? "" : "&") + text;
    }

    /** Each character stands for a byte. */
    String text() {
        List<String> lines = new ArrayList<>();
        lines.add(method + " " + path + (query.isEmpty() ? "" : "?" + query) + " HTTP/1.1");
        lines.addAll(headers);
        lines.add("Connection: close");
        if (framing.isEmpty()) {
            lines.add("Content-Length: " + body.length());
        }
        lines.addAll(framing);
        return String.join("\r\n", lines) + "\r\n\r\n" + body;
    }
}
