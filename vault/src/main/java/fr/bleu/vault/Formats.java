package fr.bleu.vault;

import fr.bleu.http.Failure;
import fr.bleu.http.Json;
import java.util.Arrays;
import tools.jackson.databind.JsonNode;

/** The leading format byte of every value, and the JSON of format 1. */
final class Formats {

    private Formats() {}

    static byte[] withFormat(byte format, byte[] content) {
        byte[] value = new byte[content.length + 1];
        value[0] = format;
        System.arraycopy(content, 0, value, 1, content.length);
        return value;
    }

    static byte[] withoutFormat(byte format, byte[] value) {
        if (value.length == 0 || value[0] != format) {
            throw new IllegalStateException("a vault record of an unknown format");
        }
        return Arrays.copyOfRange(value, 1, value.length);
    }

    /** What a record holds. What does not parse is a fault of ours, not of the request. */
    static JsonNode json(byte[] content) {
        try {
            return Json.parse(content, "");
        } catch (Failure e) {
            throw new IllegalStateException("a vault record that is no JSON");
        }
    }
}
