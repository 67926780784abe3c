package fr.bleu.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files that hold a table or a format fast. With {@code -Dbleu.golden=write} a test writes what it
 * found instead, for a human to read in the diff.
 */
public final class Golden {

    private Golden() {}

    public static String read(String name, String found) {
        try {
            if ("write".equals(System.getProperty("bleu.golden"))) {
                Files.writeString(Path.of("src/test/resources/fr/bleu/storage", name), found);
                return found;
            }
            try (InputStream in = Golden.class.getResourceAsStream(name)) {
                return in == null
                        ? "no golden file " + name
                        : new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
