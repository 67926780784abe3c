package fr.bleu.app.stamp;

import fr.bleu.app.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * {@code name = value} lines; empty ones and those that begin with {@code #} are left out. Each
 * name is given once, and each that is given must be asked for: a misspelt one is an error.
 */
final class SettingsFile {
    private static final int MAX_BYTES = 64 << 10;

    private final Path folder;
    private final Map<String, String> values;

    private SettingsFile(Path folder, Map<String, String> values) {
        this.folder = folder;
        this.values = values;
    }

    static SettingsFile read(Path file) {
        Map<String, String> values = new TreeMap<>();
        for (String line : lines(file)) {
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            int equals = line.indexOf('=');
            if (equals < 1) {
                throw new CommandFailure(file + ": a line is not name = value");
            }
            String name = line.substring(0, equals).strip();
            String value = line.substring(equals + 1).strip();
            if (value.isEmpty() || values.put(name, value) != null) {
                throw new CommandFailure(file + ": " + name + " is empty or given twice");
            }
        }
        return new SettingsFile(file.toAbsolutePath().getParent(), values);
    }

    private static List<String> lines(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new CommandFailure(file + " is too large for a file of settings");
            }
            return Files.readString(file).lines().map(String::strip).toList();
        } catch (IOException e) {
            throw new CommandFailure("cannot read " + file + ": " + CommandFailure.reason(e));
        }
    }

    Optional<String> optional(String name) {
        return Optional.ofNullable(values.remove(name));
    }

    boolean hasAny(String prefix) {
        return values.keySet().stream().anyMatch(name -> name.startsWith(prefix));
    }

    String required(String name) {
        return optional(name).orElseThrow(() -> missing(name));
    }

    static IllegalArgumentException missing(String name) {
        return new IllegalArgumentException(name + " is missing");
    }

    Optional<Path> path(String name) {
        return optional(name).map(folder::resolve);
    }

    OptionalInt number(String name, int least, int most) {
        Optional<String> text = optional(name);
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        if (text.get().matches("[0-9]{1,9}")) {
            int number = Integer.parseInt(text.get());
            if (number >= least && number <= most) {
                return OptionalInt.of(number);
            }
        }
        throw new IllegalArgumentException(name + " takes a number from " + least + " to " + most);
    }

    void requireNothingElse() {
        if (!values.isEmpty()) {
            throw new IllegalArgumentException("unknown: " + String.join(", ", values.keySet()));
        }
    }
}
