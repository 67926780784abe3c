package fr.bleu.storage;

import java.util.List;

/**
 * Which foreign pages' requests browsers may let through.
 *
 * @param origins allowed origins, or {@code *}
 * @param methods allowed methods
 * @param headers allowed request headers; one that ends with {@code *} is a prefix
 * @param exposed response headers that the page may read
 * @param maxAgeSeconds how long a browser may remember a preflight's answer
 */
public record CorsRule(
        List<String> origins,
        List<String> methods,
        List<String> headers,
        List<String> exposed,
        int maxAgeSeconds) {
    public CorsRule {
        origins = List.copyOf(origins);
        methods = List.copyOf(methods);
        headers = List.copyOf(headers);
        exposed = List.copyOf(exposed);
    }

    void encode(Encoder out) {
        out.text(String.join(",", origins))
                .text(String.join(",", methods))
                .text(String.join(",", headers))
                .text(String.join(",", exposed))
                .int32(maxAgeSeconds);
    }

    static CorsRule decode(Decoder in) {
        return new CorsRule(
                list(in.text()), list(in.text()), list(in.text()), list(in.text()), in.int32());
    }

    private static List<String> list(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(","));
    }
}
