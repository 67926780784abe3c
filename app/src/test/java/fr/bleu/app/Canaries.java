package fr.bleu.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Secrets that were planted, each in the forms in which it could come to light. */
final class Canaries {

    private static final int CHUNK_BYTES = 8 << 20;

    /** More than any form is long, so that none hides where two chunks meet. */
    private static final int OVERLAP_BYTES = 4 << 10;

    private final Map<String, List<String>> forms = new LinkedHashMap<>();

    /** A secret that is a text: as it is, and in base64. */
    String plant(String name, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        forms.put(
                name,
                List.of(
                        new String(utf8, StandardCharsets.ISO_8859_1),
                        Base64.getEncoder().withoutPadding().encodeToString(utf8)));
        return text;
    }

    /** A secret that is bytes: as they are, in hexadecimal and in base64. */
    void plant(String name, byte[] bytes) {
        forms.put(
                name,
                List.of(
                        new String(bytes, StandardCharsets.ISO_8859_1),
                        HexFormat.of().formatHex(bytes),
                        HexFormat.of().withUpperCase().formatHex(bytes),
                        Base64.getEncoder().withoutPadding().encodeToString(bytes),
                        Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)));
    }

    /** How many were planted. */
    int count() {
        return forms.size();
    }

    /** The names of those that are in the text, never what they are. */
    List<String> in(String text) {
        return forms.entrySet().stream()
                .filter(canary -> canary.getValue().stream().anyMatch(text::contains))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** {@code FILE: names} for each file below the folder that has any. */
    List<String> below(Path folder) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : files(folder)) {
            for (String name : inFile(file)) {
                found.add(folder.relativize(file) + ": " + name);
            }
        }
        return found;
    }

    /** The files below a folder, sockets and links left out. */
    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private List<String> inFile(Path file) throws IOException {
        List<String> found = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file)) {
            String before = "";
            while (true) {
                byte[] chunk = in.readNBytes(CHUNK_BYTES);
                if (chunk.length == 0) {
                    return found.stream().distinct().toList();
                }
                String text = before + new String(chunk, StandardCharsets.ISO_8859_1);
                found.addAll(in(text));
                before = text.substring(Math.max(0, text.length() - OVERLAP_BYTES));
            }
        }
    }
}
