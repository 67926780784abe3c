package fr.bleu.storage.api;

import fr.bleu.storage.CorsRule;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Azure's limits of CORS rules: five rules of at most 2 KiB together, with 64 origins, 64 headers
 * and 2 header prefixes each, and 256 characters for each of them.
 *
 * @see <a
 *     href="https://learn.microsoft.com/rest/api/storageservices/cross-origin-resource-sharing--cors--support-for-the-azure-storage-services">CORS
 *     support for Azure Storage</a>
 */
final class CorsLimits {
    static final int MAX_RULES = 5;
    private static final int MAX_CHARS = 2 * 1024;
    static final int MAX_ITEMS = 64;
    private static final int MAX_PREFIXES = 2;
    private static final int MAX_ITEM_CHARS = 256;
    private static final Set<String> METHODS =
            Set.of("DELETE", "GET", "HEAD", "MERGE", "POST", "OPTIONS", "PUT", "PATCH");

    private CorsLimits() {}

    /** What is wrong with rules, by its name in XML; empty if nothing is. */
    static Optional<String> wrong(List<CorsRule> rules) {
        int chars = rules.stream().mapToInt(CorsLimits::chars).sum();
        if (rules.size() > MAX_RULES || chars > MAX_CHARS) {
            return Optional.of("Cors");
        }
        return rules.stream().flatMap(rule -> wrong(rule).stream()).findFirst();
    }

    private static Optional<String> wrong(CorsRule rule) {
        if (rule.origins().isEmpty() || !isList(rule.origins())) {
            return Optional.of("AllowedOrigins");
        }
        if (rule.methods().isEmpty() || !METHODS.containsAll(rule.methods())) {
            return Optional.of("AllowedMethods");
        }
        if (!isHeaders(rule.headers())) {
            return Optional.of("AllowedHeaders");
        }
        if (!isHeaders(rule.exposed())) {
            return Optional.of("ExposedHeaders");
        }
        return rule.maxAgeSeconds() < 0 ? Optional.of("MaxAgeInSeconds") : Optional.empty();
    }

    private static boolean isHeaders(List<String> headers) {
        long prefixes = headers.stream().filter(it -> it.length() > 1 && it.endsWith("*")).count();
        boolean misplaced =
                headers.stream()
                        .anyMatch(
                                it -> it.substring(0, Math.max(0, it.length() - 1)).contains("*"));
        return prefixes <= MAX_PREFIXES && !misplaced && isList(headers);
    }

    /** Items that a response header can carry, and a record, which keeps them with commas. */
    private static boolean isList(List<String> items) {
        return items.size() <= MAX_ITEMS && items.stream().allMatch(CorsLimits::isItem);
    }

    private static boolean isItem(String item) {
        return !item.isEmpty()
                && item.length() <= MAX_ITEM_CHARS
                && item.chars().allMatch(c -> c > 0x20 && c < 0x7f && c != ',');
    }

    private static int chars(CorsRule rule) {
        return chars(rule.origins())
                + chars(rule.methods())
                + chars(rule.headers())
                + chars(rule.exposed())
                + Integer.toString(rule.maxAgeSeconds()).length();
    }

    private static int chars(List<String> items) {
        return String.join(",", items).length();
    }
}
