package fr.bleu.http;

import fr.bleu.trust.Caller;
import fr.bleu.trust.Origin;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a request from Jetty to its endpoint and the answer back. Runs on a virtual thread. */
final class Dispatcher extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    static final String REQUEST_ID = "x-ms-request-id";
    private static final String TRACEPARENT = "traceparent";
    private static final String CLIENT_REQUEST_ID = "x-ms-client-request-id";

    /** A refused upload is read to its end if it is this short, so that its client hears why. */
    private static final long MAX_DRAINED_BYTES = 16L << 20;

    private static final long MAX_DRAIN_NANOS = 5_000_000_000L;

    private final Hosts hosts;
    private final Router router;
    private final ConnectionWatch watch;
    private final Limits limits;
    private final Semaphore places;
    private final ErrorWording errors;
    private final RequestListener listener;
    private volatile boolean draining;

    Dispatcher(
            Hosts hosts,
            Router router,
            ConnectionWatch watch,
            Limits limits,
            RequestListener listener) {
        this.hosts = hosts;
        this.router = router;
        this.errors = new ErrorWording(router);
        this.watch = watch;
        this.limits = limits;
        this.places = new Semaphore(limits.maxRequests());
        this.listener = listener;
    }

    /** From now on each answer ends its connection. */
    void drain() {
        draining = true;
    }

    static String rawPath(org.eclipse.jetty.server.Request jetty) {
        String path = jetty.getHttpURI().getPath();
        return path == null || path.isEmpty() ? "/" : path;
    }

    @Override
    public boolean handle(
            org.eclipse.jetty.server.Request jetty, Response response, Callback callback) {
        Connection connection = jetty.getConnectionMetaData().getConnection();
        watch.begun(connection);
        long began = System.nanoTime();
        String requestId = UUID.randomUUID().toString();
        Optional<String> host =
                Optional.ofNullable(jetty.getHeaders().get(HttpHeader.HOST)).flatMap(hosts::hostOf);
        Optional<HostResolver.Destination> destination =
                host.flatMap(name -> hosts.resolve(name, rawPath(jetty)))
                        .filter(found -> router.protocol(found.site()).isPresent());
        Optional<Site> site = destination.map(HostResolver.Destination::site);
        String traceparent = jetty.getHeaders().get(TRACEPARENT);
        listener.begun(
                new RequestListener.Begun(
                        site, jetty.getMethod(), Optional.ofNullable(traceparent), requestId));
        boolean answered =
                ScopedValue.where(CurrentRequest.ID, requestId)
                        .call(
                                () ->
                                        answered(
                                                jetty,
                                                host.isPresent(),
                                                destination,
                                                requestId,
                                                response));
        watch.ended(connection);
        listener.ended(
                site,
                answered ? response.getStatus() : RequestListener.ABORTED,
                System.nanoTime() - began);
        if (answered) {
            callback.succeeded();
        } else {
            // The connection is of no more use, and there is nothing left to say on it.
            callback.failed(new EofException("aborted"));
        }
        return true;
    }

    /** Whether the client got the whole answer. */
    private boolean answered(
            org.eclipse.jetty.server.Request jetty,
            boolean hostNamed,
            Optional<HostResolver.Destination> destination,
            String requestId,
            Response response) {
        boolean head = jetty.getMethod().equals("HEAD");
        try {
            if (jetty.getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_1_1) {
                refuse(505, "This server speaks HTTP/1.1.", requestId, head, response);
            } else if (!hostNamed) {
                refuse(400, "The Host header is invalid.", requestId, head, response);
            } else if (destination.isEmpty()) {
                refuse(421, "This server does not serve that host.", requestId, head, response);
            } else {
                serve(request(jetty, destination.get(), requestId), head, response);
            }
            return true;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private ServerRequest request(
            org.eclipse.jetty.server.Request jetty,
            HostResolver.Destination destination,
            String requestId) {
        String clientRequestId = jetty.getHeaders().get(CLIENT_REQUEST_ID);
        var origin =
                new Origin(
                        address(jetty), requestId, clientRequestId == null ? "" : clientRequestId);
        return new ServerRequest(jetty, destination, origin, limits.minBodyBytesPerSecond());
    }

    /** Refuses what belongs to no site, in no protocol's words. */
    private static void refuse(
            int status, String message, String requestId, boolean head, Response response)
            throws IOException {
        Answer answer =
                Answer.of(status, "text/plain; charset=utf-8", message + "\n")
                        .with(REQUEST_ID, requestId)
                        .with("Connection", "close");
        AnswerWriter.write(answer, head, response);
    }

    private void serve(ServerRequest request, boolean head, Response response) throws IOException {
        boolean admitted = places.tryAcquire();
        try {
            Answer answer =
                    admitted
                            ? answer(request)
                            : errors.worded(request, Refusals.busy(request.site()));
            write(request, answer, head, response);
        } finally {
            if (admitted) {
                places.release();
            }
        }
        drain(request);
    }

    private Answer answer(ServerRequest request) {
        try {
            request.requireWellFormedQuery();
            Router.Match match =
                    router.match(
                            request.site(),
                            request.method(),
                            request.routePath(),
                            request.parsedQuery());
            request.matched(match);
            listener.matched(match.route());
            Route route = match.route();
            Caller caller = errors.protocol(request).caller(request, route);
            if (route.access() instanceof Access.Authenticated
                    && caller instanceof Caller.Anonymous) {
                throw Refusals.unauthenticated(request.site());
            }
            if (request.contentLength().orElse(0) > route.bodyLimitBytes()) {
                throw Refusals.bodyTooLarge(request.site(), route.bodyLimitBytes());
            }
            return route.endpoint().handle(request, caller);
        } catch (Throwable failure) {
            return errors.worded(request, failure);
        }
    }

    /** Writes; what fails before anything is sent can still be worded. */
    private void write(ServerRequest request, Answer answer, boolean head, Response response)
            throws IOException {
        try {
            send(request, answer, head, response);
        } catch (IOException | RuntimeException failure) {
            if (response.isCommitted()) {
                errors.log(request, failure);
                throw failure;
            }
            response.reset();
            send(request, errors.worded(request, failure), head, response);
        }
    }

    private void send(ServerRequest request, Answer answer, boolean head, Response response)
            throws IOException {
        Answer complete = errors.complete(request, answer);
        AnswerWriter.write(
                draining ? complete.with("Connection", "close") : complete, head, response);
    }

    /**
     * Reads what is left of a refused body. A connection that is closed while its client still
     * sends is reset, and most clients then report the reset and not the answer.
     */
    private static void drain(ServerRequest request) {
        if (!request.hasUnreadBody() || request.awaitsContinue()) {
            return;
        }
        if (request.contentLength().orElse(0) > MAX_DRAINED_BYTES) {
            return;
        }
        long until = System.nanoTime() + MAX_DRAIN_NANOS;
        byte[] discarded = new byte[16 * 1024];
        long left = MAX_DRAINED_BYTES;
        try {
            InputStream body = request.rawBody();
            while (left > 0 && System.nanoTime() < until) {
                int read = body.read(discarded);
                if (read < 0) {
                    return;
                }
                left -= read;
            }
        } catch (IOException e) {
            LOG.debug("The client stopped sending a body that was refused already.");
        }
    }

    /** The peer's IP address. */
    static String address(org.eclipse.jetty.server.Request jetty) {
        return jetty.getConnectionMetaData().getRemoteSocketAddress()
                        instanceof InetSocketAddress address
                ? address.getAddress().getHostAddress()
                : "";
    }
}
