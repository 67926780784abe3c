package fr.bleu.conformance.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The wire between one node and one port of this machine, to be cut. */
public final class Link implements AutoCloseable {

    /** What it does with bytes and connections. */
    public enum State {
        WHOLE,
        /** Nothing passes, and nobody is told: what was sent arrives when the link is whole. */
        STALLED,
        /** Connections end, and new ones are ended at once. */
        REFUSED
    }

    private final int target;
    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile State state = State.WHOLE;

    Link(int target) throws IOException {
        this.target = target;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    void set(State next) throws IOException {
        state = next;
        if (next == State.REFUSED) {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                if (state == State.REFUSED) {
                    client.close();
                } else {
                    threads.execute(() -> serve(client));
                }
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            sockets.add(client);
            sockets.add(server);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            threads.execute(() -> pass(server, client));
            pass(client, server);
            sockets.remove(server);
        } catch (IOException e) {
            // Nobody listens there.
        } finally {
            sockets.remove(client);
        }
    }

    /** Passes bytes on until either end is gone. */
    private void pass(Socket from, Socket to) {
        byte[] buffer = new byte[16 << 10];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                awaitUnstalled();
                to.getOutputStream().write(buffer, 0, count);
            }
        } catch (IOException e) {
            // The fault, or the end of a connection.
        }
    }

    private void awaitUnstalled() {
        while (state == State.STALLED) {
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        set(State.REFUSED);
        threads.close();
    }
}
