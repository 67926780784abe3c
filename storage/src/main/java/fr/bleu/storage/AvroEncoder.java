package fr.bleu.storage;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * Writes Avro's binary encoding, of the types that the change feed has.
 *
 * @see <a href="https://avro.apache.org/docs/1.8.2/spec.html#binary_encoding">Apache Avro 1.8.2,
 *     Binary Encoding</a>
 */
final class AvroEncoder {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(512);

    /** An int or a long: zig-zag, seven bits to a byte, the lowest first. */
    AvroEncoder number(long value) {
        long left = (value << 1) ^ (value >> 63);
        while ((left & ~0x7FL) != 0) {
            out.write((int) ((left & 0x7F) | 0x80));
            left >>>= 7;
        }
        out.write((int) left);
        return this;
    }

    AvroEncoder bytes(byte[] value) {
        number(value.length);
        return raw(value);
    }

    AvroEncoder text(String value) {
        return bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    /** What has a size of its own, or none. */
    AvroEncoder raw(byte[] value) {
        out.write(value, 0, value.length);
        return this;
    }

    /** Of the union of null and string. */
    AvroEncoder optional(Optional<String> value) {
        number(value.isPresent() ? 1 : 0);
        value.ifPresent(this::text);
        return this;
    }

    AvroEncoder map(Map<String, String> values) {
        if (!values.isEmpty()) {
            number(values.size());
            values.forEach((name, value) -> text(name).text(value));
        }
        return number(0);
    }

    /** Of the union of null and a map; null for an empty one. */
    AvroEncoder optionalMap(Map<String, String> values) {
        return values.isEmpty() ? number(0) : number(1).map(values);
    }

    /** Of the union of null and a map of maps; null for an empty one. */
    AvroEncoder optionalMaps(Map<String, Map<String, String>> values) {
        if (values.isEmpty()) {
            return number(0);
        }
        number(1).number(values.size());
        values.forEach((name, map) -> text(name).map(map));
        return number(0);
    }

    byte[] done() {
        return out.toByteArray();
    }
}
