package fr.bleu.app.platform;

import fr.bleu.app.CommandFailure;
import fr.bleu.app.Instance;
import fr.bleu.app.stamp.SharedEngines;
import fr.bleu.keys.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where an instance's data is. After a migration its folder says so in {@code MOVED}: the engine's
 * word, and on a second line what it is called.
 */
public enum Whereabouts {
    /** The instance's own folder. */
    ROCKSDB("rocksdb"),
    /** A stamp's database and bucket. */
    POSTGRES("postgres");

    private final String word;

    Whereabouts(String word) {
        this.word = word;
    }

    /**
     * The engine that a command's option names.
     *
     * @throws CommandFailure when it is none
     */
    public static Whereabouts parse(String option, String word) {
        for (Whereabouts place : values()) {
            if (place.word.equals(word)) {
                return place;
            }
        }
        throw new CommandFailure(option + " takes rocksdb or postgres, not " + word);
    }

    @Override
    public String toString() {
        return word;
    }

    /** A line that says where the data is. */
    public static String describe(Instance instance, Optional<SharedEngines> stamp) {
        return stamp.map(
                        it ->
                                "database "
                                        + it.database().database()
                                        + " on "
                                        + it.database().servers().getFirst().host()
                                        + ":"
                                        + it.database().servers().getFirst().port()
                                        + " and bucket "
                                        + it.objects().bucket()
                                        + "/"
                                        + it.objects().prefix()
                                        + " at "
                                        + it.objects().endpoint())
                .orElseGet(() -> "the folder " + instance.data());
    }

    /**
     * Refuses a start where the data is not any more.
     *
     * @throws CommandFailure with the place where it went
     */
    public static void require(Instance instance, Optional<SharedEngines> stamp) {
        Path file = instance.moved();
        if (!Files.exists(file)) {
            return;
        }
        String[] lines = read(file);
        Whereabouts now = parse(file.toString(), lines[0]);
        Whereabouts asked = stamp.isPresent() ? POSTGRES : ROCKSDB;
        if (now != asked) {
            throw new CommandFailure(
                    "this cloud was moved to "
                            + (lines.length > 1 ? lines[1] : now)
                            + ": start it "
                            + (now == POSTGRES ? "with" : "without")
                            + " --stamp (docs/operations.md, \"Move\", says how to undo it)");
        }
    }

    /** Where the data is, if it was ever moved. */
    public static Optional<Whereabouts> of(Instance instance) {
        Path file = instance.moved();
        return Files.exists(file)
                ? Optional.of(parse(file.toString(), read(file)[0]))
                : Optional.empty();
    }

    /**
     * Requires that {@code MOVED} calls the place where the data is by this description.
     *
     * @throws CommandFailure with what it calls it
     */
    public static void requireCalled(Instance instance, String description) {
        String[] lines = read(instance.moved());
        if (lines.length < 2 || !lines[1].equals(description)) {
            throw new CommandFailure(
                    "the data is in "
                            + (lines.length < 2 ? lines[0] : lines[1])
                            + ", as "
                            + instance.moved()
                            + " says, not in "
                            + description);
        }
    }

    private static String[] read(Path file) {
        try {
            return Files.readString(file).strip().split("\n", 2);
        } catch (IOException e) {
            throw new CommandFailure("cannot read " + file + ": " + CommandFailure.reason(e));
        }
    }

    /** Where a migration to here comes from. */
    public Whereabouts other() {
        return switch (this) {
            case ROCKSDB -> POSTGRES;
            case POSTGRES -> ROCKSDB;
        };
    }

    /** Keeps where the data is from now on. */
    public void keep(Instance instance, String description) throws IOException {
        PrivateFiles.replace(
                instance.moved(),
                (word + "\n" + description + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
