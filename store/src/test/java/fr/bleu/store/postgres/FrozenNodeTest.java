package fr.bleu.store.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.store.ChangeId;
import fr.bleu.store.Store;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A node's process is frozen past its turn's limit, again and again, and in the end killed. */
@Tag("postgres")
class FrozenNodeTest {

    private final CommitOracle oracle = new CommitOracle();

    /** What the other process said it committed: the sequence by the change's id. */
    private final Map<ChangeId, Long> acknowledged = new ConcurrentHashMap<>();

    @Test
    void theOtherNodeGoesOnAndWhatTheFrozenOneLostItNeverWrites() throws Exception {
        int rounds = Boolean.getBoolean("bleu.all") ? 10 : 2;
        try (Cluster cluster = Cluster.start()) {
            PostgresOptions options = cluster.newDatabase();
            try (Store store = PostgresStore.open(options)) {
                Process child = child(options);
                Thread reader = Thread.startVirtualThread(() -> read(child));
                oracle.commitDuring(List.of(store), 4, () -> freezeAndKill(child, rounds));
                reader.join();
                acknowledged.forEach(
                        (id, sequence) ->
                                assertEquals(sequence, store.resolve(id).get().sequence()));
                assertTrue(acknowledged.size() > rounds * 10, "the child hardly committed");
                oracle.verify(store);
            }
        }
    }

    private void freezeAndKill(Process child, int rounds) throws Exception {
        for (int round = 0; round < rounds; round++) {
            awaitAcknowledged(child, 20);
            Cluster.signal(child, "STOP");
            // This node's commits outlast the frozen one's turn, if it had it.
            Thread.sleep(Turn.LIMIT.toMillis() + 500);
            oracle.await(20);
            Cluster.signal(child, "CONT");
        }
        awaitAcknowledged(child, 20);
        child.toHandle().destroyForcibly();
        oracle.await(20);
    }

    private void awaitAcknowledged(Process child, int more) throws InterruptedException {
        int until = acknowledged.size() + more;
        while (acknowledged.size() < until) {
            assertTrue(child.isAlive(), "the other process has ended");
            Thread.sleep(5);
        }
    }

    private static Process child(PostgresOptions options) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        NodeChild.class.getName(),
                        options.address().database(),
                        Integer.toString(options.address().servers().getFirst().port()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private void read(Process child) {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] parts = line.split(" ");
                // The last line may be torn by the kill; then it was not acknowledged.
                if (parts.length == 3 && parts[2].equals(".")) {
                    oracle.sent(ChangeId.parse(parts[1]));
                } else if (parts.length == 4 && parts[3].equals(".")) {
                    acknowledged.put(ChangeId.parse(parts[1]), Long.parseLong(parts[2]));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
