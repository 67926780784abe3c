package fr.bleu.conformance.cluster;

import fr.bleu.conformance.Cloud;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A stamp on this machine: PostgreSQL with a synchronous standby, Ceph with its S3 gateway, nodes,
 * and HAProxy before them. The last node reaches the database over links that can be cut.
 */
public final class Stamp implements AutoCloseable {

    /** HAProxy looks twice a second, twice. */
    private static final String DRAIN_SECONDS = "3";

    /** JVMs that live for a minute are worth no optimizing compiler, which would starve them. */
    public static final Map<String, String> JVM =
            Map.of("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");

    /** Whether all that it holds is left behind, to be looked at. */
    private static final boolean KEEP = Boolean.getBoolean("bleu.cluster.keep");

    private static final int CEPH_PORTS = 61;

    private final Map<String, String> variables;
    private final Path folder;
    private final int port;
    private final Script postgres;
    private final Script ceph;
    private final Script haproxy;
    private final int postgresPort = freePorts(2);
    private final int cephPort = freePorts(CEPH_PORTS);
    private final List<Cloud> nodes = new ArrayList<>();
    private final List<Integer> operatorPorts = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private final Set<String> databases = new HashSet<>();

    private Stamp(Map<String, String> variables) throws IOException {
        this.variables = variables;
        folder = Files.createTempDirectory("bleu-stamp-");
        // PostgreSQL runs as another user, who must find its folder.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        port = Cloud.freePort();
        postgres = new Script("postgres.sh", folder.resolve("postgres"));
        ceph = new Script("ceph.sh", folder.resolve("ceph"));
        haproxy = new Script("haproxy.sh", folder.resolve("haproxy"));
    }

    /**
     * Starts all of it; {@code -Dbleu.home} names the repository.
     *
     * @param count of nodes
     * @param variables of their processes' environment
     */
    public static Stamp start(int count, Map<String, String> variables)
            throws IOException, InterruptedException {
        Stamp stamp = new Stamp(variables);
        Runtime.getRuntime().addShutdownHook(new Thread(stamp::stopScripts));
        try {
            stamp.open(count);
            return stamp;
        } catch (IOException | InterruptedException | RuntimeException e) {
            stamp.close();
            throw e;
        }
    }

    private void open(int count) throws IOException, InterruptedException {
        postgres.run("start", Integer.toString(postgresPort));
        ceph.run("start", Integer.toString(cephPort));
        links.add(new Link(postgresPort));
        links.add(new Link(postgresPort + 1));
        for (int i = 0; i < count; i++) {
            nodes.add(node(i, i == count - 1));
        }
        nodes.getFirst().up();
        awaitCheckpoint(nodes.getFirst());
        for (Cloud other : nodes.subList(1, count)) {
            copy(nodes.getFirst(), other);
            other.up();
        }
        List<String> words = new ArrayList<>(List.of(Integer.toString(port)));
        for (int i = 0; i < count; i++) {
            words.add(nodes.get(i).port() + ":" + operatorPorts.get(i));
        }
        haproxy.run("start", words.toArray(String[]::new));
    }

    private Cloud node(int number, boolean linked) throws IOException {
        operatorPorts.add(Cloud.freePort());
        return node(number, "bleu", linked, Cloud.freePort());
    }

    /**
     * Empties a place among the nodes: one that is not started yet, over an empty database and
     * prefix, takes the ports of one that has ended.
     *
     * @param database of a-z and 0-9; the prefix has its name. Made if it is not there
     */
    public Cloud replace(int number, String database) throws IOException, InterruptedException {
        if (databases.add(database)) {
            postgres.run("database", database);
        }
        Cloud node = node(number, database, false, nodes.get(number).port());
        nodes.set(number, node);
        return node;
    }

    /** The settings of a node, a file. */
    public static Path settings(Cloud node) {
        return node.folder().resolve("stamp.conf");
    }

    private Cloud node(int number, String database, boolean linked, int nodePort)
            throws IOException {
        Path own = Files.createDirectories(folder.resolve(database).resolve("node" + (number + 1)));
        List<String> options =
                List.of(
                        "--stamp", own.resolve("stamp.conf").toString(),
                        "--operator-port", operatorPorts.get(number).toString(),
                        "--drain-seconds", DRAIN_SECONDS);
        Cloud node = Cloud.in(own, nodePort, options);
        Files.writeString(settings(node), settings(number, database, linked));
        node.setVariables(variables);
        return node;
    }

    private String settings(int number, String database, boolean linked) {
        String servers =
                IntStream.of(0, 1)
                        .map(i -> linked ? links.get(i).port() : postgresPort + i)
                        .mapToObj(it -> "127.0.0.1:" + it)
                        .reduce((a, b) -> a + ", " + b)
                        .orElseThrow();
        return """
        node = node%d
        port = %d
        proxies = 127.0.0.2
        postgres.servers = %s
        postgres.database = %s
        postgres.user = bleu
        postgres.password-file = %s
        s3.endpoint = http://127.0.0.1:%d
        s3.bucket = bleu
        s3.prefix = %s/
        s3.credentials = %s
        """
                .formatted(
                        number + 1,
                        port,
                        servers,
                        database,
                        postgres.folder().resolve("password"),
                        cephPort,
                        database,
                        ceph.folder().resolve("s3-credentials"));
    }

    /** A node opens only with a checkpoint, which is kept once a second. */
    private static void awaitCheckpoint(Cloud node) throws IOException, InterruptedException {
        while (checkpoint(node).isEmpty()) {
            Thread.sleep(50);
        }
    }

    /** The last checkpoint that a node has published; empty when there is none yet. */
    public static String checkpoint(Cloud node) throws IOException {
        try (Stream<Path> files = Files.walk(node.folder().resolve("c"))) {
            List<Path> found = files.filter(it -> it.endsWith("checkpoint")).toList();
            return found.isEmpty() ? "" : Files.readString(found.getFirst());
        }
    }

    /** Gives a node what makes it one of the same cloud: its identity, its CA and its keys. */
    private static void copy(Cloud from, Cloud to) throws IOException {
        Path base = from.folder();
        Files.createDirectory(
                to.data(),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        for (String name :
                List.of(
                        "data/INSTANCE",
                        "data/instance.json",
                        "data/first-start.json",
                        "data/ca",
                        "c")) {
            try (Stream<Path> files = Files.walk(base.resolve(name))) {
                for (Path file : files.filter(Stamp::goesAlong).toList()) {
                    Files.copy(
                            file,
                            to.folder().resolve(base.relativize(file)),
                            StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    /** Each node makes its own certificate, in the name that its file gives it. */
    private static boolean goesAlong(Path file) {
        return !file.endsWith("control.sock") && !file.endsWith("node.pem");
    }

    /** Where a node's operator watches it. */
    public int operatorPort(int node) {
        return operatorPorts.get(node);
    }

    public List<Cloud> nodes() {
        return nodes;
    }

    /** Where clients ask: HAProxy's port. */
    public int port() {
        return port;
    }

    /**
     * From now on HAProxy gives new connections to the first {@code count} nodes alone, and takes
     * them for ready: a measured node has as much to do as it can, and may answer late.
     */
    public void balanceOver(int count) throws IOException {
        for (int i = 1; i <= nodes.size(); i++) {
            String node = "nodes/node" + i;
            tellHaproxy("disable health " + node);
            tellHaproxy("set server " + node + " state " + (i <= count ? "ready" : "maint"));
        }
    }

    private void tellHaproxy(String command) throws IOException {
        Path socket = haproxy.folder().resolve("admin.sock");
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            byte[] line = (command + "\n").getBytes(StandardCharsets.US_ASCII);
            Channels.newOutputStream(channel).write(line);
            byte[] bytes = Channels.newInputStream(channel).readAllBytes();
            String answer = new String(bytes, StandardCharsets.US_ASCII);
            if (!answer.isBlank()) {
                throw new IOException("HAProxy: " + answer.strip());
            }
        }
    }

    /** The links of the last node to the database's servers. */
    public void links(Link.State state) throws IOException {
        for (Link link : links) {
            link.set(state);
        }
    }

    public Script postgres() {
        return postgres;
    }

    public Script ceph() {
        return ceph;
    }

    /** Begins a range of ports that nobody listens on, below those that the kernel hands out. */
    private static int freePorts(int count) {
        SplittableRandom random = new SplittableRandom();
        while (true) {
            int first = 12_000 + random.nextInt(18_000);
            if (IntStream.range(first, first + count).allMatch(Stamp::isFree)) {
                return first;
            }
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    /** Stops everything and deletes it; what does not stop in order is said. */
    @Override
    public void close() throws IOException, InterruptedException {
        for (Cloud node : nodes) {
            node.end();
        }
        for (Cloud node : nodes) {
            if (KEEP) {
                node.down();
            } else {
                node.close();
            }
        }
        stopScripts();
        for (Link link : links) {
            link.close();
        }
        if (KEEP) {
            System.out.println("kept: " + folder);
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private void stopScripts() {
        for (Script script : List.of(haproxy, ceph, postgres)) {
            try {
                if (Files.exists(script.folder())) {
                    script.run("stop");
                }
            } catch (IOException | InterruptedException e) {
                System.err.println(e.getMessage());
            }
        }
    }
}
