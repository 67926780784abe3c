package fr.bleu.storage.api;

import fr.bleu.http.BlobAddress;
import fr.bleu.http.Query;
import fr.bleu.http.Request;
import fr.bleu.http.Site;
import fr.bleu.storage.StorageError;
import fr.bleu.trust.Origin;
import java.io.InputStream;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The GET that a copy's source address stands for, so that its credential is verified as any
 * other's. It never leaves the process.
 */
final class SourceRequest implements Request {
    static final String CREDENTIAL = "x-ms-copy-source-authorization";

    private final Request of;
    private final BlobAddress address;
    private final Query query;
    private final Map<String, List<String>> headers;

    SourceRequest(Request of, BlobAddress address) {
        this.of = of;
        this.address = address;
        this.query = query(address);
        this.headers = headers(of);
    }

    private static Query query(BlobAddress address) {
        try {
            return Query.parse(address.rawQuery());
        } catch (IllegalArgumentException e) {
            throw RequestHeaders.invalid("x-ms-copy-source");
        }
    }

    private static Map<String, List<String>> headers(Request of) {
        Map<String, List<String>> headers = new HashMap<>();
        of.header(ServiceVersion.HEADER)
                .ifPresent(it -> headers.put(ServiceVersion.HEADER, List.of(it)));
        Optional<String> credential = of.header(CREDENTIAL);
        if (credential.isPresent()) {
            if (!credential.get().regionMatches(true, 0, "Bearer ", 0, 7)) {
                throw StorageError.INVALID_HEADER_VALUE.failure("Header: " + CREDENTIAL + ".");
            }
            headers.put("authorization", List.of(credential.get()));
        }
        return headers;
    }

    BlobAddress address() {
        return address;
    }

    @Override
    public Site site() {
        return Site.BLOB;
    }

    @Override
    public String method() {
        return "GET";
    }

    /** With the connection's scheme: nothing came by the one that the client wrote. */
    @Override
    public String baseUrl() {
        return URI.create(of.baseUrl()).getScheme()
                + "://"
                + URI.create(address.baseUrl()).getRawAuthority();
    }

    @Override
    public String rawPath() {
        return address.rawPath();
    }

    @Override
    public String rawQuery() {
        return address.rawQuery();
    }

    @Override
    public String label() {
        return address.account();
    }

    @Override
    public boolean pathStyle() {
        return address.pathStyle();
    }

    @Override
    public String path(String name) {
        return switch (name) {
            case "container" -> address.container();
            case "blob" -> address.blob();
            default -> throw new IllegalArgumentException("a blob's address has no " + name);
        };
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
        return Optional.ofNullable(headers.get(name.toLowerCase(java.util.Locale.ROOT)))
                .map(values -> String.join(",", values));
    }

    @Override
    public Map<String, List<String>> headers() {
        return headers;
    }

    /** The client's own: limits on addresses apply to whoever asks. */
    @Override
    public Origin origin() {
        return of.origin();
    }

    @Override
    public OptionalLong contentLength() {
        return OptionalLong.empty();
    }

    @Override
    public InputStream body() {
        return InputStream.nullInputStream();
    }

    @Override
    public byte[] body(int limitBytes) {
        return new byte[0];
    }
}
