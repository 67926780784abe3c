package fr.bleu.http;

import fr.bleu.trust.Origin;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;

/** A request that came over a connection. Used by one thread. */
final class ServerRequest implements Request {
    private final org.eclipse.jetty.server.Request jetty;
    private final HostResolver.Destination destination;
    private final Query query;
    private final String queryDefect;
    private final Origin origin;
    private final long minBodyBytesPerSecond;
    private final Map<String, List<String>> headers;
    private Map<String, String> parameters = Map.of();
    private BodyStream body;
    private long bodyLimitBytes = Route.DEFAULT_BODY_LIMIT_BYTES;

    ServerRequest(
            org.eclipse.jetty.server.Request jetty,
            HostResolver.Destination destination,
            Origin origin,
            long minBodyBytesPerSecond) {
        this.jetty = jetty;
        this.minBodyBytesPerSecond = minBodyBytesPerSecond;
        this.destination = destination;
        Query parsed = Query.EMPTY;
        String defect = "";
        try {
            parsed = Query.parse(rawQuery());
        } catch (IllegalArgumentException e) {
            defect = e.getMessage();
        }
        this.query = parsed;
        this.queryDefect = defect;
        this.origin = origin;
        Map<String, List<String>> byName = new LinkedHashMap<>();
        for (HttpField field : jetty.getHeaders()) {
            byName.computeIfAbsent(field.getLowerCaseName(), n -> new java.util.ArrayList<>(1))
                    .add(field.getValue() == null ? "" : field.getValue());
        }
        this.headers = java.util.Collections.unmodifiableMap(byName);
    }

    /**
     * @throws Failure 400 if the query cannot be decoded; it then has no parameters
     */
    void requireWellFormedQuery() {
        if (!queryDefect.isEmpty()) {
            throw Refusals.malformed(site(), queryDefect);
        }
    }

    /** The raw path that routes are matched with. */
    String routePath() {
        return destination.routePath();
    }

    Query parsedQuery() {
        return query;
    }

    /** The body past its limit, to be discarded. */
    InputStream rawBody() {
        return Content.Source.asInputStream(jetty);
    }

    /** What the router found. */
    void matched(Router.Match match) {
        parameters = match.parameters();
        bodyLimitBytes = match.route().bodyLimitBytes();
    }

    /** Why the body could not be read to its end, if that was tried. */
    Optional<Failure> bodyFailure() {
        return body == null ? Optional.empty() : Optional.ofNullable(body.failure());
    }

    /** Whether the client waits for a 100 Continue that it has not been sent. */
    boolean awaitsContinue() {
        return jetty.getHeaders().contains(HttpHeader.EXPECT) && (body == null || !body.touched());
    }

    /** Whether content is still to come. */
    boolean hasUnreadBody() {
        if (body != null && (body.ended() || body.failure() != null)) {
            return false;
        }
        return contentLength().orElse(0) > 0
                || jetty.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
    }

    @Override
    public Site site() {
        return destination.site();
    }

    @Override
    public String method() {
        return jetty.getMethod();
    }

    @Override
    public String baseUrl() {
        String host = jetty.getHeaders().get(HttpHeader.HOST);
        String scheme = jetty.getConnectionMetaData().isSecure() ? "https://" : "http://";
        return scheme + (host == null ? "localhost" : host.toLowerCase(Locale.ROOT));
    }

    @Override
    public String rawPath() {
        return Dispatcher.rawPath(jetty);
    }

    @Override
    public String rawQuery() {
        String raw = jetty.getHttpURI().getQuery();
        return raw == null ? "" : raw;
    }

    @Override
    public String label() {
        return destination.label();
    }

    @Override
    public boolean pathStyle() {
        return destination.pathStyle();
    }

    @Override
    public boolean secondary() {
        return destination.secondary();
    }

    @Override
    public String path(String name) {
        String value = parameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no parameter " + name);
        }
        return value;
    }

    @Override
    public Optional<String> query(String name) {
        return query.first(name);
    }

    @Override
    public Map<String, List<String>> query() {
        return query.parameters();
    }

    @Override
    public Optional<String> header(String name) {
        List<String> values = headers.get(name.toLowerCase(Locale.ROOT));
        return values == null ? Optional.empty() : Optional.of(String.join(",", values));
    }

    @Override
    public Map<String, List<String>> headers() {
        return headers;
    }

    @Override
    public Origin origin() {
        return origin;
    }

    @Override
    public OptionalLong contentLength() {
        long length = jetty.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH);
        return length < 0 ? OptionalLong.empty() : OptionalLong.of(length);
    }

    @Override
    public InputStream body() {
        if (body == null) {
            body =
                    new BodyStream(
                            rawBody(),
                            bodyLimitBytes,
                            minBodyBytesPerSecond,
                            System::nanoTime,
                            site());
        }
        return body;
    }

    @Override
    public byte[] body(int limitBytes) {
        if (contentLength().orElse(0) > limitBytes) {
            throw Refusals.bodyTooLarge(site(), limitBytes);
        }
        try {
            byte[] bytes = body().readNBytes(limitBytes + 1);
            if (bytes.length > limitBytes) {
                throw Refusals.bodyTooLarge(site(), limitBytes);
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
