package fr.bleu.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What Find Blobs by Tags looks for: comparisons that all must hold, at least one of them of a tag.
 *
 * @param comparisons of tags
 * @param container the only container to look in, if {@code @container} names one
 * @see <a href="https://learn.microsoft.com/rest/api/storageservices/find-blobs-by-tags">Find Blobs
 *     by Tags</a>
 */
public record TagQuery(List<TagExpression.Comparison> comparisons, Optional<String> container) {
    private static final String CONTAINER = "@container";

    public TagQuery {
        comparisons = List.copyOf(comparisons);
    }

    /**
     * Reads a {@code where}.
     *
     * @throws IllegalArgumentException for what is no such expression
     */
    public static TagQuery parse(String where) {
        TagParser parser = new TagParser(where);
        List<TagExpression.Comparison> comparisons = new ArrayList<>();
        Optional<String> container = Optional.empty();
        do {
            TagExpression.Comparison one = parser.comparison();
            if (one.tag().equals(CONTAINER)) {
                require(container.isEmpty() && one.operator() == TagExpression.Operator.EQUAL);
                container = Optional.of(one.value());
            } else {
                require(one.operator() != TagExpression.Operator.NOT_EQUAL);
                comparisons.add(one);
            }
        } while (parser.keyword("AND"));
        parser.requireEnd();
        require(!comparisons.isEmpty());
        return new TagQuery(comparisons, container);
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException("not a query of tags");
        }
    }

    boolean holds(Map<String, String> tags) {
        return comparisons.stream().allMatch(one -> one.holds(tags));
    }

    /** Those of a blob's tags that it was found by. */
    Map<String, String> matched(Map<String, String> tags) {
        Map<String, String> matched = new TreeMap<>();
        comparisons.forEach(one -> matched.put(one.tag(), tags.get(one.tag())));
        return matched;
    }

    /** The comparison whose index is read: one of equality finds the fewest. */
    TagExpression.Comparison leading() {
        return comparisons.stream()
                .filter(one -> one.operator() == TagExpression.Operator.EQUAL)
                .findFirst()
                .orElse(comparisons.getFirst());
    }
}
