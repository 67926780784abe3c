package fr.bleu.resources;

import fr.bleu.http.Json;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Format 1 of this module's records: {@code 1 ‖ JSON object in UTF-8}. */
final class RecordJson {

    private static final byte FORMAT = 1;

    private RecordJson() {}

    static byte[] write(ObjectNode object) {
        byte[] json = Json.write(object);
        byte[] value = new byte[json.length + 1];
        value[0] = FORMAT;
        System.arraycopy(json, 0, value, 1, json.length);
        return value;
    }

    static ObjectNode read(byte[] value) {
        if (value.length == 0 || value[0] != FORMAT) {
            throw new IllegalStateException("unknown format of a resource manager's record");
        }
        return Json.parseObject(Arrays.copyOfRange(value, 1, value.length), "InternalServerError");
    }

    static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new LinkedHashMap<>();
        object.properties().forEach(it -> texts.put(it.getKey(), it.getValue().asString()));
        return texts;
    }

    static ObjectNode object(Map<String, String> texts) {
        ObjectNode object = Json.object();
        texts.forEach(object::put);
        return object;
    }
}
