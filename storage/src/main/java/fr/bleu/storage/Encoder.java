package fr.bleu.storage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;

/** Builds a record's value: a format byte, then fields; numbers are big-endian. */
final class Encoder {
    /** The format byte that a value of this module begins with, unless its writer says another. */
    static final byte FORMAT = 1;

    /** The latest format of any value. */
    static final byte LATEST_FORMAT = 2;

    private byte[] bytes;
    private int length;

    Encoder(int expectedBytes) {
        this(expectedBytes, FORMAT);
    }

    Encoder(int expectedBytes, byte format) {
        bytes = new byte[Math.max(16, expectedBytes)];
        bytes[length++] = format;
    }

    Encoder int8(int value) {
        room(1)[length++] = (byte) value;
        return this;
    }

    Encoder int32(int value) {
        ByteBuffer.wrap(room(4)).putInt(length, value);
        length += 4;
        return this;
    }

    Encoder int64(long value) {
        ByteBuffer.wrap(room(8)).putLong(length, value);
        length += 8;
        return this;
    }

    Encoder id(UUID value) {
        return int64(value.getMostSignificantBits()).int64(value.getLeastSignificantBits());
    }

    Encoder bytes(byte[] value) {
        int32(value.length);
        System.arraycopy(value, 0, room(value.length), length, value.length);
        length += value.length;
        return this;
    }

    Encoder text(String value) {
        return bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    Encoder map(Map<String, String> values) {
        int32(values.size());
        values.forEach((name, value) -> text(name).text(value));
        return this;
    }

    byte[] done() {
        return Arrays.copyOf(bytes, length);
    }

    private byte[] room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
        return bytes;
    }
}
