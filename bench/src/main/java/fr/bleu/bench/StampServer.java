package fr.bleu.bench;

import fr.bleu.conformance.Cloud;
import fr.bleu.conformance.cluster.Stamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A stamp of several nodes over PostgreSQL with a synchronous standby, and Ceph; HAProxy gives
 * requests to as many of them as it is told.
 */
final class StampServer implements Server {

    private final Stamp stamp;
    private final Endpoint endpoint;

    private StampServer(Stamp stamp, Endpoint endpoint) {
        this.stamp = stamp;
        this.endpoint = endpoint;
    }

    static StampServer start(int nodes) throws IOException, InterruptedException {
        Stamp stamp = Stamp.start(nodes, Map.of());
        try {
            Cloud first = stamp.nodes().getFirst();
            byte[] key = new Arm(first).makeAccount(BleuServer.ACCOUNT);
            Path ca = Path.of(first.env("BLEU_CA"));
            return new StampServer(
                    stamp, Endpoint.trusting(ca, stamp.port(), BleuServer.ACCOUNT, key));
        } catch (IOException | RuntimeException e) {
            stamp.close();
            throw e;
        }
    }

    Stamp stamp() {
        return stamp;
    }

    /** CPU time of both servers of the database. */
    long databaseCpuMicros() throws IOException {
        long sum = 0;
        for (String server : new String[] {"a", "b"}) {
            Path file = stamp.postgres().folder().resolve(server).resolve("postmaster.pid");
            sum += Processes.cpuMicros(Long.parseLong(Files.readAllLines(file).getFirst()));
        }
        return sum;
    }

    @Override
    public String name() {
        return "a stamp";
    }

    /** The first node's. */
    @Override
    public long pid() {
        return stamp.nodes().getFirst().pid();
    }

    /** Of all nodes. */
    @Override
    public long cpuMicros() {
        return stamp.nodes().stream().mapToLong(node -> Processes.cpuMicros(node.pid())).sum();
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        stamp.close();
    }
}
