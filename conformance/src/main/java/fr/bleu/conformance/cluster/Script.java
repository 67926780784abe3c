package fr.bleu.conformance.cluster;

import fr.bleu.conformance.Cloud;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One of the repository's scripts that start and stop what a stamp stands on. */
public final class Script {

    private final String name;
    private final Path folder;

    /**
     * @param name of the script in {@code scripts/cluster}
     * @param folder where what it starts lives
     */
    public Script(String name, Path folder) {
        this.name = name;
        this.folder = folder;
    }

    /** Where what it starts lives. */
    public Path folder() {
        return folder;
    }

    /** Runs a command of the script, which must succeed. */
    public void run(String command, String... words) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>();
        line.add(Cloud.home().resolve("scripts/cluster/" + name).toString());
        line.addAll(List.of(command, folder.toString()));
        line.addAll(List.of(words));
        // No pipe: servers that the script starts would keep it open.
        Path output = Files.createTempFile("bleu-", ".out");
        try {
            int exit =
                    new ProcessBuilder(line)
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start()
                            .waitFor();
            if (exit != 0) {
                throw new IOException(name + " " + command + ": " + Files.readString(output));
            }
        } finally {
            Files.delete(output);
        }
    }
}
