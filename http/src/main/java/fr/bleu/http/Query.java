package fr.bleu.http;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A query string's parameters. Names are decoded too (the Azure SDK for JS sends {@code
 * api%2Dversion}). A plus is a space, as Azure's services read it and Python's clients write it; it
 * stays a plus in paths.
 *
 * @param parameters values in the order sent, by name in lower case
 */
public record Query(Map<String, List<String>> parameters) {
    /** No parameters. */
    public static final Query EMPTY = new Query(Map.of());

    /** More parameters than any operation has. */
    private static final int MAX_PARAMETERS = 256;

    public Query {
        parameters = Collections.unmodifiableMap(parameters);
    }

    /**
     * @param raw without the question mark
     * @throws IllegalArgumentException for a broken escape or too many parameters
     */
    public static Query parse(String raw) {
        if (raw.isEmpty()) {
            return EMPTY;
        }
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        int count = 0;
        for (String pair : raw.split("&", MAX_PARAMETERS + 1)) {
            if (pair.isEmpty()) {
                continue;
            }
            if (++count > MAX_PARAMETERS) {
                throw new IllegalArgumentException("too many query parameters");
            }
            int equals = pair.indexOf('=');
            String name = Percent.decodeForm(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : Percent.decodeForm(pair.substring(equals + 1));
            parameters
                    .computeIfAbsent(name.toLowerCase(Locale.ROOT), n -> new ArrayList<>(1))
                    .add(value);
        }
        return new Query(parameters);
    }

    /** The first value of a parameter, its name in any case. */
    public Optional<String> first(String name) {
        List<String> values = parameters.get(name.toLowerCase(Locale.ROOT));
        return values == null ? Optional.empty() : Optional.of(values.getFirst());
    }
}
