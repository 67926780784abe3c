package fr.bleu.storage;

import java.util.Locale;

/** Reads comparisons of tags, such as {@code "Project" = 'Contoso'}, one after the other. */
final class TagParser {
    /** The longest expression, in characters. */
    static final int MAX_CHARS = 8_192;

    /** Comparisons of one expression: two for each tag that a blob can have. */
    static final int MAX_COMPARISONS = 2 * Tags.MAX;

    private final String text;
    private int at;
    private int comparisons;

    /**
     * @throws IllegalArgumentException when it is too long
     */
    TagParser(String text) {
        require(text.length() <= MAX_CHARS);
        this.text = text;
    }

    /**
     * The next comparison; its name may be {@code @container}.
     *
     * @throws IllegalArgumentException when there is none
     */
    TagExpression.Comparison comparison() {
        require(++comparisons <= MAX_COMPARISONS);
        String name = name();
        TagExpression.Operator operator = operator();
        skipSpace();
        return new TagExpression.Comparison(name, operator, quoted('\''));
    }

    private String name() {
        skipSpace();
        if (at < text.length() && text.charAt(at) == '"') {
            String name = quoted('"');
            require(!name.isEmpty() && name.length() <= Tags.MAX_NAME_CHARS);
            return name;
        }
        int start = at;
        while (at < text.length() && isBare(text.charAt(at))) {
            at++;
        }
        require(at > start && at - start <= Tags.MAX_NAME_CHARS);
        return text.substring(start, at);
    }

    private TagExpression.Operator operator() {
        skipSpace();
        int start = at;
        while (at < text.length() && "<>=".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return TagExpression.Operator.of(text.substring(start, at))
                .orElseThrow(IllegalArgumentException::new);
    }

    /** Text in quotes, which no tag can hold itself. */
    private String quoted(char quote) {
        require(at < text.length() && text.charAt(at) == quote);
        int end = text.indexOf(quote, at + 1);
        require(end > 0);
        String value = text.substring(at + 1, end);
        require(value.length() <= Tags.MAX_VALUE_CHARS && Tags.isTagText(value));
        at = end + 1;
        return value;
    }

    /** Whether a keyword comes next; if so it is passed. */
    boolean keyword(String word) {
        skipSpace();
        int end = at + word.length();
        boolean there =
                end < text.length()
                        && text.substring(at, end).toUpperCase(Locale.ROOT).equals(word)
                        && !isBare(text.charAt(end));
        if (there) {
            at = end;
        }
        return there;
    }

    /**
     * @throws IllegalArgumentException when something follows
     */
    void requireEnd() {
        skipSpace();
        require(at == text.length());
    }

    private void skipSpace() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    private static boolean isBare(char c) {
        return c == '_' || c == '@' || Character.isLetterOrDigit(c);
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException("not an expression of tags");
        }
    }
}
