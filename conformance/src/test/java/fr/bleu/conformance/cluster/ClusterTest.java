package fr.bleu.conformance.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.models.BlobStorageException;
import fr.bleu.conformance.Cloud;
import fr.bleu.conformance.Names;
import fr.bleu.conformance.TestAccount;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Three nodes of a stamp behind HAProxy, under a mixed load, and one fault after the other. What
 * was acknowledged must be there, what is read must have been written.
 *
 * <p>{@code -Dbleu.cluster.only} names faults to be run alone, with commas; {@code
 * -Dbleu.cluster.seed} repeats a load's choices.
 */
@Tag("cluster")
class ClusterTest {

    private static final int NODES = 3;
    private static final long SEED = Long.getLong("bleu.cluster.seed", System.nanoTime());
    private static final String ONLY = System.getProperty("bleu.cluster.only", "");
    private static final List<String> WITHOUT =
            List.of(System.getProperty("bleu.without", "").strip().split("\\s+"));

    /** With the load and nothing else. */
    private static final int CALM_SECONDS = 4;

    /** Longer than a turn to commit (3 s) and than a node's patience with the database (5 s). */
    private static final int FAULT_SECONDS = 10;

    /** What a node may still do when a fault is over. */
    private static final int SETTLE_SECONDS = 3;

    private static final int S3_SECONDS = 60;
    private static final int TRIES = 10;

    /**
     * The clients' complaints about connections that a fault broke; held, or they are forgotten.
     */
    private static final List<Logger> COMPLAINTS =
            List.of(Logger.getLogger("com.azure"), Logger.getLogger("reactor"));

    private final List<String> lines = new ArrayList<>();
    private Stamp stamp;
    private Load load;

    private interface Fault {
        void happen() throws Exception;
    }

    @AfterEach
    void stop() throws Exception {
        COMPLAINTS.forEach(logger -> logger.setLevel(null));
        if (load != null) {
            load.close();
        }
        if (stamp != null) {
            stamp.close();
        }
    }

    @Test
    void nothingAcknowledgedIsLostOrChangedByAnyFault() throws Exception {
        System.out.println("seed " + SEED);
        stamp = Stamp.start(NODES, Stamp.JVM);
        Cloud first = stamp.nodes().getFirst();
        trust(first);
        TestAccount account = TestAccount.create(first, "clusteraccount", Map.of());
        COMPLAINTS.forEach(logger -> logger.setLevel(Level.OFF));
        load = new Load(first, account, SEED);
        for (int i = 0; i < NODES; i++) {
            int node = i;
            during("kill", "kill -9 of node " + (i + 1), () -> kill(node));
        }
        for (int i = 0; i < NODES; i++) {
            int node = i;
            during("freeze", "node " + (i + 1) + " stopped and continued", () -> freeze(node));
        }
        during("stall", "node 3 cut from the database, silently", this::stall);
        during("refuse", "node 3 cut from the database, refused", this::refuse);
        during("failover", "PostgreSQL fails over", () -> stamp.postgres().run("failover"));
        during("s3", "S3 gateway away", this::withoutObjects);
        if (!WITHOUT.contains("faketime")) {
            during("clock", "clock of node 1 wrong by 10 minutes", this::wrongClock);
        }
        during("rolling", "rolling restart", this::rollingRestart);
        load.verify();
        System.out.println(
                "| fault | acknowledged | lost | wrong | unanswered | longest wait, ms |");
        System.out.println("|---|---|---|---|---|---|");
        lines.forEach(System.out::println);
        requireOneTree();
        requireNoErrors();
    }

    private static void trust(Cloud node) throws IOException {
        Names.resolve(
                node.folder().resolve("hosts"),
                "bleu.localhost",
                List.of("clusteraccount"),
                List.of());
        System.setProperty(
                "javax.net.ssl.trustStore", node.data().resolve("ca/truststore.p12").toString());
        System.setProperty("javax.net.ssl.trustStoreType", "PKCS12");
    }

    private void during(String key, String name, Fault fault) throws Exception {
        if (!ONLY.isEmpty() && !List.of(ONLY.split(",")).contains(key)) {
            return;
        }
        pause(CALM_SECONDS);
        long acknowledged = load.acknowledged();
        long unanswered = load.unanswered();
        load.waits().takeLongestMillis();
        load.faultBegins();
        try {
            fault.happen();
            pause(SETTLE_SECONDS);
        } finally {
            load.faultEnds();
        }
        pause(CALM_SECONDS);
        String line =
                "| %s | %,d | 0 | 0 | %,d | %,d |"
                        .formatted(
                                name,
                                load.acknowledged() - acknowledged,
                                load.unanswered() - unanswered,
                                load.waits().takeLongestMillis());
        System.out.println(line);
        lines.add(line);
    }

    private void pause(int seconds) throws InterruptedException {
        for (int i = 0; i < 10 * seconds; i++) {
            load.requireRight();
            Thread.sleep(100);
        }
    }

    private void kill(int node) throws Exception {
        stamp.nodes().get(node).kill();
        pause(CALM_SECONDS);
        stamp.nodes().get(node).up();
    }

    private void freeze(int node) throws Exception {
        stamp.nodes().get(node).freeze();
        try {
            pause(FAULT_SECONDS);
        } finally {
            stamp.nodes().get(node).wake();
        }
    }

    private void stall() throws Exception {
        cut(Link.State.STALLED);
    }

    private void refuse() throws Exception {
        cut(Link.State.REFUSED);
    }

    private void cut(Link.State state) throws Exception {
        stamp.links(state);
        try {
            pause(FAULT_SECONDS);
            requireNotReady(stamp.operatorPort(NODES - 1));
        } finally {
            stamp.links(Link.State.WHOLE);
        }
    }

    /** The balancer is told to look elsewhere, and monitoring goes on. */
    private static void requireNotReady(int operatorPort) throws IOException, InterruptedException {
        HttpResponse<String> ready = ask(operatorPort, "/readyz");
        assertEquals(503, ready.statusCode(), ready.body());
        HttpResponse<String> metrics = ask(operatorPort, "/metrics");
        assertEquals(200, metrics.statusCode(), metrics.body());
        assertEquals(0, value(metrics.body(), "bleu_ready"));
    }

    /** Small blobs and records go on; what needs the store of objects is told to come back. */
    private void withoutObjects() throws Exception {
        stamp.ceph().run("gateway-stop");
        try {
            long failed = load.waits().unanswered();
            BinaryData large = BinaryData.fromBytes(new byte[1 << 20]);
            BlobStorageException refused =
                    assertThrows(
                            BlobStorageException.class,
                            () -> load.container().getBlobClient("large").upload(large, true));
            assertEquals(503, refused.getStatusCode(), refused.toString());
            pause(S3_SECONDS);
            assertEquals(failed, load.waits().unanswered(), "small blobs or records failed");
        } finally {
            stamp.ceph().run("gateway-start");
        }
    }

    private void wrongClock() throws Exception {
        Cloud node = stamp.nodes().getFirst();
        node.down();
        Map<String, String> variables = new TreeMap<>(Stamp.JVM);
        variables.put("LD_PRELOAD", faketime().toString());
        variables.put("FAKETIME", "+10m");
        variables.put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        node.setVariables(variables);
        node.up();
        requireDatabasesTime(stamp.operatorPort(0));
        pause(FAULT_SECONDS);
        node.down();
        node.setVariables(Stamp.JVM);
        node.up();
    }

    /** A node's own clock is ten minutes ahead of the time that it goes by. */
    private static void requireDatabasesTime(int operatorPort)
            throws IOException, InterruptedException {
        String page = ask(operatorPort, "/metrics").body();
        assertEquals(600, value(page, "bleu_clock_offset_seconds"), 1);
    }

    private static HttpResponse<String> ask(int operatorPort, String path)
            throws IOException, InterruptedException {
        URI page = URI.create("http://127.0.0.1:" + operatorPort + path);
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static double value(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name));
    }

    private static Path faketime() throws IOException {
        try (Stream<Path> found =
                Files.find(
                        Path.of("/usr/lib"),
                        3,
                        (file, _) -> file.endsWith("faketime/libfaketime.so.1"))) {
            return found.findFirst()
                    .orElseThrow(() -> new AssertionError("needs the package faketime"));
        }
    }

    /** Without retries, and without one failed call. */
    private void rollingRestart() throws Exception {
        // Calls that an earlier fault broke have long been answered by now.
        long failed = load.unanswered();
        for (Cloud node : stamp.nodes()) {
            node.down();
            node.up();
            pause(2);
            assertEquals(failed, load.unanswered(), "calls failed");
        }
    }

    /**
     * Every node's last checkpoint is the head of the ledger that one node exports, which verifies
     * offline. Work in the background may commit between the two, so there are a few tries.
     */
    private void requireOneTree() throws Exception {
        Cloud first = stamp.nodes().getFirst();
        String data = first.data().toString();
        String key = first.bleu("ledger", "key", "--data", data).strip();
        for (int tries = 1; ; tries++) {
            // What was committed is signed and kept within a second or two.
            Thread.sleep(3_000);
            List<String> heads = new ArrayList<>();
            for (Cloud node : stamp.nodes()) {
                List<String> note = Stamp.checkpoint(node).lines().toList();
                heads.add(note.get(1) + " entries, root " + note.get(2) + ";");
            }
            String export = first.folder().resolve("export" + tries).toString();
            first.bleu("ledger", "export", export, "--data", data);
            Cloud.Result verified = first.tryBleu("ledger", "verify", export, "--key", key);
            System.out.println("ledger: " + verified.output().strip() + "; checkpoints: " + heads);
            assertEquals(0, verified.exit(), verified.output());
            // An export has an entry behind its own head; each start held its checkpoint against
            // the tree.
            if (heads.stream().distinct().count() == 1) {
                return;
            }
            assertTrue(tries < TRIES, "the nodes' checkpoints are not of one tree");
        }
    }

    private void requireNoErrors() throws IOException {
        List<String> errors = new ArrayList<>();
        for (Cloud node : stamp.nodes()) {
            try (Stream<Path> files = Files.list(node.data().resolve("log"))) {
                for (Path file : files.filter(it -> !it.toString().endsWith(".lck")).toList()) {
                    Files.readAllLines(file).stream()
                            .filter(line -> line.contains("\"level\":\"SEVERE\""))
                            .forEach(errors::add);
                }
            }
        }
        assertTrue(errors.isEmpty(), String.join("\n", errors));
    }
}
