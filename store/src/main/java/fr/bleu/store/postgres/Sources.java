package fr.bleu.store.postgres;

import fr.bleu.store.StoreUnusableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.postgresql.ds.PGSimpleDataSource;

/** Where connections come from, and what is set on every one of them. */
final class Sources {

    /** How long a server may be silent before a connection counts as lost, in seconds. */
    private static final int SILENCE_SECONDS = 5;

    private static final int CONNECT_SECONDS = 2;

    /** Rights of a file beyond 0600; those of a symbolic link are never less. */
    private static final int NOT_PRIVATE = 0177;

    /**
     * Every statement has an index to walk. At many rows the planner takes to bitmaps and sorts
     * where it does not know a range's width, which reads all of the range before the first row.
     * The rest lets the server notice within seconds that a node is gone. Warnings must come, and
     * nothing less: by one the server says that the standby may lack a commit.
     */
    private static final String ALWAYS =
            "-c client_min_messages=warning -c enable_seqscan=off -c enable_bitmapscan=off -c"
                + " enable_sort=off -c jit=off -c synchronous_commit=on -c"
                + " client_connection_check_interval=1000 -c tcp_user_timeout=5000 -c"
                + " tcp_keepalives_idle=5 -c tcp_keepalives_interval=1 -c tcp_keepalives_count=3";

    /**
     * Not {@code default_transaction_read_only}: the driver would take the server for a standby.
     */
    private static final String READING =
            " -c statement_timeout=10000" + " -c idle_in_transaction_session_timeout=60000";

    /** Between two pages large extents may be copied. */
    private static final String COPYING =
            " -c statement_timeout=60000" + " -c idle_in_transaction_session_timeout=86400000";

    private static final int COPY_SECONDS = 90;

    /**
     * No statement timeout: one that strikes while COMMIT waits for the standby would report a
     * success that the standby does not have. The other two bound how long a turn is waited for and
     * how long a node that stopped in its turn may keep it.
     */
    private static final String COMMITTING =
            " -c default_transaction_isolation=read\\ committed"
                    + " -c statement_timeout=0 -c lock_timeout=4000"
                    + " -c idle_in_transaction_session_timeout="
                    + Turn.LIMIT.toMillis();

    /** What acknowledged commits rest on, as the server must show it. */
    private static final Map<String, String> DURABLE =
            Map.of("synchronous_commit", "on", "client_min_messages", "warning");

    /** What a turn rests on. */
    private static final Map<String, String> FENCE =
            Map.of(
                    "default_transaction_isolation",
                    "read committed",
                    "statement_timeout",
                    "0",
                    "lock_timeout",
                    "4s",
                    "idle_in_transaction_session_timeout",
                    Turn.LIMIT.toSeconds() + "s");

    private final PostgresOptions options;
    private final String password;

    /**
     * @throws StoreUnusableException when the password's file cannot be read, or others could
     */
    Sources(PostgresOptions options) {
        this.options = options;
        password = options.address().passwordFile().map(Sources::firstLine).orElse(null);
    }

    /** Connections that only read. */
    PGSimpleDataSource reading() {
        return source("read", ALWAYS + READING, SILENCE_SECONDS);
    }

    /** Connections that commit batches. */
    PGSimpleDataSource committing() {
        return source("commit", ALWAYS + COMMITTING, SILENCE_SECONDS);
    }

    /**
     * Refuses what stands between node and server and drops settings, as proxies can be told to.
     *
     * @throws StoreUnusableException when the database is not reached, or a setting is not had
     */
    void verify() {
        try (Connection reading = reading().getConnection();
                Connection committing = committing().getConnection()) {
            require(reading, DURABLE);
            requireFence(committing);
        } catch (SQLException e) {
            throw new StoreUnusableException("the database cannot be used: " + Failures.line(e), e);
        }
    }

    /**
     * Refuses a connection for commits that lacks a setting.
     *
     * @throws StoreUnusableException when it does
     */
    static void requireFence(Connection connection) throws SQLException {
        Map<String, String> needed = new TreeMap<>(DURABLE);
        needed.putAll(FENCE);
        require(connection, needed);
    }

    private static void require(Connection connection, Map<String, String> needed)
            throws SQLException {
        String query = "SELECT name, current_setting(name) FROM unnest(?) AS name";
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setArray(1, connection.createArrayOf("text", needed.keySet().toArray()));
            ResultSet result = statement.executeQuery();
            while (result.next()) {
                String name = result.getString(1);
                if (!result.getString(2).equals(needed.get(name))) {
                    throw new StoreUnusableException(
                            "a database connection has %s = %s, not %s: a proxy drops settings"
                                    .formatted(name, result.getString(2), needed.get(name)));
                }
            }
        }
    }

    /** Connections that read a whole store, an hour long. */
    PGSimpleDataSource copying() {
        return source("copy", ALWAYS + COPYING, COPY_SECONDS);
    }

    /** Connections that fill a whole store: the batches of one transaction, as they come. */
    PGSimpleDataSource loading() {
        // Between two batches a large extent may be sent to S3.
        return source(
                "load",
                ALWAYS
                        + " -c lock_timeout=4000 -c statement_timeout=0"
                        + " -c idle_in_transaction_session_timeout=0",
                0);
    }

    /** Connections that change the schema, which may take its time. */
    PGSimpleDataSource migrating() {
        return source("migrate", "-c statement_timeout=0", 0);
    }

    private PGSimpleDataSource source(String purpose, String session, int silenceSeconds) {
        List<PostgresOptions.Server> servers = options.address().servers();
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(
                servers.stream().map(PostgresOptions.Server::host).toArray(String[]::new));
        source.setPortNumbers(servers.stream().mapToInt(PostgresOptions.Server::port).toArray());
        source.setDatabaseName(options.address().database());
        source.setUser(options.address().user());
        source.setPassword(password);
        source.setCurrentSchema(Schema.NAME);
        source.setApplicationName("bleu " + options.node() + " " + purpose);
        source.setOptions(session);
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setLoginTimeout(SILENCE_SECONDS);
        source.setSocketTimeout(silenceSeconds);
        source.setTcpKeepAlive(true);
        // Which server takes writes is asked anew each second, so that a failover is followed.
        source.setHostRecheckSeconds(1);
        source.setTargetServerType("primary");
        // A server's detail quotes keys and values.
        source.setLogServerErrorDetail(false);
        source.setGssEncMode("disable");
        source.setSslMode("disable");
        options.address()
                .rootCertificate()
                .ifPresent(
                        file -> {
                            source.setSslMode("verify-full");
                            source.setSslRootCert(file.toString());
                        });
        return source;
    }

    private static String firstLine(Path file) {
        try {
            requirePrivate(file);
            return Files.readString(file).lines().findFirst().orElse("");
        } catch (IOException e) {
            throw new StoreUnusableException(
                    "the database's password cannot be read from " + file, e);
        }
    }

    /** Linux only, as everything that keeps secrets. */
    private static void requirePrivate(Path file) throws IOException {
        Map<String, Object> found =
                Files.readAttributes(file, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
        if (!found.get("uid").equals(runningUser())
                || ((int) found.get("mode") & NOT_PRIVATE) != 0) {
            throw new StoreUnusableException(
                    "the database's password in "
                            + file
                            + " is not private: it must be its reader's own, of mode 0600 or less");
        }
    }

    /** The effective user id, from proc(5). */
    private static Integer runningUser() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status"), StandardCharsets.ISO_8859_1)
                .stream()
                .filter(line -> line.startsWith("Uid:"))
                .map(line -> Integer.valueOf(line.split("\\s+")[2]))
                .findFirst()
                .orElseThrow(() -> new IOException("/proc/self/status names no user"));
    }
}
