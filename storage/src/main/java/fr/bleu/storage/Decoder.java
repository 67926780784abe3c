package fr.bleu.storage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Reads what {@link Encoder} wrote. */
final class Decoder {
    private final ByteBuffer in;
    private final byte format;

    Decoder(byte[] value) {
        in = ByteBuffer.wrap(value);
        format = in.get();
        if (format < Encoder.FORMAT || format > Encoder.LATEST_FORMAT) {
            throw new IllegalStateException("a storage record of unknown format " + format);
        }
    }

    byte format() {
        return format;
    }

    /** Whether fields follow: records written before a field existed end without it. */
    boolean hasMore() {
        return in.hasRemaining();
    }

    int int8() {
        return in.get();
    }

    int int32() {
        return in.getInt();
    }

    long int64() {
        return in.getLong();
    }

    UUID id() {
        return new UUID(in.getLong(), in.getLong());
    }

    byte[] bytes() {
        byte[] value = new byte[in.getInt()];
        in.get(value);
        return value;
    }

    String text() {
        int size = in.getInt();
        String value =
                new String(
                        in.array(), in.arrayOffset() + in.position(), size, StandardCharsets.UTF_8);
        in.position(in.position() + size);
        return value;
    }

    Map<String, String> map() {
        int size = in.getInt();
        Map<String, String> values = LinkedHashMap.newLinkedHashMap(size);
        for (int i = 0; i < size; i++) {
            values.put(text(), text());
        }
        return values;
    }
}
