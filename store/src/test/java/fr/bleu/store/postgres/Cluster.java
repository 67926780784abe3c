package fr.bleu.store.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * A PostgreSQL server of its own on a free port of loopback, in a folder of its own. Made by
 * Debian's programs; they refuse to run as root, who becomes the user {@code postgres} for them.
 */
public final class Cluster implements AutoCloseable {

    private static final String USER = "bleu";
    private static final Duration START = Duration.ofSeconds(60);

    /**
     * They tell of each database that is made and each connection that a test breaks. Kept, since a
     * logger else forgets its level.
     */
    private static final List<Logger> TALKATIVE =
            List.of(Logger.getLogger("org.flywaydb"), Logger.getLogger("com.zaxxer.hikari"));

    static {
        TALKATIVE.forEach(logger -> logger.setLevel(Level.SEVERE));
    }

    private static Cluster shared;

    private final Path folder;
    private final int port;
    private final List<String> databases = new ArrayList<>();
    private Process postmaster;

    private Cluster() throws IOException {
        folder = Files.createTempDirectory("bleu-postgres");
        if (isRoot()) {
            Files.setOwner(
                    folder,
                    FileSystems.getDefault()
                            .getUserPrincipalLookupService()
                            .lookupPrincipalByName("postgres"));
        }
        port = freePort();
    }

    /** A cluster for one test, which closes it. */
    static Cluster start() throws Exception {
        Cluster cluster = new Cluster();
        cluster.make(
                "initdb",
                "--pgdata=" + cluster.data(),
                "--username=" + USER,
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync");
        cluster.run();
        return cluster;
    }

    /** A standby of this cluster that receives all that it writes. */
    Cluster standby() throws Exception {
        Cluster standby = new Cluster();
        standby.make(
                "pg_basebackup",
                "--pgdata=" + standby.data(),
                "--host=127.0.0.1",
                "--port=" + port,
                "--username=" + USER,
                "--write-recovery-conf",
                "--checkpoint=fast",
                "--no-sync");
        standby.run();
        return standby;
    }

    private void make(String program, String... arguments) throws Exception {
        if (process(program, arguments).start().waitFor() != 0) {
            throw new IOException(program + " failed: " + Files.readString(log()));
        }
    }

    /** The cluster of the tests that leave it in peace; it stops with the process. */
    public static synchronized Cluster shared() throws Exception {
        if (shared == null) {
            Cluster started = start();
            Runtime.getRuntime().addShutdownHook(new Thread(started::close));
            shared = started;
        }
        return shared;
    }

    /** How to use an empty database of its own, of this cluster and those that follow it. */
    public PostgresOptions newDatabase(Cluster... standbys) throws SQLException {
        String name = emptyDatabase();
        List<Integer> ports = new ArrayList<>(List.of(port));
        for (Cluster standby : standbys) {
            ports.add(standby.port);
        }
        return options(name, ports);
    }

    /** One that nobody uses any more, emptied, or a new one, which is 300 files more. */
    private String emptyDatabase() throws SQLException {
        for (String name : databases) {
            String users = "SELECT count(*) FROM pg_stat_activity WHERE datname = '" + name + "'";
            if (one("postgres", users).equals("0")) {
                execute(name, "DROP SCHEMA IF EXISTS bleu CASCADE");
                return name;
            }
        }
        String name = "bleu" + databases.size();
        execute("postgres", "CREATE DATABASE " + name);
        databases.add(name);
        return name;
    }

    /** How to use a database of the servers on these ports. */
    static PostgresOptions options(String database, List<Integer> ports) {
        return PostgresOptions.of(
                        new PostgresOptions.Address(
                                ports.stream()
                                        .map(it -> new PostgresOptions.Server("127.0.0.1", it))
                                        .toList(),
                                database,
                                USER,
                                Optional.empty(),
                                Optional.empty()),
                        "test")
                .withPoolSize(4);
    }

    /** Runs a statement as the cluster's owner. */
    public void execute(String database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Changes a setting of the running server, and waits until new connections have it. */
    void set(String setting, String value) throws Exception {
        execute("postgres", "ALTER SYSTEM SET " + setting + " = '" + value + "'");
        execute("postgres", "SELECT pg_reload_conf()");
        while (!value.equals(one("postgres", "SELECT current_setting('" + setting + "')"))) {
            Thread.sleep(20);
        }
    }

    int port() {
        return port;
    }

    /** Serves TLS with this key and certificate. */
    void serveTls(Path key, Path certificate) throws Exception {
        for (var file : Map.of("server.key", key, "server.crt", certificate).entrySet()) {
            Path served = Files.copy(file.getValue(), data().resolve(file.getKey()));
            Files.setPosixFilePermissions(served, PosixFilePermissions.fromString("rw-------"));
            Files.setOwner(served, Files.getOwner(data()));
        }
        set("ssl", "on");
    }

    /** Has a user's password asked for. */
    void requirePassword(String user) throws Exception {
        Path rules = data().resolve("pg_hba.conf");
        String others = Files.readString(rules);
        Files.writeString(rules, "host all " + user + " 0.0.0.0/0 scram-sha-256\n" + others);
        execute("postgres", "SELECT pg_reload_conf()");
    }

    /** The first column of a query's first row. */
    String one(String database, String query) throws SQLException {
        try (Connection connection = connect(database);
                var statement = connection.createStatement()) {
            ResultSet result = statement.executeQuery(query);
            result.next();
            return result.getString(1);
        }
    }

    Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + database, USER, null);
    }

    /** Kills the server's first process; the others notice and end. */
    void kill() throws InterruptedException {
        postmaster.destroyForcibly();
        postmaster.waitFor();
    }

    /** Starts the server; again if what was killed has not quite gone. */
    void run() throws Exception {
        long until = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < until) {
            postmaster =
                    process(
                                    "postgres",
                                    "-D",
                                    data().toString(),
                                    "-p",
                                    Integer.toString(port),
                                    "--listen_addresses=127.0.0.1",
                                    "--unix_socket_directories=",
                                    "--shared_buffers=64MB",
                                    "--max_connections=200")
                            .start();
            while (postmaster.isAlive() && System.nanoTime() < until) {
                if (accepts()) {
                    return;
                }
                Thread.sleep(50);
            }
        }
        throw new IOException("the server does not start: " + Files.readString(log()));
    }

    private boolean accepts() {
        try (Connection connection = connect("postgres")) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Sends a process a signal. */
    static void signal(Process process, String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    }

    @Override
    public void close() {
        try {
            signal(postmaster, "QUIT");
            if (!postmaster.waitFor(10, TimeUnit.SECONDS)) {
                postmaster.destroyForcibly();
                postmaster.waitFor();
            }
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Path data() {
        return folder.resolve("data");
    }

    private Path log() {
        return folder.resolve("log");
    }

    private ProcessBuilder process(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(
                    List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
        }
        command.add(programs().resolve(program).toString());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
    }

    private static Path programs() throws IOException {
        try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.comparing(Path::toString))
                    .orElseThrow(() -> new IOException("PostgreSQL's programs are missing"));
        }
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
