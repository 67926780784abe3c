package fr.bleu.app.stopped;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Every table of this version by its number, from {@code tables.txt}; a test holds it to what the
 * modules declare.
 */
public final class KnownTables {

    private KnownTables() {}

    /** Names by unsigned number. */
    public static Map<Integer, String> read() {
        InputStream list = KnownTables.class.getResourceAsStream("tables.txt");
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(list, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .map(line -> line.split(" ", 2))
                    .collect(Collectors.toMap(it -> Integer.valueOf(it[0]), it -> it[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
