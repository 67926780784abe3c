package fr.bleu.bench;

import fr.bleu.conformance.Cloud;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Whether a container's size matters: 1,000 blobs listed by prefix out of a large container and out
 * of one with 10,000, in turn; then what the large one costs in memory, disk and time to start.
 */
final class SizeBench {

    private static final int FEW_BLOBS = 10_000;
    private static final int CONNECTIONS = 64;

    private final BleuServer server;
    private final Options options;
    private final int blobs;

    private SizeBench(BleuServer server, Options options) {
        this.server = server;
        this.options = options;
        this.blobs = options.blobs() / Lists.FOLDER_BLOBS * Lists.FOLDER_BLOBS;
    }

    static void run(Options options) throws Exception {
        try (BleuServer server = BleuServer.start()) {
            SizeBench bench = new SizeBench(server, options);
            bench.fill();
            bench.lists();
            bench.restarts();
            bench.disk();
        }
    }

    private void fill() throws Exception {
        Lists.fill(server.endpoint(), "few", FEW_BLOBS, Lists.FOLDER_BLOBS, CONNECTIONS);
        long start = System.nanoTime();
        long cpu = Processes.cpuMicros(server.pid());
        Lists.fill(server.endpoint(), "many", blobs, Lists.FOLDER_BLOBS, CONNECTIONS);
        double seconds = (System.nanoTime() - start) / 1e9;
        print(
                "%nsize      %,d blobs of 16 bytes put over %d connections in %.0f s: %,.0f/s, %.0f"
                        + " CPU µs each; then %d MB resident%n",
                blobs,
                CONNECTIONS,
                seconds,
                blobs / seconds,
                (double) (Processes.cpuMicros(server.pid()) - cpu) / blobs,
                Processes.residentMegabytes(server.pid()));
    }

    private void lists() throws Exception {
        Work few = Lists.oneFolder("list1k-few", "few", FEW_BLOBS / Lists.FOLDER_BLOBS);
        Work many = Lists.oneFolder("list1k-many", "many", blobs / Lists.FOLDER_BLOBS);
        Duration length = Duration.ofSeconds(options.seconds());
        Load.run(server, few, Duration.ofSeconds(options.warmUp()));
        Load.run(server, many, Duration.ofSeconds(options.warmUp()));
        List<Round> ofFew = new ArrayList<>();
        List<Round> ofMany = new ArrayList<>();
        double[] ratios = new double[options.rounds()];
        for (int i = 0; i < ratios.length; i++) {
            ofFew.add(Load.run(server, few, length));
            ofMany.add(Load.run(server, many, length));
            ratios[i] = ofMany.getLast().perSecond() / ofFew.getLast().perSecond();
        }
        print("list1k    of %,d: %s%n", FEW_BLOBS, line(ofFew));
        print("          of %,d: %s%n", blobs, line(ofMany));
        print(
                "          rate of the large: median %.2f of the small's (goal: flat); %d MB"
                        + " resident%n",
                Round.median(ratios), Processes.residentMegabytes(server.pid()));
        if (options.profile()) {
            Profile.of(server.pid(), many.name(), () -> Load.run(server, many, length));
        }
    }

    private static String line(List<Round> rounds) {
        return Comparison.number(Round.median(rounds, Round::perSecond))
                + " lists/s, "
                + Comparison.number(Round.median(rounds, Round::cpuMicrosPerOperation))
                + " CPU µs, p50 / p99 "
                + Comparison.number(Round.median(rounds, round -> round.millis(0.5)))
                + " / "
                + Comparison.number(Round.median(rounds, round -> round.millis(0.99)))
                + " ms";
    }

    /** After kill -9; the first makes the archive of classes that later ones use. */
    private void restarts() throws Exception {
        Cloud cloud = server.cloud();
        cloud.bleu("down", "--data", cloud.data().toString());
        cloud.up();
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < options.rounds(); i++) {
            cloud.kill();
            cloud.up();
            millis.add(cloud.readyMillis());
        }
        Work many = Lists.oneFolder("list1k-many", "many", blobs / Lists.FOLDER_BLOBS);
        Load.run(server, many, Duration.ofSeconds(options.seconds()));
        print(
                "          restart after kill -9: median %.0f ms of %s (goal 3000); %d MB resident"
                        + " once it has listed (goal 600)%n",
                Round.median(millis.stream().mapToDouble(Long::doubleValue).toArray()),
                millis,
                Processes.residentMegabytes(server.pid()));
    }

    /** What is stored, of a cloud that is not running. */
    private void disk() throws Exception {
        Cloud cloud = server.cloud();
        cloud.kill();
        Path data = cloud.data();
        print(
                "          on the disk, bytes/blob: %.0f of segments, %.0f of the store; of these"
                        + " in tables",
                each(Folders.bytes(data.resolve("extents"))),
                each(Folders.bytes(data.resolve("store"))));
        StoreFiles.bytes(data.resolve("store/rocksdb"))
                .forEach((family, bytes) -> print(" %s %.0f", family, each(bytes)));
        System.out.println();
    }

    private double each(long bytes) {
        return (double) bytes / (blobs + FEW_BLOBS);
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format, values);
    }
}
