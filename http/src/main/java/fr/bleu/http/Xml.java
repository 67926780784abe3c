package fr.bleu.http;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * XML read as small trees, without document types, entities of its own or anything external.
 * Namespaces are dropped. What is wrong with a document is told by position, never by content.
 */
public final class Xml {
    private static final int MAX_DEPTH = 16;

    /** A block list has at most 50,000 blocks, each an element. */
    private static final int MAX_ELEMENTS = 60_000;

    private static final int MAX_ATTRIBUTES = 16;
    private static final String BYTE_ORDER_MARK = "\ufeff";
    private static final XMLInputFactory FACTORY = factory();

    private Xml() {}

    /**
     * An element.
     *
     * @param name without prefix
     * @param attributes by name, without prefix
     * @param text all character data directly in it, as it stands
     * @param children in order
     */
    public record Element(
            String name, Map<String, String> attributes, String text, List<Element> children) {
        public Element {
            attributes = Map.copyOf(attributes);
            children = Collections.unmodifiableList(children);
        }

        /** The first child of this name. */
        public Optional<Element> child(String childName) {
            return children.stream().filter(c -> c.name.equals(childName)).findFirst();
        }

        /** The text of the first child of this name. */
        public Optional<String> childText(String childName) {
            return child(childName).map(Element::text);
        }
    }

    /**
     * Reads a document in UTF-8; bound its size when you read it from the request.
     *
     * @param code the protocol's code for a document that cannot be read, such as {@code
     *     InvalidXmlDocument}
     * @return the root element
     * @throws Failure 400 with that code
     */
    public static Element parse(byte[] document, String code) {
        String text = utf8(document, code);
        try {
            // The JDK's reader keeps state in its factory while it makes one.
            XMLStreamReader reader;
            synchronized (FACTORY) {
                reader = FACTORY.createXMLStreamReader(new StringReader(text));
            }
            try {
                return root(reader);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            var at = e.getLocation();
            String place =
                    at == null || at.getLineNumber() < 1
                            ? ""
                            : " (line "
                                    + at.getLineNumber()
                                    + ", column "
                                    + at.getColumnNumber()
                                    + ")";
            throw new Failure(400, code, "The request content is not valid XML" + place + ".");
        }
    }

    /** Decoded here, as the JDK's reader tells the standard error stream of bytes it cannot. */
    private static String utf8(byte[] document, String code) {
        try {
            String text =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(document))
                            .toString();
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new Failure(400, code, "The request content is not UTF-8.");
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, true);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        factory.setXMLResolver(
                (publicId, systemId, base, namespace) -> {
                    throw new XMLStreamException("external entities are not read");
                });
        return factory;
    }

    private static Element root(XMLStreamReader reader) throws XMLStreamException {
        Deque<Open> open = new ArrayDeque<>();
        Element root = null;
        int elements = 0;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamReader.START_ELEMENT -> {
                    if (open.size() >= MAX_DEPTH || ++elements > MAX_ELEMENTS) {
                        throw new XMLStreamException("too deep or too large", reader.getLocation());
                    }
                    open.push(new Open(reader));
                }
                case XMLStreamReader.CHARACTERS, XMLStreamReader.CDATA, XMLStreamReader.SPACE -> {
                    if (!open.isEmpty()) {
                        open.peek().text.append(reader.getText());
                    }
                }
                case XMLStreamReader.END_ELEMENT -> {
                    Element element = open.pop().close();
                    if (open.isEmpty()) {
                        root = element;
                    } else {
                        open.peek().children.add(element);
                    }
                }
                case XMLStreamReader.DTD, XMLStreamReader.ENTITY_REFERENCE ->
                        throw new XMLStreamException(
                                "document types are refused", reader.getLocation());
                default -> {
                    // Comments, processing instructions and the document's bounds say nothing.
                }
            }
        }
        if (root == null) {
            throw new XMLStreamException("no root element");
        }
        return root;
    }

    /** An element whose end is still to come. */
    private static final class Open {
        private final String name;
        private final Map<String, String> attributes = new LinkedHashMap<>();
        private final StringBuilder text = new StringBuilder();
        private final List<Element> children = new ArrayList<>();

        Open(XMLStreamReader reader) throws XMLStreamException {
            name = reader.getLocalName();
            if (reader.getAttributeCount() > MAX_ATTRIBUTES) {
                throw new XMLStreamException("too many attributes", reader.getLocation());
            }
            for (int i = 0; i < reader.getAttributeCount(); i++) {
                attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
            }
        }

        Element close() {
            return new Element(name, attributes, text.toString(), children);
        }
    }
}
