package fr.bleu.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Power may fail while keys, CA, tenant and administrator are being made. */
final class KilledFirstStartTest {

    private static final int KILLS = 3;

    @TempDir Path folder;

    @Test
    void aFirstStartThatWasKilledAnywhereIsTakenUpByTheNext() throws Exception {
        long seed = Long.getLong("bleu.seed", System.nanoTime());
        System.out.println("killed first start: -Dbleu.seed=" + seed);
        Random random = new Random(seed);
        Bleu bleu = new Bleu(folder);
        for (int i = 0; i < KILLS; i++) {
            Bleu.Serving serving = bleu.start("up", "--port", "0");
            awaitInstance();
            Thread.sleep(random.nextInt(1_500));
            serving.kill();
        }
        Bleu.Serving serving = bleu.start("up", "--port", "0");
        serving.awaitUp();
        serving.stop();
        assertEquals(143, serving.process().exitValue(), "stopped by SIGTERM, in order");
    }

    /** The kill comes after the first file, at whatever the start is doing then. */
    private void awaitInstance() throws InterruptedException {
        for (int i = 0; i < 2_000 && !Files.exists(folder.resolve("data/INSTANCE")); i++) {
            Thread.sleep(10);
        }
    }
}
