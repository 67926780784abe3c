package fr.bleu.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Which engines the clouds of the tests stand on: PostgreSQL and S3, an empty database and prefix
 * for each cloud, where {@code -Dbleu.pair} names the folder that {@code scripts/cluster/pair.sh}
 * has started them in; else those of one machine.
 */
final class Pair {

    private static final String FOLDER = System.getProperty("bleu.pair", "");

    private Pair() {}

    /**
     * What {@code bleu up} needs to be told.
     *
     * @param folder the cloud's own
     */
    static List<String> options(Path folder) throws IOException, InterruptedException {
        if (FOLDER.isEmpty()) {
            return List.of();
        }
        Path settings = folder.resolve("stamp.conf");
        Cloud.Result made =
                Cloud.run(
                        new ProcessBuilder(
                                Cloud.home().resolve("scripts/cluster/pair.sh").toString(),
                                "settings",
                                FOLDER,
                                settings.toString()));
        if (made.exit() != 0 || !Files.exists(settings)) {
            throw new IOException("pair.sh settings: " + made.output().strip());
        }
        return List.of("--stamp", settings.toString());
    }
}
