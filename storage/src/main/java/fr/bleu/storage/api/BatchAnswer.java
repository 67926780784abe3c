package fr.bleu.storage.api;

import fr.bleu.http.Answer;
import fr.bleu.http.Headers;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Builds the multipart/mixed answer to a batch. */
final class BatchAnswer {
    private static final String END = "\r\n";

    private final String boundary = "batchresponse_" + UUID.randomUUID();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /**
     * Adds the answer to one part.
     *
     * @param contentId the part's; empty for none
     */
    void add(String contentId, Answer answer) {
        line("--" + boundary);
        line("Content-Type: application/http");
        if (!contentId.isEmpty()) {
            line("Content-ID: " + contentId);
        }
        line("");
        line("HTTP/1.1 " + answer.status() + " " + reason(answer));
        for (Headers.Header header : answer.headers().all()) {
            line(header.name() + ": " + header.value());
        }
        byte[] body = body(answer);
        line("Content-Length: " + body.length);
        line("");
        if (body.length > 0) {
            out.writeBytes(body);
            line("");
        }
    }

    /** A word is needed: clients look for one behind the status. */
    private static String reason(Answer answer) {
        String fallback = answer.status() == 202 ? "Accepted" : "OK";
        return answer.headers().all().stream()
                .filter(header -> header.name().equalsIgnoreCase("x-ms-error-code"))
                .map(Headers.Header::value)
                .findFirst()
                .orElse(fallback);
    }

    private static byte[] body(Answer answer) {
        return switch (answer.body()) {
            case Answer.Body.Empty _, Answer.Body.Head _ -> new byte[0];
            case Answer.Body.Bytes bytes -> bytes.bytes();
            case Answer.Body.Stream _ ->
                    throw new IllegalStateException("no request of a batch has a streamed answer");
        };
    }

    private void line(String text) {
        out.writeBytes((text + END).getBytes(StandardCharsets.UTF_8));
    }

    Answer done() {
        line("--" + boundary + "--");
        return Answer.of(202, "multipart/mixed; boundary=" + boundary, out.toByteArray());
    }
}
