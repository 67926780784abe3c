package fr.bleu.storage.api;

import fr.bleu.http.Request;
import fr.bleu.http.Site;
import fr.bleu.trust.Origin;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A request that is another one in all but what a subclass says. */
abstract class ForwardedRequest implements Request {
    private final Request request;

    ForwardedRequest(Request request) {
        this.request = request;
    }

    @Override
    public String path(String name) {
        return request.path(name);
    }

    @Override
    public Site site() {
        return request.site();
    }

    @Override
    public String method() {
        return request.method();
    }

    @Override
    public String baseUrl() {
        return request.baseUrl();
    }

    @Override
    public String rawPath() {
        return request.rawPath();
    }

    @Override
    public String rawQuery() {
        return request.rawQuery();
    }

    @Override
    public String label() {
        return request.label();
    }

    @Override
    public boolean pathStyle() {
        return request.pathStyle();
    }

    @Override
    public boolean secondary() {
        return request.secondary();
    }

    @Override
    public Optional<String> query(String name) {
        return request.query(name);
    }

    @Override
    public Map<String, List<String>> query() {
        return request.query();
    }

    @Override
    public Optional<String> header(String name) {
        return request.header(name);
    }

    @Override
    public Map<String, List<String>> headers() {
        return request.headers();
    }

    @Override
    public Origin origin() {
        return request.origin();
    }

    @Override
    public OptionalLong contentLength() {
        return request.contentLength();
    }

    @Override
    public InputStream body() {
        return request.body();
    }

    @Override
    public byte[] body(int limitBytes) {
        return request.body(limitBytes);
    }
}
