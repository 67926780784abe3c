package fr.bleu.app.platform;

import fr.bleu.app.stamp.StampSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which engines the tests' platforms stand on: PostgreSQL and S3, where {@code -Dbleu.pair} names
 * the folder that {@code scripts/cluster/pair.sh} has started them in; else those of one machine.
 */
final class Pair {

    private static final String FOLDER = System.getProperty("bleu.pair", "");

    private Pair() {}

    /** An empty database and prefix, if it is to be those. */
    static Optional<StampSettings> stamp() throws IOException, InterruptedException {
        if (FOLDER.isEmpty()) {
            return Optional.empty();
        }
        Path settings = Files.createTempFile("bleu-", ".stamp");
        try {
            Path home = Path.of(System.getProperty("bleu.home", "..")).toAbsolutePath();
            Process script =
                    new ProcessBuilder(
                                    home.resolve("scripts/cluster/pair.sh").toString(),
                                    "settings",
                                    FOLDER,
                                    settings.toString())
                            .inheritIO()
                            .start();
            if (script.waitFor() != 0) {
                throw new IOException("pair.sh settings");
            }
            return Optional.of(StampSettings.read(settings));
        } finally {
            Files.delete(settings);
        }
    }
}
