package fr.bleu.storage.api;

import fr.bleu.http.Xml;
import fr.bleu.http.XmlWriter;
import fr.bleu.storage.CorsRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The XML of CORS rules, within Azure's limits: five rules of at most 2 KiB together, with 64
 * origins, 64 headers and 2 header prefixes each, and 256 characters for each of them.
 *
 * @see <a
 *     href="https://learn.microsoft.com/rest/api/storageservices/cross-origin-resource-sharing--cors--support-for-the-azure-storage-services">CORS
 *     support for Azure Storage</a>
 */
final class CorsXml {
    private static final int MAX_RULES = 5;
    private static final int MAX_CHARS = 2 * 1024;
    private static final int MAX_ITEMS = 64;
    private static final int MAX_PREFIXES = 2;
    private static final int MAX_ITEM_CHARS = 256;
    private static final Set<String> METHODS =
            Set.of("DELETE", "GET", "HEAD", "MERGE", "POST", "OPTIONS", "PUT", "PATCH");

    private CorsXml() {}

    static List<CorsRule> read(Xml.Element cors) {
        if (cors.children().size() > MAX_RULES) {
            throw ServicePropertiesXml.invalid("Cors");
        }
        List<CorsRule> rules = new ArrayList<>();
        int chars = 0;
        for (Xml.Element element : cors.children()) {
            if (!element.name().equals("CorsRule")) {
                throw ServicePropertiesXml.invalid("Cors");
            }
            rules.add(rule(element));
            chars += element.children().stream().mapToInt(child -> child.text().length()).sum();
        }
        if (chars > MAX_CHARS) {
            throw ServicePropertiesXml.invalid("Cors");
        }
        return rules;
    }

    private static CorsRule rule(Xml.Element rule) {
        List<String> origins = list(rule, "AllowedOrigins");
        List<String> methods = list(rule, "AllowedMethods");
        if (origins.isEmpty()) {
            throw ServicePropertiesXml.invalid("AllowedOrigins");
        }
        if (methods.isEmpty() || !METHODS.containsAll(methods)) {
            throw ServicePropertiesXml.invalid("AllowedMethods");
        }
        return new CorsRule(
                origins,
                methods,
                headers(rule, "AllowedHeaders"),
                headers(rule, "ExposedHeaders"),
                maxAge(rule));
    }

    private static List<String> headers(Xml.Element rule, String name) {
        List<String> headers = list(rule, name);
        long prefixes = headers.stream().filter(it -> it.length() > 1 && it.endsWith("*")).count();
        boolean misplaced =
                headers.stream().anyMatch(it -> it.substring(0, it.length() - 1).contains("*"));
        if (prefixes > MAX_PREFIXES || misplaced) {
            throw ServicePropertiesXml.invalid(name);
        }
        return headers;
    }

    private static List<String> list(Xml.Element rule, String name) {
        List<String> items = new ArrayList<>();
        for (String part : rule.childText(name).orElse("").split(",", -1)) {
            String item = part.strip();
            if (!item.isEmpty()) {
                items.add(item);
            }
        }
        boolean valid =
                items.size() <= MAX_ITEMS
                        && items.stream().allMatch(it -> it.length() <= MAX_ITEM_CHARS)
                        && items.stream().allMatch(CorsXml::isVisible);
        if (!valid) {
            throw ServicePropertiesXml.invalid(name);
        }
        return items;
    }

    /** What a response header can carry. */
    private static boolean isVisible(String item) {
        return item.chars().allMatch(c -> c > 0x20 && c < 0x7f);
    }

    private static int maxAge(Xml.Element rule) {
        try {
            int seconds = Integer.parseInt(rule.childText("MaxAgeInSeconds").orElse("").strip());
            if (seconds >= 0) {
                return seconds;
            }
        } catch (NumberFormatException e) {
            throw ServicePropertiesXml.invalid("MaxAgeInSeconds");
        }
        throw ServicePropertiesXml.invalid("MaxAgeInSeconds");
    }

    static void write(XmlWriter xml, List<CorsRule> rules) {
        xml.start("Cors");
        for (CorsRule rule : rules) {
            xml.start("CorsRule")
                    .element("AllowedOrigins", String.join(",", rule.origins()))
                    .element("AllowedMethods", String.join(",", rule.methods()))
                    .element("AllowedHeaders", String.join(",", rule.headers()))
                    .element("ExposedHeaders", String.join(",", rule.exposed()))
                    .element("MaxAgeInSeconds", Integer.toString(rule.maxAgeSeconds()))
                    .end();
        }
        xml.end();
    }
}
