package fr.bleu.http;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;

/** One port on one or two addresses of this machine. */
final class Sockets implements Closeable {
    private static final int BACKLOG = 1024;
    private static final int BIND_ATTEMPTS = 16;

    private final List<ServerSocketChannel> sockets;
    private final InetAddress address;
    private final int port;

    private Sockets(List<ServerSocketChannel> sockets, InetAddress address, int port) {
        this.sockets = List.copyOf(sockets);
        this.address = address;
        this.port = port;
    }

    /**
     * Takes a port on 127.0.0.1 and, where the machine has it, on ::1.
     *
     * @param port 0 for any that is free on both
     * @throws IOException if the port is taken
     */
    static Sockets loopback(int port) throws IOException {
        InetAddress ipv4 = InetAddress.ofLiteral("127.0.0.1");
        InetAddress ipv6 = InetAddress.ofLiteral("::1");
        return bind(hasIpv6() ? List.of(ipv4, ipv6) : List.of(ipv4), port);
    }

    /**
     * Takes a port on these addresses.
     *
     * @param port 0 for any that is free on all
     * @throws IOException if the port is taken
     */
    static Sockets bind(List<InetAddress> addresses, int port) throws IOException {
        for (int attempt = 1; ; attempt++) {
            List<ServerSocketChannel> sockets = new ArrayList<>();
            try {
                int chosen = port;
                for (InetAddress address : addresses) {
                    sockets.add(listen(address, chosen));
                    chosen = address(sockets.getFirst()).getPort();
                }
                return new Sockets(sockets, addresses.getFirst(), chosen);
            } catch (IOException e) {
                close(sockets);
                // The port that was free on one address may be taken on the other.
                if (port != 0 || attempt == BIND_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** The first of them. */
    InetAddress address() {
        return address;
    }

    int port() {
        return port;
    }

    List<ServerSocketChannel> all() {
        return sockets;
    }

    boolean areLoopback() throws IOException {
        for (ServerSocketChannel socket : sockets) {
            if (!address(socket).getAddress().isLoopbackAddress()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        close(sockets);
    }

    private static void close(List<ServerSocketChannel> sockets) throws IOException {
        for (ServerSocketChannel socket : sockets) {
            socket.close();
        }
    }

    private static ServerSocketChannel listen(InetAddress address, int port) throws IOException {
        ServerSocketChannel socket = ServerSocketChannel.open();
        try {
            socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            socket.bind(new InetSocketAddress(address, port), BACKLOG);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    static InetSocketAddress address(ServerSocketChannel socket) throws IOException {
        return (InetSocketAddress) socket.getLocalAddress();
    }

    private static boolean hasIpv6() {
        try {
            return NetworkInterface.getByInetAddress(InetAddress.ofLiteral("::1")) != null;
        } catch (SocketException e) {
            return false;
        }
    }
}
