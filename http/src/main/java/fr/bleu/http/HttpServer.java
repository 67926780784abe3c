package fr.bleu.http;

import fr.bleu.http.ca.ServerCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * The one listener of all apis: HTTP/1.1 over TLS on the loopback addresses. Development storage,
 * which has no other api than Blob's, is the only thing that is ever served without TLS.
 *
 * <p>Life: {@link #bind} takes the port, so that URLs can be built; {@link #start} serves; {@link
 * #stop} finishes what is under way.
 */
public final class HttpServer {
    private static final int BACKLOG = 1024;
    private static final int PLATFORM_THREADS = 16;
    private static final int BIND_ATTEMPTS = 16;

    /**
     * Paths reach the {@link Router} as they were sent, and it decodes them strictly; user
     * information and fragments have no place in a request.
     */
    private static final UriCompliance RAW_PATHS =
            UriCompliance.from(
                    EnumSet.complementOf(
                            EnumSet.of(
                                    UriCompliance.Violation.USER_INFO,
                                    UriCompliance.Violation.FRAGMENT)));

    private final List<ServerSocketChannel> sockets;
    private final int port;
    private final Limits limits;
    private final ConnectionWatch watch;
    private Server server;
    private SslContextFactory.Server tls;

    private HttpServer(List<ServerSocketChannel> sockets, int port, Limits limits) {
        this.sockets = sockets;
        this.port = port;
        this.limits = limits;
        this.watch = new ConnectionWatch(limits);
    }

    /**
     * Takes a port on 127.0.0.1 and, where the machine has it, on ::1. Nothing is answered yet.
     *
     * @param port 0 for any that is free on both
     * @throws IOException if the port is taken
     */
    public static HttpServer bind(int port, Limits limits) throws IOException {
        for (int attempt = 1; ; attempt++) {
            List<ServerSocketChannel> sockets = new ArrayList<>();
            try {
                sockets.add(listen("127.0.0.1", port));
                int chosen = address(sockets.getFirst()).getPort();
                if (hasIpv6Loopback()) {
                    sockets.add(listen("::1", chosen));
                }
                return new HttpServer(sockets, chosen, limits);
            } catch (IOException e) {
                for (ServerSocketChannel socket : sockets) {
                    socket.close();
                }
                // The port that was free on one address may be taken on the other.
                if (port != 0 || attempt == BIND_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** The port that {@link #bind} took. */
    public int port() {
        return port;
    }

    /**
     * Begins to serve.
     *
     * @throws IOException if the server cannot start
     */
    public void start(Domains domains, Router router, ServerCertificate certificate)
            throws IOException {
        try {
            tls = ServerTls.factory(certificate);
        } catch (GeneralSecurityException e) {
            throw new IOException("the server did not start", e);
        }
        start(
                new HostResolver(domains),
                router,
                http -> List.of(new SslConnectionFactory(tls, http.getProtocol()), http));
    }

    /**
     * Begins to serve development storage, over plain HTTP and to loopback hosts only.
     *
     * @param router with nothing but Blob: tokens and other apis need TLS
     * @throws IOException if the server cannot start
     */
    public void startDevelopment(Router router) throws IOException {
        for (Site site : Site.values()) {
            if (site != Site.BLOB && router.protocol(site).isPresent()) {
                throw new IllegalArgumentException(site + " is not served without TLS");
            }
        }
        start(new DevelopmentHosts(port), router, List::of);
    }

    private void start(
            Hosts hosts,
            Router router,
            Function<HttpConnectionFactory, List<ConnectionFactory>> layers)
            throws IOException {
        var threads = new QueuedThreadPool(PLATFORM_THREADS);
        threads.setName("http");
        threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("http-"));
        server = new Server(threads);
        try {
            for (ServerSocketChannel socket : sockets) {
                server.addConnector(
                        connector(
                                socket, layers.apply(new HttpConnectionFactory(configuration()))));
            }
            server.addBean(new NetworkConnectionLimit(limits.maxConnections(), server));
            server.setErrorHandler(new ProtocolErrors(hosts, router));
            server.setHandler(new GracefulHandler(new Dispatcher(hosts, router, watch, limits)));
            server.start();
        } catch (Exception e) {
            throw new IOException("the server did not start", e);
        }
        sweepEvery(Math.max(100, limits.idle().toMillis() / 4));
    }

    /** How many connections are open. */
    int connections() {
        return watch.open();
    }

    /** Shows another certificate from now on; open connections keep theirs. */
    public void renew(ServerCertificate certificate) throws GeneralSecurityException, IOException {
        ServerTls.reload(tls, certificate);
    }

    /**
     * Takes no more connections and requests, lets those under way finish, and ends.
     *
     * @param grace how long they may take; then they are broken off
     */
    public void stop(Duration grace) throws IOException {
        try {
            if (server == null) {
                for (ServerSocketChannel socket : sockets) {
                    socket.close();
                }
            } else {
                server.setStopTimeout(Math.max(1, grace.toMillis()));
                server.stop();
            }
        } catch (java.util.concurrent.TimeoutException e) {
            // The grace is over: server.stop has closed every connection.
        } catch (Exception e) {
            throw new IOException("the server did not stop in order", e);
        }
    }

    private ServerConnector connector(ServerSocketChannel socket, List<ConnectionFactory> layers)
            throws IOException {
        var factories = layers.toArray(ConnectionFactory[]::new);
        var connector = new ServerConnector(server, null, null, null, 1, 1, factories);
        connector.setIdleTimeout(limits.idle().toMillis());
        connector.addBean(watch);
        connector.setHost(address(socket).getHostString());
        connector.open(socket);
        return connector;
    }

    private HttpConfiguration configuration() {
        var configuration = new HttpConfiguration();
        configuration.setRequestHeaderSize(limits.headerBytes());
        configuration.setResponseHeaderSize(limits.headerBytes());
        configuration.setMaxResponseHeaderSize(2 * limits.headerBytes());
        configuration.setHttpCompliance(HttpCompliance.STRICT);
        configuration.setUriCompliance(RAW_PATHS);
        configuration.setSendServerVersion(false);
        configuration.setSendXPoweredBy(false);
        configuration.setSendDateHeader(true);
        configuration.setNotifyForbiddenComplianceViolations(false);
        return configuration;
    }

    private void sweepEvery(long millis) {
        Scheduler scheduler = server.getScheduler();
        scheduler.schedule(
                () -> {
                    watch.sweep();
                    if (server.isRunning()) {
                        sweepEvery(millis);
                    }
                },
                millis,
                TimeUnit.MILLISECONDS);
    }

    private static ServerSocketChannel listen(String address, int port) throws IOException {
        ServerSocketChannel socket = ServerSocketChannel.open();
        try {
            socket.setOption(java.net.StandardSocketOptions.SO_REUSEADDR, true);
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral(address), port), BACKLOG);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static InetSocketAddress address(ServerSocketChannel socket) throws IOException {
        return (InetSocketAddress) socket.getLocalAddress();
    }

    private static boolean hasIpv6Loopback() {
        try {
            return java.net.NetworkInterface.getByInetAddress(InetAddress.ofLiteral("::1")) != null;
        } catch (java.net.SocketException e) {
            return false;
        }
    }
}
