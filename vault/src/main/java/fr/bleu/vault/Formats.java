package fr.bleu.vault;

import java.util.Arrays;

/** The leading format byte of every value. */
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
}
