package fr.bleu.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A condition on index tags: any of some alternatives, each of which is several comparisons that
 * all must hold. Values are compared as text, character by character.
 *
 * @param alternatives at least one, each with at least one comparison
 * @see <a
 *     href="https://learn.microsoft.com/azure/storage/blobs/storage-manage-find-blobs#conditional-blob-operations-with-blob-index-tags">Conditional
 *     blob operations with blob index tags</a>
 */
public record TagExpression(List<List<Comparison>> alternatives) {

    public TagExpression {
        alternatives = List.copyOf(alternatives);
    }

    /** How a tag's value is compared. */
    enum Operator {
        EQUAL("="),
        NOT_EQUAL("<>"),
        GREATER(">"),
        GREATER_OR_EQUAL(">="),
        LESS("<"),
        LESS_OR_EQUAL("<=");

        private final String text;

        Operator(String text) {
            this.text = text;
        }

        static Optional<Operator> of(String text) {
            for (Operator operator : values()) {
                if (operator.text.equals(text)) {
                    return Optional.of(operator);
                }
            }
            return Optional.empty();
        }

        boolean holds(String value, String wanted) {
            int order = value.compareTo(wanted);
            return switch (this) {
                case EQUAL -> order == 0;
                case NOT_EQUAL -> order != 0;
                case GREATER -> order > 0;
                case GREATER_OR_EQUAL -> order >= 0;
                case LESS -> order < 0;
                case LESS_OR_EQUAL -> order <= 0;
            };
        }
    }

    /** One comparison; a tag that is not there differs from every value and is else like none. */
    record Comparison(String tag, Operator operator, String value) {
        boolean holds(Map<String, String> tags) {
            String found = tags.get(tag);
            return found == null ? operator == Operator.NOT_EQUAL : operator.holds(found, value);
        }
    }

    /**
     * Reads the expression of {@code x-ms-if-tags}.
     *
     * @throws IllegalArgumentException for what is no such expression
     */
    public static TagExpression parse(String text) {
        TagParser parser = new TagParser(text);
        List<List<Comparison>> alternatives = new ArrayList<>();
        do {
            List<Comparison> all = new ArrayList<>();
            do {
                all.add(parser.comparison());
            } while (parser.keyword("AND"));
            alternatives.add(List.copyOf(all));
        } while (parser.keyword("OR"));
        parser.requireEnd();
        return new TagExpression(alternatives);
    }

    boolean holds(Map<String, String> tags) {
        return alternatives.stream().anyMatch(all -> all.stream().allMatch(one -> one.holds(tags)));
    }
}
