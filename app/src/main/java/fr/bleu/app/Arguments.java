package fr.bleu.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A command line, split: {@code --name value} options, {@code --name} flags, and the rest in order.
 * Secrets are never arguments; paths to them are.
 */
public final class Arguments {

    /** The flag of the commands that are about development storage. */
    public static final String DEVELOPMENT_STORAGE = "--development-storage";

    private final Map<String, String> options = new LinkedHashMap<>();
    private final List<String> rest = new ArrayList<>();

    /**
     * Splits a command line.
     *
     * @param valued options that take a value
     * @param flags options that take none
     * @throws CommandFailure for an option that is neither, or lacks its value
     */
    public static Arguments parse(List<String> words, Set<String> valued, Set<String> flags) {
        Arguments arguments = new Arguments();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (!word.startsWith("--")) {
                arguments.rest.add(word);
            } else if (flags.contains(word)) {
                arguments.options.put(word, "");
            } else if (!valued.contains(word)) {
                throw new CommandFailure("unknown option " + word);
            } else if (i + 1 == words.size()) {
                throw new CommandFailure(word + " needs a value");
            } else {
                arguments.options.put(word, words.get(++i));
            }
        }
        return arguments;
    }

    /**
     * Splits a command line that has options only.
     *
     * @throws CommandFailure for any other word too: {@code bleu down other} must not stop the
     *     cloud in {@code ./data}
     */
    public static Arguments options(List<String> words, Set<String> valued, Set<String> flags) {
        Arguments arguments = parse(words, valued, flags);
        if (!arguments.rest.isEmpty()) {
            throw new CommandFailure(
                    "unexpected word " + arguments.rest.getFirst() + " (./bleu help)");
        }
        return arguments;
    }

    public boolean has(String flag) {
        return options.containsKey(flag);
    }

    public Optional<String> option(String name) {
        return Optional.ofNullable(options.get(name));
    }

    /** The words that are no options. */
    public List<String> rest() {
        return List.copyOf(rest);
    }

    /**
     * The data folder: {@code --data}, or {@code ./data}, or {@code ./development-storage} where
     * that is meant.
     */
    public Path data() {
        String fallback = has(DEVELOPMENT_STORAGE) ? "development-storage" : "data";
        return Path.of(option("--data").orElse(fallback)).toAbsolutePath().normalize();
    }

    /** A port number, 0 (any free one) to 65535. */
    public int port(int fallback) {
        return option("--port").isEmpty() ? fallback : number("--port", 0, 65_535);
    }

    /**
     * The number that an option which is given must hold.
     *
     * @throws CommandFailure for anything else
     */
    public int number(String name, int least, int most) {
        String text = options.get(name);
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, in the same words as a number out of range.
        }
        throw new CommandFailure(
                name + " takes a number from " + least + " to " + most + ", not " + text);
    }
}
