package fr.bleu.store.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import fr.bleu.store.StoreFailedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/**
 * The database as reads use it: pools, and patience with a server that fails over.
 *
 * <p>A read that meets a lost connection is tried again for {@link #PATIENCE}. A node that has been
 * without the database for as long refuses at once, but for one try in {@link #GLANCE}, until it is
 * reached again.
 */
final class Database implements AutoCloseable {

    /** How long a read or a commit waits for the database. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration PAUSE = Duration.ofMillis(50);

    /** How often it is tried to reach the database once it is lost; all others are refused. */
    private static final Duration GLANCE = Duration.ofMillis(250);

    private static final Duration KEEP_ALIVE = Duration.ofSeconds(30);
    private static final Duration LIFETIME = Duration.ofMinutes(10);

    private final HikariDataSource reads;
    private final HikariDataSource snapshots;

    private volatile boolean closed;

    /** When the database was first missed since it was last reached; 0 while it is reached. */
    private volatile long missedNanos;

    /** When it was last tried to reach a lost database. */
    private final AtomicLong triedNanos = new AtomicLong(System.nanoTime());

    /** What a read does on a connection. */
    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    Database(DataSource source, int poolSize) {
        HikariConfig forReads = pool(source, "bleu-reads", poolSize);
        reads = new HikariDataSource(forReads);
        HikariConfig forSnapshots = pool(source, "bleu-snapshots", Math.max(2, poolSize / 2));
        forSnapshots.setAutoCommit(false);
        forSnapshots.setReadOnly(true);
        forSnapshots.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
        snapshots = new HikariDataSource(forSnapshots);
    }

    private static HikariConfig pool(DataSource source, String name, int size) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(source);
        config.setPoolName(name);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(PATIENCE.toMillis());
        config.setValidationTimeout(Duration.ofSeconds(2).toMillis());
        config.setKeepaliveTime(KEEP_ALIVE.toMillis());
        config.setIdleTimeout(LIFETIME.dividedBy(2).toMillis());
        config.setMaxLifetime(LIFETIME.toMillis());
        // The first connection is made by whoever reads first.
        config.setInitializationFailTimeout(-1);
        return config;
    }

    /**
     * Reads what is committed now.
     *
     * @throws StoreFailedException when the database is not reached in time, or fails
     */
    <T> T read(Work<T> work) {
        return patiently(
                () -> {
                    try (Connection connection = reads.getConnection()) {
                        return work.on(connection);
                    }
                });
    }

    /**
     * A connection whose reads all show this moment; the caller closes it.
     *
     * @throws StoreFailedException when the database is not reached in time, or too many snapshots
     *     are open
     */
    Connection snapshot() {
        return patiently(
                () -> {
                    Connection connection = snapshots.getConnection();
                    // The first statement fixes the moment.
                    try (var statement = connection.prepareStatement("SELECT 1")) {
                        statement.execute();
                        return connection;
                    } catch (SQLException e) {
                        connection.close();
                        throw e;
                    }
                });
    }

    /** A connection of its own whose reads all show this moment. */
    static Connection begun(DataSource source) throws SQLException {
        Connection connection = source.getConnection();
        try {
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false);
            try (var statement = connection.prepareStatement("SELECT 1")) {
                statement.execute();
            }
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** What a failed read throws. */
    RuntimeException failed(SQLException cause) {
        if (closed) {
            return new IllegalStateException("the store is closed");
        }
        return new StoreFailedException("the database: " + Failures.line(cause), cause);
    }

    void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the store is closed");
        }
    }

    @Override
    public void close() {
        closed = true;
        reads.close();
        snapshots.close();
    }

    @FunctionalInterface
    private interface Attempt<T> {
        T run() throws SQLException;
    }

    private <T> T patiently(Attempt<T> attempt) {
        long startNanos = System.nanoTime();
        while (true) {
            requireOpen();
            if (!admits()) {
                throw failed(new SQLException("not reached for some time", "08001"));
            }
            try {
                T result = attempt.run();
                reached();
                return result;
            } catch (SQLException e) {
                boolean missed = Failures.isPassing(e) && !Failures.isAnswer(e);
                if (missed) {
                    missed();
                }
                if (!missed || isLost() || System.nanoTime() - startNanos > PATIENCE.toNanos()) {
                    throw failed(e);
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    /** Whether to turn to the database now: while it is lost, one in a {@link #GLANCE}. */
    boolean admits() {
        if (!isLost()) {
            return true;
        }
        long now = System.nanoTime();
        long last = triedNanos.get();
        return now - last > GLANCE.toNanos() && triedNanos.compareAndSet(last, now);
    }

    /** The database has answered. */
    void reached() {
        if (missedNanos != 0) {
            missedNanos = 0;
        }
    }

    private void missed() {
        triedNanos.set(System.nanoTime());
        if (missedNanos == 0) {
            missedNanos = System.nanoTime() | 1;
        }
    }

    private boolean isLost() {
        long since = missedNanos;
        return since != 0 && System.nanoTime() - since > PATIENCE.toNanos();
    }
}
