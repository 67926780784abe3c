package fr.bleu.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * JSON (RFC 8259) as trees, read strictly: UTF-8, one value, no name twice, no half of a surrogate
 * pair, at most 64 levels, 4 MiB and the other limits below. What is wrong with a document is told
 * by position, never by content.
 */
public final class Json {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_DOCUMENT_BYTES = 4 << 20;
    private static final int MAX_STRING_CHARS = 1 << 20;
    private static final int MAX_NAME_CHARS = 4096;
    private static final int MAX_NUMBER_CHARS = 100;
    private static final long MAX_TOKENS = 500_000;

    private static final JsonMapper STRICT = mapper(JsonFactory.builder());
    private static final JsonMapper LENIENT =
            mapper(
                    JsonFactory.builder()
                            .enable(JsonReadFeature.ALLOW_UNQUOTED_PROPERTY_NAMES)
                            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS));

    private Json() {}

    private static JsonMapper mapper(JsonFactoryBuilder factory) {
        StreamReadConstraints limits =
                StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxDocumentLength(MAX_DOCUMENT_BYTES)
                        .maxStringLength(MAX_STRING_CHARS)
                        .maxNameLength(MAX_NAME_CHARS)
                        .maxNumberLength(MAX_NUMBER_CHARS)
                        .maxTokenCount(MAX_TOKENS)
                        .build();
        return JsonMapper.builder(
                        factory.streamReadConstraints(limits)
                                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                .build())
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    /**
     * Reads a document.
     *
     * @param code the protocol's code for a document that cannot be read
     * @throws Failure 400 with that code
     */
    public static JsonNode parse(byte[] document, String code) {
        return read(STRICT, document, code);
    }

    /**
     * Reads a document that must be an object.
     *
     * @throws Failure 400 with that code
     */
    public static ObjectNode parseObject(byte[] document, String code) {
        return object(parse(document, code), code);
    }

    /**
     * Reads an object whose names may stand without quotes and that may have comments, as {@code az
     * deployment group create} sends its template; all limits hold.
     *
     * @throws Failure 400 with that code
     */
    public static ObjectNode parseLenientObject(byte[] document, String code) {
        return object(read(LENIENT, document, code), code);
    }

    /** A new object. */
    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** A new array. */
    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /** The document, in UTF-8, without blanks. */
    public static byte[] write(JsonNode node) {
        return STRICT.writeValueAsBytes(node);
    }

    /** A JSON answer: {@code application/json; charset=utf-8}. */
    public static Answer answer(int status, JsonNode node) {
        return Answer.of(status, "application/json; charset=utf-8", write(node));
    }

    private static JsonNode read(JsonMapper mapper, byte[] document, String code) {
        if (document.length > MAX_DOCUMENT_BYTES) {
            throw new Failure(400, code, "The JSON document is too large.");
        }
        JsonNode node;
        String text;
        try {
            text = utf8(document);
            node = mapper.readTree(text);
        } catch (CharacterCodingException e) {
            throw new Failure(400, code, "The JSON document is not valid UTF-8.");
        } catch (JacksonException e) {
            throw new Failure(400, code, "The request content is not valid JSON" + place(e) + ".");
        }
        if (node == null || node.isMissingNode()) {
            throw new Failure(400, code, "The request content is empty; JSON was expected.");
        }
        if (text.contains("\\u") && !isUnicode(node)) {
            throw new Failure(400, code, "The JSON document has text that is not Unicode.");
        }
        return node;
    }

    /** Escapes can write half a surrogate pair, which no UTF-8 and so no record key can hold. */
    private static boolean isUnicode(JsonNode node) {
        return switch (node) {
            case StringNode text -> isUnicode(text.stringValue());
            case ArrayNode array -> array.valueStream().allMatch(Json::isUnicode);
            case ObjectNode object ->
                    object.propertyStream()
                            .allMatch(it -> isUnicode(it.getKey()) && isUnicode(it.getValue()));
            default -> true;
        };
    }

    private static boolean isUnicode(String text) {
        return text.codePoints().noneMatch(c -> c >= 0xd800 && c <= 0xdfff);
    }

    private static ObjectNode object(JsonNode node, String code) {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new Failure(400, code, "The request content must be a JSON object.");
    }

    private static String utf8(byte[] document) throws CharacterCodingException {
        String text =
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(document)).toString();
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static String place(JacksonException e) {
        var at = e.getLocation();
        if (at == null || at.getLineNr() < 1) {
            return "";
        }
        return " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
    }
}
