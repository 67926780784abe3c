package fr.bleu.http;

import fr.bleu.trust.Origin;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Words what Jetty itself refuses, before any route: headers that are too large, a malformed
 * request, a stopping server. Where the Host header was not read any more, the name that the client
 * asked TLS for tells the site.
 */
final class ProtocolErrors extends ErrorHandler {
    private final Hosts hosts;
    private final Router router;
    private final ErrorWording errors;
    private final RequestListener listener;

    ProtocolErrors(Hosts hosts, Router router, RequestListener listener) {
        this.listener = listener;
        this.hosts = hosts;
        this.router = router;
        this.errors = new ErrorWording(router);
    }

    @Override
    public boolean handle(
            org.eclipse.jetty.server.Request jetty, Response response, Callback callback) {
        int status =
                jetty.getAttribute(ERROR_STATUS) instanceof Integer told
                        ? told
                        : response.getStatus();
        Optional<HostResolver.Destination> destination = destination(jetty);
        Answer answer = answer(jetty, destination, status < 400 ? 500 : status);
        told(jetty, destination, answer.status());
        response.setStatus(answer.status());
        HttpFields.Mutable fields = response.getHeaders();
        for (Headers.Header header : answer.headers().all()) {
            fields.put(header.name(), header.value());
        }
        // What Jetty refused may have been a HEAD, which it no longer knows, and sometimes nobody:
        // nothing that follows the answer may be read as the next one.
        fields.put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
        boolean head = HttpMethod.HEAD.is(jetty.getMethod());
        byte[] content =
                answer.body() instanceof Answer.Body.Bytes bytes && !head
                        ? bytes.bytes()
                        : new byte[0];
        fields.put(HttpHeader.CONTENT_LENGTH, content.length);
        response.write(true, ByteBuffer.wrap(content), callback);
        return true;
    }

    private void told(
            org.eclipse.jetty.server.Request jetty,
            Optional<HostResolver.Destination> destination,
            int status) {
        // The dispatcher has told what it gave up itself.
        if (!(jetty.getAttribute(ERROR_EXCEPTION) instanceof EofException)) {
            listener.ended(
                    destination.map(HostResolver.Destination::site),
                    status,
                    System.nanoTime() - jetty.getBeginNanoTime());
        }
    }

    private Optional<HostResolver.Destination> destination(org.eclipse.jetty.server.Request jetty) {
        return host(jetty)
                .flatMap(name -> hosts.resolve(name, Dispatcher.rawPath(jetty)))
                .filter(found -> router.protocol(found.site()).isPresent());
    }

    private Answer answer(
            org.eclipse.jetty.server.Request jetty,
            Optional<HostResolver.Destination> destination,
            int status) {
        String requestId = UUID.randomUUID().toString();
        if (destination.isEmpty()) {
            return Answer.of(status, "text/plain; charset=utf-8", "The request is refused.\n")
                    .with(Dispatcher.REQUEST_ID, requestId);
        }
        var origin = new Origin(Dispatcher.address(jetty), requestId);
        var request = new ServerRequest(jetty, nobodys(destination.get()), origin, 0);
        Failure failure = Refusals.protocolError(request.site(), status);
        return errors.complete(request, errors.worded(request, failure));
    }

    /** Without account or vault: what was never a whole request has nothing looked up for it. */
    private static HostResolver.Destination nobodys(HostResolver.Destination found) {
        return new HostResolver.Destination(found.site(), "", false, found.routePath());
    }

    private Optional<String> host(org.eclipse.jetty.server.Request jetty) {
        String header = jetty.getHeaders().get(HttpHeader.HOST);
        if (header != null) {
            return hosts.hostOf(header);
        }
        // Clients that ask TLS for no name speak to localhost or to an address.
        return Optional.of(serverName(jetty).orElse("localhost"));
    }

    private static Optional<String> serverName(org.eclipse.jetty.server.Request jetty) {
        EndPoint endPoint = jetty.getConnectionMetaData().getConnection().getEndPoint();
        EndPoint.SslSessionData tls = endPoint.getSslSessionData();
        if (tls == null || !(tls.sslSession() instanceof ExtendedSSLSession session)) {
            return Optional.empty();
        }
        for (SNIServerName name : session.getRequestedServerNames()) {
            if (name instanceof SNIHostName host) {
                return HostResolver.host(host.getAsciiName());
            }
        }
        return Optional.empty();
    }
}
