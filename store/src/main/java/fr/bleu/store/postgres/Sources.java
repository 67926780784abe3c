package fr.bleu.store.postgres;

import fr.bleu.store.StoreUnusableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;

/** Where connections come from, and what is set on every one of them. */
final class Sources {

    /** How long a server may be silent before a connection counts as lost, in seconds. */
    private static final int SILENCE_SECONDS = 5;

    private static final int CONNECT_SECONDS = 2;

    /**
     * Every statement has an index to walk. At many rows the planner takes to bitmaps and sorts
     * where it does not know a range's width, which reads all of the range before the first row.
     * The rest lets the server notice within seconds that a node is gone.
     */
    private static final String ALWAYS =
            "-c enable_seqscan=off -c enable_bitmapscan=off -c enable_sort=off -c jit=off"
                    + " -c synchronous_commit=on"
                    + " -c client_connection_check_interval=1000 -c tcp_user_timeout=5000"
                    + " -c tcp_keepalives_idle=5 -c tcp_keepalives_interval=1"
                    + " -c tcp_keepalives_count=3";

    /**
     * Not {@code default_transaction_read_only}: the driver would take the server for a standby.
     */
    private static final String READING =
            " -c statement_timeout=10000" + " -c idle_in_transaction_session_timeout=60000";

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

    private final PostgresOptions options;
    private final String password;

    /**
     * @throws StoreUnusableException when the password's file cannot be read
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
            return Files.readString(file).lines().findFirst().orElse("");
        } catch (IOException e) {
            throw new StoreUnusableException(
                    "the database's password cannot be read from " + file, e);
        }
    }
}
