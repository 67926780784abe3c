package fr.bleu.resources.api;

import fr.bleu.resources.Group;
import fr.bleu.resources.Resource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What lists of groups and resources can be filtered by.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/resources/resources/list">Resources - List</a>
 */
final class ResourceFilter {

    private ResourceFilter() {}

    /** {@code tagName eq 'a'}, {@code tagValue eq 'b'}, {@code name eq 'c'}. */
    static Optional<Predicate<Group>> ofGroup(Filter.Term term) {
        return isEquals(term, "name")
                ? Optional.of(it -> it.id().name().equalsIgnoreCase(value(term)))
                : tag(term).map(test -> it -> test.test(it.tags()));
    }

    /** {@code resourceType}, {@code name}, {@code location}, {@code resourceGroup}, tags. */
    static Optional<Predicate<Resource>> ofResource(Filter.Term term) {
        return switch (term) {
            case Filter.Term.Function function -> substring(function);
            case Filter.Term.Comparison comparison -> comparison(comparison);
        };
    }

    private static Optional<Predicate<Resource>> comparison(Filter.Term.Comparison term) {
        String value = term.value();
        Predicate<Resource> equal =
                switch (term.field()) {
                    case "resourcetype" -> it -> it.id().fullType().equalsIgnoreCase(value);
                    case "name" -> it -> it.id().name().equalsIgnoreCase(value);
                    case "location" -> it -> it.location().equalsIgnoreCase(value.replace(" ", ""));
                    case "resourcegroup" -> it -> it.id().group().equalsIgnoreCase(value);
                    default -> null;
                };
        if (equal == null) {
            return tag(term).map(test -> it -> test.test(it.tags()));
        }
        return switch (term.operator()) {
            case "eq" -> Optional.of(equal);
            case "ne" -> Optional.of(equal.negate());
            default -> Optional.empty();
        };
    }

    private static Optional<Predicate<Resource>> substring(Filter.Term.Function term) {
        List<String> arguments = term.arguments();
        if (!term.name().equals("substringof") || arguments.size() != 2) {
            return Optional.empty();
        }
        String part = arguments.getFirst().toLowerCase(Locale.ROOT);
        return switch (arguments.getLast().toLowerCase(Locale.ROOT)) {
            case "name" -> Optional.of(it -> lower(it.id().name()).contains(part));
            case "resourcegroup" -> Optional.of(it -> lower(it.id().group()).contains(part));
            default -> Optional.empty();
        };
    }

    private static Optional<Predicate<Map<String, String>>> tag(Filter.Term term) {
        if (isEquals(term, "tagname")) {
            return Optional.of(
                    tags -> tags.keySet().stream().anyMatch(value(term)::equalsIgnoreCase));
        }
        return isEquals(term, "tagvalue")
                ? Optional.of(tags -> tags.containsValue(value(term)))
                : Optional.empty();
    }

    private static boolean isEquals(Filter.Term term, String field) {
        return term instanceof Filter.Term.Comparison it
                && it.field().equals(field)
                && it.operator().equals("eq");
    }

    private static String value(Filter.Term term) {
        return term instanceof Filter.Term.Comparison it ? it.value() : "";
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
