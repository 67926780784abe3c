package fr.bleu.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ConnectionMetaData;

/**
 * Closes connections that dribble. Jetty's idle timeout starts anew with every byte; this counts
 * from the moment a connection opened or finished its last request, so that the next request's
 * headers are complete in time, and from a request's beginning, so that it ends in time.
 */
final class ConnectionWatch implements Connection.Listener {
    private final long idleNanos;
    private final long requestNanos;
    private final Map<Connection, State> connections = new ConcurrentHashMap<>();

    /** Since when a connection waits for a request or works on one. */
    private record State(boolean working, long sinceNanos) {}

    ConnectionWatch(Limits limits) {
        idleNanos = limits.idle().toNanos();
        requestNanos = limits.requestTime().toNanos();
    }

    @Override
    public void onOpened(Connection connection) {
        if (connection instanceof ConnectionMetaData) {
            connections.put(connection, new State(false, System.nanoTime()));
        }
    }

    @Override
    public void onClosed(Connection connection) {
        connections.remove(connection);
    }

    /** A request's headers are complete. */
    void begun(Connection connection) {
        connections.computeIfPresent(connection, (c, s) -> new State(true, System.nanoTime()));
    }

    /** A request is answered. */
    void ended(Connection connection) {
        connections.computeIfPresent(connection, (c, s) -> new State(false, System.nanoTime()));
    }

    /** How many connections are open. */
    int open() {
        return connections.size();
    }

    /** How many connections have a request under way. */
    int working() {
        int working = 0;
        for (State state : connections.values()) {
            working += state.working() ? 1 : 0;
        }
        return working;
    }

    /** Closes the connections that have waited for a request for so long. */
    void closeSilent(long nanos) {
        long now = System.nanoTime();
        connections.forEach(
                (connection, state) -> {
                    boolean silent = !state.working() && now - state.sinceNanos() >= nanos;
                    // Unless a request has begun just now.
                    if (silent && connections.remove(connection, state)) {
                        connection.getEndPoint().close();
                    }
                });
    }

    /** Closes what is over its time; called every now and then. */
    void sweep() {
        long now = System.nanoTime();
        connections.forEach(
                (connection, state) -> {
                    long limit = state.working() ? requestNanos : idleNanos;
                    if (now - state.sinceNanos() > limit) {
                        connection
                                .getEndPoint()
                                .close(new TimeoutException("the request took too long"));
                    }
                });
    }
}
