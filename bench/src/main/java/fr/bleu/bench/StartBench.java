package fr.bleu.bench;

import fr.bleu.conformance.Cloud;
import java.util.ArrayList;
import java.util.List;

/** How long the command takes until the cloud is up, and the memory of one that does nothing. */
final class StartBench {

    private static final long IDLE_MILLIS = 10_000;

    private StartBench() {}

    static void run(Options options) throws Exception {
        try (Cloud cloud = Cloud.start()) {
            long first = cloud.readyMillis();
            // The first orderly stop leaves the archive of classes that later starts use.
            cloud.bleu("down", "--data", cloud.data().toString());
            cloud.up();
            List<Long> later = new ArrayList<>();
            for (int i = 0; i < options.rounds(); i++) {
                cloud.kill();
                cloud.up();
                later.add(cloud.readyMillis());
            }
            Thread.sleep(IDLE_MILLIS);
            System.out.printf(
                    "%nstart     first %d ms (makes keys, CA, tenant); later, after kill -9: median"
                            + " %.0f ms of %s (goal 3000)%n"
                            + "idle      %d MB resident, %d s after the last start (goal 350)%n",
                    first,
                    Round.median(later.stream().mapToDouble(Long::doubleValue).toArray()),
                    later,
                    Processes.residentMegabytes(cloud.pid()),
                    IDLE_MILLIS / 1_000);
        }
    }
}
