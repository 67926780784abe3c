package fr.bleu.store.postgres;

import fr.bleu.store.CommitListener;
import fr.bleu.store.engine.QueueBounds;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a node uses its stamp's database. Holds no secret: the password stands in a file.
 *
 * @param node the node's name, which the server shows its operator
 * @param poolSize connections for reads; half as many more for snapshots, and one for commits
 * @param minimumLedgerSize entries of the last checkpoint published outside the store; a store with
 *     fewer does not open
 * @param minimumLedgerRoot that checkpoint's root, 32 bytes; a store with another does not open
 * @param clock tells commit times instead of the database's clock; for tests
 * @param listener is told of each batch
 */
public record PostgresOptions(
        Address address,
        String node,
        int poolSize,
        QueueBounds bounds,
        long minimumLedgerSize,
        Optional<byte[]> minimumLedgerRoot,
        Optional<InstantSource> clock,
        CommitListener listener) {

    /** Connections for reads, unless said otherwise. */
    public static final int POOL_SIZE = 16;

    private static final int MAX_POOL_SIZE = 1_000;

    public PostgresOptions {
        if (poolSize < 1 || poolSize > MAX_POOL_SIZE) {
            throw new IllegalArgumentException("a pool has 1 to 1,000 connections");
        }
    }

    /**
     * Where the database is, and as whom to use it.
     *
     * @param servers the primary and those that may become it; whichever takes writes is used
     * @param user owns the database, or may create a schema in it
     * @param passwordFile holds the password on its first line, for its owner alone; without one
     *     the server must not ask
     * @param rootCertificate certificates (PEM) of the authority that the server's must come from;
     *     its name is verified too. Only servers on loopback may do without
     */
    public record Address(
            List<Server> servers,
            String database,
            String user,
            Optional<Path> passwordFile,
            Optional<Path> rootCertificate) {

        private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1");

        public Address {
            servers = List.copyOf(servers);
            if (servers.isEmpty()) {
                throw new IllegalArgumentException("no database server is named");
            }
            for (Server server : servers) {
                if (rootCertificate.isEmpty() && !LOOPBACK.contains(server.host())) {
                    throw new IllegalArgumentException(
                            "the database server " + server.host() + " needs a root certificate");
                }
            }
        }
    }

    /** A server's name or address, and its port. */
    public record Server(String host, int port) {

        public Server {
            if (host.isEmpty() || port < 1 || port > 65_535) {
                throw new IllegalArgumentException("not a server: " + host + ":" + port);
            }
        }
    }

    /** Default sizes and no minimum. */
    public static PostgresOptions of(Address address, String node) {
        return new PostgresOptions(
                address,
                node,
                POOL_SIZE,
                QueueBounds.DEFAULT,
                0,
                Optional.empty(),
                Optional.empty(),
                CommitListener.NONE);
    }

    /** The same, with a pool of another size. */
    public PostgresOptions withPoolSize(int connections) {
        return new PostgresOptions(
                address,
                node,
                connections,
                bounds,
                minimumLedgerSize,
                minimumLedgerRoot,
                clock,
                listener);
    }

    /** The same, for a store that must hold at least the ledger of this checkpoint. */
    public PostgresOptions withMinimumLedger(long size, byte[] root) {
        return new PostgresOptions(
                address, node, poolSize, bounds, size, Optional.of(root.clone()), clock, listener);
    }

    /** The same, with commit times from this clock. */
    public PostgresOptions withClock(InstantSource other) {
        return new PostgresOptions(
                address,
                node,
                poolSize,
                bounds,
                minimumLedgerSize,
                minimumLedgerRoot,
                Optional.of(other),
                listener);
    }

    /** The same, with somebody who is told of each batch. */
    public PostgresOptions withListener(CommitListener told) {
        return new PostgresOptions(
                address, node, poolSize, bounds, minimumLedgerSize, minimumLedgerRoot, clock, told);
    }
}
