package fr.bleu.resources.api;

import fr.bleu.http.Failure;
import fr.bleu.http.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code $filter} of OData, as far as ARM's clients use it: comparisons and functions joined by
 * {@code and}. What it cannot express is refused, never ignored.
 */
record Filter(List<Term> terms) {

    private static final int MAX_CHARS = 2_048;
    private static final String QUOTED = "'(?:[^']|'')*+'";
    private static final Pattern TERM =
            Pattern.compile(
                    "\\s*+(?:(?<function>\\w+)\\((?<arguments>(?:"
                            + QUOTED
                            + "|[^()'])*+)\\)|(?<field>[\\w/]+)\\s+(?<operator>\\w+)\\s+(?<value>"
                            + QUOTED
                            + "|[^\\s']+))(?<end>\\s*+$|\\s+and\\s)",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern ARGUMENT = Pattern.compile("\\s*(" + QUOTED + "|\\w+)\\s*(,|$)");

    /** One term; all must hold. */
    sealed interface Term {

        /** {@code field operator 'value'}. */
        record Comparison(String field, String operator, String value) implements Term {}

        /** {@code function('argument', …)}; names in lower case. */
        record Function(String name, List<String> arguments) implements Term {}
    }

    Filter {
        terms = List.copyOf(terms);
    }

    /**
     * The request's filter; none is one without terms.
     *
     * @throws Failure 400 {@code InvalidFilterInQueryString}
     */
    static Filter of(Request request) {
        Optional<String> text = request.query("$filter").filter(it -> !it.isBlank());
        return text.map(Filter::parse).orElseGet(() -> new Filter(List.of()));
    }

    private static Filter parse(String text) {
        if (text.length() > MAX_CHARS) {
            throw invalid("it has more than " + MAX_CHARS + " characters");
        }
        List<Term> terms = new ArrayList<>();
        Matcher matcher = TERM.matcher(text);
        int at = 0;
        while (at < text.length()) {
            matcher.region(at, text.length());
            if (!matcher.lookingAt()) {
                throw invalid("it cannot be read at position " + at);
            }
            terms.add(term(matcher));
            at = matcher.end();
            if (at == text.length() && matcher.group("end").strip().equalsIgnoreCase("and")) {
                throw invalid("a term is missing after 'and'");
            }
        }
        return new Filter(terms);
    }

    private static Term term(Matcher matcher) {
        String function = matcher.group("function");
        if (function != null) {
            return new Term.Function(
                    function.toLowerCase(Locale.ROOT), arguments(matcher.group("arguments")));
        }
        return new Term.Comparison(
                matcher.group("field").toLowerCase(Locale.ROOT),
                matcher.group("operator").toLowerCase(Locale.ROOT),
                unquoted(matcher.group("value")));
    }

    private static List<String> arguments(String text) {
        List<String> arguments = new ArrayList<>();
        Matcher matcher = ARGUMENT.matcher(text);
        int at = 0;
        while (at < text.length()) {
            matcher.region(at, text.length());
            if (!matcher.lookingAt()) {
                throw invalid("a function's arguments cannot be read");
            }
            arguments.add(unquoted(matcher.group(1)));
            at = matcher.end();
        }
        return arguments;
    }

    private static String unquoted(String value) {
        return value.startsWith("'")
                ? value.substring(1, value.length() - 1).replace("''", "'")
                : value;
    }

    /**
     * What all terms together test.
     *
     * @param meaning the test of one term; empty when the list does not know it
     */
    <T> Predicate<T> test(Function<Term, Optional<Predicate<T>>> meaning) {
        Predicate<T> all = it -> true;
        for (Term term : terms) {
            all = all.and(meaning.apply(term).orElseThrow(() -> unknown(term)));
        }
        return all;
    }

    /** A list's answer to a term it does not know. */
    static Failure unknown(Term term) {
        return switch (term) {
            case Term.Comparison it ->
                    invalid("it cannot compare '" + it.field() + "' with '" + it.operator() + "'");
            case Term.Function it -> invalid("it does not know the function '" + it.name() + "'");
        };
    }

    private static Failure invalid(String why) {
        return new Failure(
                400,
                "InvalidFilterInQueryString",
                "Invalid $filter in the query string of the request: " + why + ".");
    }
}
