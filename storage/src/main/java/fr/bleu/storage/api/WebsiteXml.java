package fr.bleu.storage.api;

import fr.bleu.http.Xml;
import fr.bleu.http.XmlWriter;
import fr.bleu.storage.StaticWebsite;
import fr.bleu.storage.StorageError;
import java.util.Set;

/** The element {@code StaticWebsite} of the Blob service's properties. */
final class WebsiteXml {
    private static final String ENABLED = "Enabled";
    private static final String INDEX = "IndexDocument";
    private static final String ERROR = "ErrorDocument404Path";
    private static final String DEFAULT_INDEX = "DefaultIndexDocumentPath";
    private static final Set<String> ELEMENTS = Set.of(ENABLED, INDEX, ERROR, DEFAULT_INDEX);

    private WebsiteXml() {}

    /**
     * Reads the element. What is switched off has no pages, whatever it names: closing a website is
     * never refused.
     */
    static StaticWebsite read(Xml.Element website) {
        ServicePropertiesXml.requireOnly(website, ELEMENTS);
        if (!ServicePropertiesXml.flag(website, ENABLED)
                .orElseThrow(StorageError.MISSING_REQUIRED_XML_NODE::failure)) {
            return StaticWebsite.OFF;
        }
        return checked(
                new StaticWebsite(
                        true,
                        text(website, INDEX, StaticWebsite.MAX_NAME_CHARS),
                        text(website, ERROR, StaticWebsite.MAX_PATH_CHARS),
                        text(website, DEFAULT_INDEX, StaticWebsite.MAX_PATH_CHARS)));
    }

    /** An index document is a name, not a path, and the only kind of index. */
    private static StaticWebsite checked(StaticWebsite website) {
        boolean both =
                !website.indexDocument().isEmpty() && !website.defaultIndexDocumentPath().isEmpty();
        if (both || website.indexDocument().indexOf('/') >= 0) {
            throw StorageError.INVALID_XML_DOCUMENT.failure(
                    both
                            ? INDEX + " and " + DEFAULT_INDEX + " exclude each other."
                            : INDEX + " is a name without slashes.");
        }
        return website;
    }

    private static String text(Xml.Element website, String name, int maxChars) {
        String text = website.childText(name).orElse("");
        boolean malformed = !text.isEmpty() && text.isBlank();
        if (malformed || text.length() > maxChars || text.chars().anyMatch(c -> c < 0x20)) {
            throw ServicePropertiesXml.invalid(name);
        }
        return text;
    }

    static void write(XmlWriter xml, StaticWebsite website) {
        xml.start("StaticWebsite").element(ENABLED, Boolean.toString(website.enabled()));
        element(xml, INDEX, website.indexDocument());
        element(xml, ERROR, website.errorDocument404Path());
        element(xml, DEFAULT_INDEX, website.defaultIndexDocumentPath());
        xml.end();
    }

    private static void element(XmlWriter xml, String name, String text) {
        if (!text.isEmpty()) {
            xml.element(name, text);
        }
    }
}
