package fr.bleu.trust;

import java.io.ByteArrayOutputStream;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Format 2 of ledger entries: UTF-8 JSON with these fields, always all of them, in this order. The
 * golden file {@code entries-v2.txt} in the tests holds it fast: entries are hashed, so a verifier
 * years from now must read exactly these bytes. Format 1 had no {@code node}. Details come in the
 * order in which the draft named them. Text that callers choose is cut at {@value #MAX_TEXT}
 * characters, details at {@value #MAX_DETAILS} pairs.
 */
final class EntryFormat {

    static final int VERSION = 2;

    /** Longest text in an entry, in UTF-16 units: more than a blob's name or an ARM id has. */
    static final int MAX_TEXT = 2_048;

    /** Most details of an entry. */
    static final int MAX_DETAILS = 32;

    private static final JsonFactory JSON = new JsonFactory();

    private EntryFormat() {}

    /**
     * Lays an entry out.
     *
     * @param node that writes it
     */
    static byte[] write(Entry entry, Node node) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            json.writeNumberProperty("v", VERSION);
            text(json, "kind", entry.kind().text());
            text(json, "result", entry.result().text());
            text(json, "tenant", entry.tenant().toString());
            who(json, entry.who());
            text(json, "action", entry.action());
            text(json, "scope", entry.scope().path());
            text(json, "item", entry.scope().item());
            text(json, "rule", entry.rule());
            obligations(json, entry);
            text(json, "request", entry.requestId());
            text(json, "origin", entry.address());
            node(json, node);
            json.writeNumberProperty("count", entry.count());
            details(json, entry.details());
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void who(JsonGenerator json, Who who) {
        json.writeName("caller");
        json.writeStartObject();
        text(json, "type", who.type());
        text(json, "id", who.id());
        text(json, "via", who.via());
        text(json, "strength", who.strength());
        json.writeEndObject();
    }

    private static void node(JsonGenerator json, Node node) {
        json.writeName("node");
        json.writeStartObject();
        text(json, "name", node.name());
        text(json, "site", node.site());
        text(json, "country", node.country());
        text(json, "entity", node.entity());
        json.writeEndObject();
    }

    private static void obligations(JsonGenerator json, Entry entry) {
        json.writeName("obligations");
        json.writeStartArray();
        for (Obligation obligation : Obligation.values()) {
            if (entry.obligations().contains(obligation)) {
                json.writeString(obligation.name().toLowerCase(Locale.ROOT).replace('_', '-'));
            }
        }
        json.writeEndArray();
    }

    private static void details(JsonGenerator json, Map<String, String> details) {
        json.writeName("details");
        json.writeStartObject();
        details.entrySet().stream()
                .limit(MAX_DETAILS)
                .forEach(detail -> text(json, bounded(detail.getKey()), detail.getValue()));
        json.writeEndObject();
    }

    private static void text(JsonGenerator json, String name, String value) {
        json.writeStringProperty(name, bounded(value));
    }

    /** Cuts what is too long, and replaces surrogates that stand alone, which JSON cannot carry. */
    private static String bounded(String text) {
        String cut = text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT - 1) + "…";
        for (int i = 0; i < cut.length(); i++) {
            if (Character.isSurrogate(cut.charAt(i))) {
                return wellFormed(cut);
            }
        }
        return cut;
    }

    private static String wellFormed(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xfffd : c)
                .forEach(out::appendCodePoint);
        return out.toString();
    }
}
