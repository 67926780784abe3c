package fr.bleu.trust;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;

/** Format 1 of what a tenant narrowed the policy to: {@code 1 ‖ regions joined by commas}. */
final class PolicyFormat {

    private static final byte FORMAT = 1;

    private PolicyFormat() {}

    static byte[] writeRegions(Set<String> regions) {
        byte[] text = String.join(",", new TreeSet<>(regions)).getBytes(StandardCharsets.UTF_8);
        byte[] value = new byte[text.length + 1];
        value[0] = FORMAT;
        System.arraycopy(text, 0, value, 1, text.length);
        return value;
    }

    static Set<String> readRegions(byte[] value) {
        if (value[0] != FORMAT) {
            throw new IllegalStateException("unknown format of a narrowed policy");
        }
        String text = new String(value, 1, value.length - 1, StandardCharsets.UTF_8);
        return text.isEmpty() ? Set.of() : Set.of(text.split(","));
    }
}
