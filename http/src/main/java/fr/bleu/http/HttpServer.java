package fr.bleu.http;

import fr.bleu.http.ca.ServerCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.ServerSocketChannel;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
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
 * The one listener of all apis: HTTP/1.1 over TLS, on the loopback addresses unless another is
 * named. Development storage, which has no other api than Blob's, is the only thing that is ever
 * served without TLS, and never elsewhere.
 *
 * <p>Life: {@link #bind} takes the port, so that URLs can be built; {@link #start} serves; {@link
 * #drain} and {@link #stop} finish what is under way.
 */
public final class HttpServer {
    private static final int PLATFORM_THREADS = 16;

    /** Who has just been answered on a connection may already be sending again. */
    private static final long SILENCE_NANOS = 500_000_000;

    /** Who has just connected has yet to agree on TLS. */
    private static final long OPENING_NANOS = 3_000_000_000L;

    private static final long POLL_MILLIS = 10;

    /** For connections that say nothing, not even in TLS. */
    private static final long END_MILLIS = 500;

    private final Sockets sockets;
    private final Networks proxies;
    private final Limits limits;
    private final RequestListener listener;
    private final ConnectionWatch watch;
    private Server server;
    private Dispatcher dispatcher;
    private SslContextFactory.Server tls;

    private HttpServer(Sockets sockets, Networks proxies, Limits limits, RequestListener listener) {
        this.sockets = sockets;
        this.proxies = proxies;
        this.limits = limits;
        this.listener = listener;
        this.watch = new ConnectionWatch(limits);
    }

    /** Takes a port on the loopback addresses. */
    public static HttpServer bind(int port, Limits limits) throws IOException {
        return bind(Listening.loopback(port), limits, RequestListener.NONE);
    }

    /**
     * Takes a port. Nothing is answered yet.
     *
     * @param listener is told of every request
     * @throws IOException if the port is taken, or the address is none of this machine
     */
    public static HttpServer bind(Listening listening, Limits limits, RequestListener listener)
            throws IOException {
        return new HttpServer(listening.bind(), listening.proxies(), limits, listener);
    }

    /** The port that {@link #bind} took. */
    public int port() {
        return sockets.port();
    }

    /** Where somebody on this machine finds it, who connects from the same address. */
    public LocalAddress localAddress() {
        InetAddress address = sockets.address();
        return new LocalAddress(address, port(), proxies.contain(address));
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
        start(new HostResolver(domains), router, this::overTls);
    }

    private List<ConnectionFactory> overTls(HttpConnectionFactory http) {
        var secure = new SslConnectionFactory(tls, http.getProtocol());
        return proxies.isEmpty()
                ? List.of(secure, http)
                : List.of(new ProxyHeaders(proxies, secure.getProtocol()), secure, http);
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
        if (!sockets.areLoopback() || !proxies.isEmpty()) {
            throw new IllegalStateException("only TLS is served elsewhere or behind a proxy");
        }
        start(new DevelopmentHosts(port()), router, List::of);
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
            for (ServerSocketChannel socket : sockets.all()) {
                server.addConnector(
                        connector(
                                socket,
                                layers.apply(
                                        new HttpConnectionFactory(
                                                Configurations.strict(limits.headerBytes())))));
            }
            server.addBean(new NetworkConnectionLimit(limits.maxConnections(), server));
            dispatcher = new Dispatcher(hosts, router, watch, limits, listener);
            server.setErrorHandler(new ProtocolErrors(hosts, router, listener));
            server.setHandler(new GracefulHandler(dispatcher));
            server.start();
        } catch (Exception e) {
            throw new IOException("the server did not start", e);
        }
        sweepEvery(Math.max(100, limits.idle().toMillis() / 4));
    }

    /** How many connections are open. */
    public int connections() {
        return watch.open();
    }

    /** How many requests are worked on. */
    public int requests() {
        return watch.working();
    }

    /** Shows another certificate from now on; open connections keep theirs. */
    public void renew(ServerCertificate certificate) throws GeneralSecurityException, IOException {
        ServerTls.reload(tls, certificate);
    }

    /**
     * Goes on serving, but ends each connection with its next answer, so that clients and load
     * balancers connect anew, and elsewhere if they can.
     */
    public void drain() {
        if (dispatcher != null) {
            dispatcher.drain();
        }
    }

    /**
     * Takes no more connections, answers what comes on those that are open until each has been
     * silent for a moment, and ends.
     *
     * @param grace how long that may take; then they are broken off
     */
    public void stop(Duration grace) throws IOException {
        if (server == null) {
            sockets.close();
            return;
        }
        long until = System.nanoTime() + grace.toNanos();
        drain();
        for (Connector connector : server.getConnectors()) {
            ((ServerConnector) connector).close();
        }
        awaitSilence(until);
        try {
            server.setStopTimeout(Math.max(1, Math.min(END_MILLIS, millisTo(until))));
            server.stop();
        } catch (java.util.concurrent.TimeoutException e) {
            // What was left had its time: server.stop has closed every connection.
        } catch (Exception e) {
            throw new IOException("the server did not stop in order", e);
        }
    }

    private void awaitSilence(long until) {
        watch.closeSilent(SILENCE_NANOS, OPENING_NANOS);
        while (watch.open() > 0 && millisTo(until) > 0) {
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            watch.closeSilent(SILENCE_NANOS, OPENING_NANOS);
        }
    }

    private static long millisTo(long nanoTime) {
        return (nanoTime - System.nanoTime()) / 1_000_000;
    }

    private ServerConnector connector(ServerSocketChannel socket, List<ConnectionFactory> layers)
            throws IOException {
        var factories = layers.toArray(ConnectionFactory[]::new);
        var connector = new ServerConnector(server, null, null, null, 1, 1, factories);
        connector.setIdleTimeout(limits.idle().toMillis());
        connector.addBean(watch);
        connector.setHost(Sockets.address(socket).getHostString());
        connector.open(socket);
        return connector;
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
}
