package fr.bleu.storage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads an Avro object container by the schema that it brings along, for tests. */
final class AvroFile {
    private final ByteBuffer in;
    private final byte[] sync = new byte[16];
    private JsonNode schema;

    private AvroFile(byte[] bytes) {
        in = ByteBuffer.wrap(bytes);
    }

    /** The records; whatever is not as the format has it fails. */
    static List<Map<String, Object>> read(byte[] bytes) {
        return new AvroFile(bytes).records();
    }

    @SuppressWarnings("unchecked")
    private List<Map<String, Object>> records() {
        byte[] magic = new byte[4];
        in.get(magic);
        if (!new String(magic, StandardCharsets.ISO_8859_1).equals("Obj\u0001")) {
            throw new IllegalArgumentException("no Avro file");
        }
        Map<String, Object> meta = map(() -> text());
        in.get(sync);
        schema = JsonMapper.shared().readTree((String) meta.get("avro.schema"));
        List<Map<String, Object>> records = new ArrayList<>();
        while (in.hasRemaining()) {
            long count = number();
            int end = Math.toIntExact(number()) + in.position();
            for (long i = 0; i < count; i++) {
                records.add((Map<String, Object>) value(schema));
            }
            byte[] mark = new byte[16];
            in.get(mark);
            if (in.position() != end + 16 || !java.util.Arrays.equals(mark, sync)) {
                throw new IllegalArgumentException("a block that does not end where it says");
            }
        }
        return records;
    }

    private Object value(JsonNode type) {
        if (type.isArray()) {
            return value(type.get(Math.toIntExact(number())));
        }
        String name = type.isObject() ? type.get("type").asString() : type.asString();
        return switch (name) {
            case "null" -> null;
            case "long" -> number();
            case "string" -> text();
            case "map" -> map(() -> value(type.get("values")));
            case "record" -> record(type);
            default -> throw new IllegalArgumentException("type " + name);
        };
    }

    private Map<String, Object> record(JsonNode type) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (JsonNode field : type.get("fields")) {
            fields.put(field.get("name").asString(), value(field.get("type")));
        }
        return fields;
    }

    private interface Value {
        Object read();
    }

    private Map<String, Object> map(Value value) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (long left = number(); left != 0; left = number()) {
            for (; left > 0; left--) {
                String name = text();
                map.put(name, value.read());
            }
        }
        return map;
    }

    private String text() {
        byte[] bytes = new byte[Math.toIntExact(number())];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private long number() {
        long raw = 0;
        int shift = 0;
        byte next;
        do {
            next = in.get();
            raw |= (long) (next & 0x7F) << shift;
            shift += 7;
        } while (next < 0);
        return (raw >>> 1) ^ -(raw & 1);
    }
}
