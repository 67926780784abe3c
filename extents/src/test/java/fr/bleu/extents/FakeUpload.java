package fr.bleu.extents;

import java.io.ByteArrayOutputStream;
import java.util.NavigableMap;

/** An upload in parts that {@link FakeS3} holds. */
record FakeUpload(String name, String id, NavigableMap<Integer, byte[]> parts) {

    byte[] joined() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        parts.values().forEach(all::writeBytes);
        return all.toByteArray();
    }
}
