package fr.bleu.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;

/**
 * Closes connections that dribble. Jetty's idle timeout starts anew with every byte; this counts
 * from the moment a connection opened or finished its last request, so that the next request's
 * headers are complete in time, and from a request's beginning, so that it ends in time.
 */
final class ConnectionWatch implements Connection.Listener {
    private final long idleNanos;
    private final long requestNanos;
    private final Map<Connection, State> connections = new ConcurrentHashMap<>();

    /** What a connection does. */
    private enum Doing {
        /** It waits for its first request, for TLS, or for its proxy. */
        OPENING,
        /** It works on a request. */
        WORKING,
        /** It waits for another request. */
        WAITING
    }

    /** Since when a connection does what it does. */
    private record State(Doing doing, long sinceNanos) {
        static State now(Doing doing) {
            return new State(doing, System.nanoTime());
        }

        boolean working() {
            return doing == Doing.WORKING;
        }
    }

    ConnectionWatch(Limits limits) {
        idleNanos = limits.idle().toNanos();
        requestNanos = limits.requestTime().toNanos();
    }

    @Override
    public void onOpened(Connection connection) {
        // TLS is watched by what it carries, which is opened with it.
        if (!(connection instanceof SslConnection)) {
            connections.put(connection, State.now(Doing.OPENING));
        }
    }

    @Override
    public void onClosed(Connection connection) {
        connections.remove(connection);
    }

    /** A request's headers are complete. */
    void begun(Connection connection) {
        connections.computeIfPresent(connection, (c, s) -> State.now(Doing.WORKING));
    }

    /** A request is answered. */
    void ended(Connection connection) {
        connections.computeIfPresent(connection, (c, s) -> State.now(Doing.WAITING));
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

    /**
     * Closes the connections that have waited for a request for too long.
     *
     * @param nanos since the last answer
     * @param openingNanos since the connection was made
     */
    void closeSilent(long nanos, long openingNanos) {
        long now = System.nanoTime();
        connections.forEach(
                (connection, state) -> {
                    long limit =
                            switch (state.doing()) {
                                case OPENING -> openingNanos;
                                case WORKING -> Long.MAX_VALUE;
                                case WAITING -> nanos;
                            };
                    boolean silent = now - state.sinceNanos() >= limit;
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
