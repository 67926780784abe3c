package fr.bleu.storage.api;

import fr.bleu.http.Xml;
import fr.bleu.http.XmlWriter;
import fr.bleu.storage.CorsRule;
import java.util.ArrayList;
import java.util.List;

/** The XML of CORS rules, within {@link CorsLimits}. */
final class CorsXml {
    private CorsXml() {}

    static List<CorsRule> read(Xml.Element cors) {
        List<CorsRule> rules = new ArrayList<>();
        for (Xml.Element element : cors.children()) {
            if (!element.name().equals("CorsRule")) {
                throw ServicePropertiesXml.invalid("Cors");
            }
            rules.add(rule(element));
        }
        CorsLimits.wrong(rules)
                .ifPresent(
                        name -> {
                            throw ServicePropertiesXml.invalid(name);
                        });
        return rules;
    }

    private static CorsRule rule(Xml.Element rule) {
        return new CorsRule(
                list(rule, "AllowedOrigins"),
                list(rule, "AllowedMethods"),
                list(rule, "AllowedHeaders"),
                list(rule, "ExposedHeaders"),
                maxAge(rule));
    }

    private static List<String> list(Xml.Element rule, String name) {
        List<String> items = new ArrayList<>();
        for (String part : rule.childText(name).orElse("").split(",", -1)) {
            String item = part.strip();
            if (!item.isEmpty()) {
                items.add(item);
            }
        }
        return items;
    }

    private static int maxAge(Xml.Element rule) {
        try {
            return Integer.parseInt(rule.childText("MaxAgeInSeconds").orElse("").strip());
        } catch (NumberFormatException e) {
            throw ServicePropertiesXml.invalid("MaxAgeInSeconds");
        }
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
