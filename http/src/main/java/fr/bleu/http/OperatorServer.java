package fr.bleu.http;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's listener: a few pages to be read by the machine's own monitoring, over plain HTTP
 * on the loopback addresses. It knows no caller, so nothing may stand on a page that any user of
 * the machine must not see, and a page changes nothing.
 *
 * <p>A web page whose name was made to resolve to a loopback address (DNS rebinding) still sends
 * that name, and is refused.
 */
public final class OperatorServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OperatorServer.class);
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final int HEADER_BYTES = 8 * 1024;
    private static final int IDLE_MILLIS = 10_000;
    private static final int MAX_CONNECTIONS = 64;
    private static final int PLATFORM_THREADS = 8;

    /** One page. */
    @FunctionalInterface
    public interface Page {
        /**
         * Answers a GET.
         *
         * @param accept the request's Accept header; empty without one
         */
        Answer answer(String accept) throws Exception;
    }

    private final Sockets loopback;
    private Server server;

    private OperatorServer(Sockets loopback) {
        this.loopback = loopback;
    }

    /**
     * Takes a port on the loopback addresses. Nothing is answered yet.
     *
     * @param port 0 for any that is free
     * @throws IOException if the port is taken
     */
    public static OperatorServer bind(int port) throws IOException {
        return new OperatorServer(Sockets.loopback(port));
    }

    /** The port that {@link #bind} took. */
    public int port() {
        return loopback.port();
    }

    /**
     * Begins to serve.
     *
     * @param pages by their paths; every other path is 404
     * @throws IOException if the server cannot start
     */
    public void start(Map<String, Page> pages) throws IOException {
        var threads = new QueuedThreadPool(PLATFORM_THREADS);
        threads.setName("operator");
        threads.setVirtualThreadsExecutor(
                VirtualThreads.getNamedVirtualThreadsExecutor("operator-"));
        server = new Server(threads);
        try {
            for (ServerSocketChannel socket : loopback.all()) {
                server.addConnector(connector(socket));
            }
            server.addBean(new NetworkConnectionLimit(MAX_CONNECTIONS, server));
            server.setHandler(new Pages(Map.copyOf(pages)));
            server.start();
        } catch (Exception e) {
            throw new IOException("the operator's listener did not start", e);
        }
    }

    private ServerConnector connector(ServerSocketChannel socket) throws IOException {
        var http = new HttpConnectionFactory(Configurations.strict(HEADER_BYTES));
        var connector = new ServerConnector(server, null, null, null, 1, 1, http);
        connector.setIdleTimeout(IDLE_MILLIS);
        connector.setHost(Sockets.address(socket).getHostString());
        connector.open(socket);
        return connector;
    }

    /** Ends at once: nothing that is read here needs to be read to its end. */
    @Override
    public void close() {
        try {
            if (server != null) {
                server.stop();
            }
            loopback.close();
        } catch (Exception e) {
            LOG.warn("The operator's listener did not stop in order", e);
        }
    }

    private static final class Pages extends Handler.Abstract {
        private final Map<String, Page> pages;

        Pages(Map<String, Page> pages) {
            this.pages = pages;
        }

        @Override
        public boolean handle(
                org.eclipse.jetty.server.Request jetty, Response response, Callback callback)
                throws IOException {
            Answer answer =
                    answer(jetty)
                            .with("Cache-Control", "no-store")
                            .with("X-Content-Type-Options", "nosniff");
            AnswerWriter.write(answer, jetty.getMethod().equals("HEAD"), response);
            callback.succeeded();
            return true;
        }

        private Answer answer(org.eclipse.jetty.server.Request jetty) {
            if (!isLocal(jetty.getHeaders().get(HttpHeader.HOST))) {
                return refusal(421, "This listener answers to the loopback addresses' names only.");
            }
            Page page = pages.get(Dispatcher.rawPath(jetty));
            if (page == null) {
                return refusal(404, "There is no such page.");
            }
            if (!jetty.getMethod().equals("GET") && !jetty.getMethod().equals("HEAD")) {
                return refusal(405, "The page can only be read.").with("Allow", "GET, HEAD");
            }
            if (jetty.getHttpURI().getQuery() != null) {
                return refusal(400, "The page takes no parameters.");
            }
            String accept = jetty.getHeaders().get(HttpHeader.ACCEPT);
            try {
                return page.answer(accept == null ? "" : accept);
            } catch (Exception e) {
                LOG.error("A page failed: {}", Redaction.of(e));
                return refusal(500, "The page failed; the log says why.");
            }
        }

        /** Health checks of HTTP/1.0 name no host; browsers always do. */
        private static boolean isLocal(String host) {
            return host == null
                    || Optional.of(host)
                            .flatMap(HostResolver::host)
                            .filter(LOOPBACK::contains)
                            .isPresent();
        }

        private static Answer refusal(int status, String message) {
            return Answer.of(status, TEXT, message + "\n");
        }
    }
}
