package fr.bleu.identity.api;

import fr.bleu.http.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of OData's filters (OData 4.01, 5.1.1) that Graph's clients use for the directory:
 * {@code p eq 'x'}, {@code startswith(p,'x')} and {@code p/any(v:v eq 'x')}, joined by {@code and}.
 * Text is compared without case, as Graph does. Everything else is refused, never ignored.
 *
 * @param terms all of which must hold; none for no filter
 */
record ODataFilter(List<Term> terms) {
    private static final int MAX_CHARS = 2_000;
    private static final String TEXT = "'([^']*+(?:''[^']*+)*+)'";
    private static final Pattern TERM =
            Pattern.compile(
                    "\\G\\s*+(?:(?<eq>\\w+)\\s++eq\\s++"
                            + TEXT
                            + "|startswith\\(\\s*+(?<start>\\w+)\\s*+,\\s*+"
                            + TEXT
                            + "\\s*+\\)|(?<any>\\w+)/any\\(\\s*+(?<v>\\w+)\\s*+:\\s*+\\k<v>\\s++eq\\s++"
                            + TEXT
                            + "\\s*+\\))\\s*+(?<and>and\\s++|$)",
                    Pattern.CASE_INSENSITIVE);

    /** One condition; the property is in lower case. */
    sealed interface Term {
        String property();

        String text();

        record Equal(String property, String text) implements Term {}

        record StartsWith(String property, String text) implements Term {}

        /** One of a collection's values is the text. */
        record Any(String property, String text) implements Term {}
    }

    /**
     * Parses.
     *
     * @throws Failure 400 {@code Request_UnsupportedQuery}
     */
    static ODataFilter parse(Optional<String> filter) {
        if (filter.isEmpty()) {
            return new ODataFilter(List.of());
        }
        String text = filter.get();
        if (text.length() > MAX_CHARS) {
            throw unsupported();
        }
        List<Term> terms = new ArrayList<>();
        Matcher matcher = TERM.matcher(text);
        int end = 0;
        boolean more = true;
        while (more && matcher.find()) {
            terms.add(term(matcher));
            end = matcher.end();
            more = !matcher.group("and").isEmpty();
        }
        if (more || end != text.length()) {
            throw unsupported();
        }
        return new ODataFilter(List.copyOf(terms));
    }

    private static Term term(Matcher matcher) {
        if (matcher.group("eq") != null) {
            return new Term.Equal(lower(matcher.group("eq")), text(matcher.group(2)));
        }
        if (matcher.group("start") != null) {
            return new Term.StartsWith(lower(matcher.group("start")), text(matcher.group(4)));
        }
        return new Term.Any(lower(matcher.group("any")), text(matcher.group(7)));
    }

    /**
     * Whether an object passes.
     *
     * @param properties its texts that may be asked for, by name in lower case
     * @param collections its collections, likewise
     * @throws Failure 400 for a property that cannot be asked for
     */
    boolean passes(Map<String, String> properties, Map<String, List<String>> collections) {
        boolean passes = true;
        for (Term term : terms) {
            passes &=
                    switch (term) {
                        case Term.Equal(String property, String text) ->
                                known(properties, property).equalsIgnoreCase(text);
                        case Term.StartsWith(String property, String text) ->
                                lower(known(properties, property)).startsWith(lower(text));
                        case Term.Any(String property, String text) ->
                                known(collections, property).stream()
                                        .anyMatch(text::equalsIgnoreCase);
                    };
        }
        return passes;
    }

    /** The text that a property must equal, if the filter says so. */
    Optional<String> equal(String property) {
        return terms.stream()
                .filter(term -> term instanceof Term.Equal && term.property().equals(property))
                .map(Term::text)
                .findFirst();
    }

    /** The text that a collection must hold, if the filter says so. */
    Optional<String> any(String property) {
        return terms.stream()
                .filter(term -> term instanceof Term.Any && term.property().equals(property))
                .map(Term::text)
                .findFirst();
    }

    private static <T> T known(Map<String, T> all, String property) {
        T value = all.get(property);
        if (value == null) {
            throw unsupported();
        }
        return value;
    }

    private static String text(String quoted) {
        return quoted.replace("''", "'");
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    static Failure unsupported() {
        return new Failure(
                400, "Request_UnsupportedQuery", "The request's query is unsupported or invalid.");
    }
}
