package fr.bleu.storage.api;

import fr.bleu.http.Request;
import fr.bleu.http.Site;
import fr.bleu.trust.Origin;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * One request of a batch, to the batch's own account and in its version, with a credential of its
 * own and no body.
 */
final class PartRequest implements Request {
    private final Request batch;
    private final BatchPart part;
    private final Origin origin;
    private Map<String, String> parameters = Map.of();

    PartRequest(Request batch, BatchPart part) {
        this.batch = batch;
        this.part = part;
        // The address is the batch's; entries of the ledger tell the parts apart.
        this.origin =
                new Origin(
                        batch.origin().address(),
                        UUID.randomUUID().toString(),
                        header("x-ms-client-request-id").orElse(""));
    }

    /** The raw path that routes are matched with: without the account, in path style. */
    String routePath() {
        String path = part.rawPath();
        String account = "/" + batch.label() + "/";
        // Some clients leave the account out of a part's path, whatever the batch's.
        boolean named =
                batch.pathStyle()
                        && path.startsWith(account)
                        && path.indexOf('/', account.length()) > 0;
        return named ? path.substring(account.length() - 1) : path;
    }

    void matched(Map<String, String> found) {
        parameters = found;
    }

    @Override
    public Site site() {
        return Site.BLOB;
    }

    @Override
    public String method() {
        return part.method();
    }

    @Override
    public String baseUrl() {
        return batch.baseUrl();
    }

    @Override
    public String rawPath() {
        return part.rawPath();
    }

    @Override
    public String rawQuery() {
        return part.rawQuery();
    }

    @Override
    public String label() {
        return batch.label();
    }

    @Override
    public boolean pathStyle() {
        return batch.pathStyle();
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
        return part.query().first(name);
    }

    @Override
    public Map<String, List<String>> query() {
        return part.query().parameters();
    }

    /** The version is the batch's. It is not among {@link #headers}, of which signatures are. */
    @Override
    public Optional<String> header(String name) {
        if (name.equalsIgnoreCase(ServiceVersion.HEADER)) {
            return batch.header(ServiceVersion.HEADER);
        }
        return Optional.ofNullable(part.headers().get(name.toLowerCase(java.util.Locale.ROOT)))
                .map(values -> String.join(",", values));
    }

    @Override
    public Map<String, List<String>> headers() {
        return part.headers();
    }

    @Override
    public Origin origin() {
        return origin;
    }

    @Override
    public OptionalLong contentLength() {
        return OptionalLong.of(0);
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
