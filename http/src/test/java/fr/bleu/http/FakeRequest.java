package fr.bleu.http;

import fr.bleu.trust.Caller;
import fr.bleu.trust.Origin;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A request without a server, for tests of endpoints and protocols. Mutable: set what matters, then
 * use it as the {@link Request}; {@link #answeredBy} routes it and calls the endpoint.
 */
public final class FakeRequest implements Request {
    private final Site site;
    private final String method;
    private final String rawPath;
    private final Query query;
    private final String rawQuery;
    private final Map<String, List<String>> headers = new LinkedHashMap<>();
    private Map<String, String> parameters = Map.of();
    private String baseUrl = "https://localhost:8443";
    private String label = "";
    private boolean pathStyle;
    private boolean secondary;
    private Origin origin = new Origin("127.0.0.1", "00000000-0000-0000-0000-000000000001");
    private byte[] body = new byte[0];
    private OptionalLong told = OptionalLong.empty();
    private Runnable atBody = () -> {};

    /**
     * @param target the raw path and, after a question mark, the raw query, as on the request line
     */
    public FakeRequest(Site site, String method, String target) {
        int mark = target.indexOf('?');
        this.site = site;
        this.method = method;
        this.rawPath = mark < 0 ? target : target.substring(0, mark);
        this.rawQuery = mark < 0 ? "" : target.substring(mark + 1);
        this.query = Query.parse(rawQuery);
    }

    /** Adds a header. */
    public FakeRequest with(String name, String value) {
        headers.computeIfAbsent(name.toLowerCase(Locale.ROOT), n -> new ArrayList<>()).add(value);
        return this;
    }

    /** The body; its Content-Length is told. */
    public FakeRequest body(byte[] bytes) {
        body = bytes.clone();
        told = OptionalLong.of(bytes.length);
        return this;
    }

    /** A Content-Length that is not the body's. */
    public FakeRequest declared(long bytes) {
        told = OptionalLong.of(bytes);
        return this;
    }

    /** The body as UTF-8. */
    public FakeRequest body(String text) {
        return body(text.getBytes(StandardCharsets.UTF_8));
    }

    /** What happens meanwhile: it runs when the body begins to be read. */
    public FakeRequest meanwhile(Runnable action) {
        atBody = action;
        return this;
    }

    /** The account or vault that the host names. */
    public FakeRequest label(String name) {
        label = name;
        return this;
    }

    /** The account's name, given as the path's first segment. */
    public FakeRequest pathStyle(String account) {
        label = account;
        pathStyle = true;
        return this;
    }

    /** The account's name, given with its suffix as the path's first segment. */
    public FakeRequest secondary(String account) {
        secondary = true;
        return pathStyle(account);
    }

    public FakeRequest baseUrl(String url) {
        baseUrl = url;
        return this;
    }

    public FakeRequest origin(Origin from) {
        origin = from;
        return this;
    }

    /** The matched route's path parameters, if no router sets them. */
    public FakeRequest parameters(Map<String, String> decoded) {
        parameters = Map.copyOf(decoded);
        return this;
    }

    /**
     * Routes the request, measures it, finds its caller, calls the endpoint and words what it
     * throws.
     */
    public Answer answeredBy(Router router) {
        Protocol protocol = router.protocol(site).orElseThrow();
        try {
            int account = label.length() + (secondary ? "-secondary".length() : 0);
            String path = pathStyle ? rawPath.substring(1 + account) : rawPath;
            Router.Match match = router.match(site, method, path.isEmpty() ? "/" : path, query);
            parameters = match.parameters();
            Caller caller = protocol.caller(this, match.route());
            if (told.orElse(0) > match.route().bodyLimitBytes()) {
                throw Refusals.bodyTooLarge(site, match.route().bodyLimitBytes());
            }
            return match.route().endpoint().handle(this, caller);
        } catch (Exception failure) {
            return protocol.failure(this, failure);
        }
    }

    @Override
    public boolean secondary() {
        return secondary;
    }

    @Override
    public Site site() {
        return site;
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String baseUrl() {
        return baseUrl;
    }

    @Override
    public String rawPath() {
        return rawPath;
    }

    @Override
    public String rawQuery() {
        return rawQuery;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public boolean pathStyle() {
        return pathStyle;
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
        return told;
    }

    @Override
    public InputStream body() {
        atBody.run();
        return new ByteArrayInputStream(body);
    }

    @Override
    public byte[] body(int limitBytes) {
        if (body.length > limitBytes) {
            throw new Failure(413, "RequestBodyTooLarge", "The request body is too large.");
        }
        atBody.run();
        return body.clone();
    }
}
