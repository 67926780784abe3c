package fr.bleu.storage.api;

import fr.bleu.http.Request;
import fr.bleu.http.Xml;
import fr.bleu.http.XmlWriter;
import fr.bleu.storage.StorageError;
import fr.bleu.storage.TagSearch;
import fr.bleu.storage.Tags;
import java.util.LinkedHashMap;
import java.util.Map;

/** The XML of index tags. */
final class TagXml {
    /** Ten tags with their elements, every character an entity, and room. */
    private static final int MAX_BYTES = 64 << 10;

    private TagXml() {}

    static Map<String, String> read(Request request) {
        byte[] body = request.body(MAX_BYTES);
        RequestHeaders.declared(request).requireOf(body);
        Xml.Element root = Xml.parse(body, StorageError.INVALID_XML_DOCUMENT.code());
        Xml.Element set =
                root.child("TagSet")
                        .filter(found -> root.name().equals("Tags"))
                        .orElseThrow(StorageError.INVALID_XML_DOCUMENT::failure);
        Map<String, String> tags = new LinkedHashMap<>();
        for (Xml.Element tag : set.children()) {
            String name = text(tag, "Key");
            if (!tag.name().equals("Tag") || tags.put(name, text(tag, "Value")) != null) {
                throw StorageError.INVALID_XML_DOCUMENT.failure();
            }
        }
        return Tags.checked(tags);
    }

    private static String text(Xml.Element tag, String name) {
        return tag.childText(name).orElseThrow(StorageError.INVALID_XML_DOCUMENT::failure);
    }

    static void write(XmlWriter xml, Map<String, String> tags) {
        xml.start("Tags").start("TagSet");
        tags.forEach(
                (name, value) ->
                        xml.start("Tag").element("Key", name).element("Value", value).end());
        xml.end().end();
    }

    static XmlWriter found(String endpoint, String where, TagSearch.Page page) {
        XmlWriter xml = new XmlWriter().start("EnumerationResults");
        xml.attribute("ServiceEndpoint", endpoint).element("Where", where).start("Blobs");
        for (TagSearch.Match match : page.matches()) {
            xml.start("Blob");
            ListXml.name(xml, "Name", match.blob());
            xml.element("ContainerName", match.container());
            write(xml, match.tags());
            xml.end();
        }
        String next = page.next().map(Markers::ofBytes).orElse("");
        return xml.end().element("NextMarker", next).end();
    }
}
