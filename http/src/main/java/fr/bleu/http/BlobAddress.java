package fr.bleu.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A blob's address on this platform, as a request names it for a copy's source. Reading one never
 * resolves or dials a name.
 *
 * @param baseUrl scheme, host and port
 * @param account the storage account
 * @param pathStyle whether the account stood in the path
 * @param rawPath the path as written
 * @param rawQuery the query as written, without the question mark
 * @param container decoded
 * @param blob decoded
 */
public record BlobAddress(
        String baseUrl,
        String account,
        boolean pathStyle,
        String rawPath,
        String rawQuery,
        String container,
        String blob) {

    /** Longest address, in characters. */
    public static final int MAX_CHARS = 8 * 1024;

    /**
     * Reads an address.
     *
     * @param ports those that the platform answers at
     * @return empty for whatever is not a blob's address on this platform
     */
    public static Optional<BlobAddress> parse(String text, Domains domains, Set<Integer> ports) {
        if (text.length() > MAX_CHARS) {
            return Optional.empty();
        }
        try {
            return parse(new URI(text), domains, ports);
        } catch (URISyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<BlobAddress> parse(URI uri, Domains domains, Set<Integer> ports) {
        if (uri.getHost() == null || uri.getRawPath() == null || uri.getRawUserInfo() != null) {
            return Optional.empty();
        }
        if (!ports.contains(port(uri))) {
            return Optional.empty();
        }
        String rawQuery = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        return new HostResolver(domains)
                .resolve(uri.getHost().toLowerCase(Locale.ROOT), uri.getRawPath())
                .filter(found -> found.site() == Site.BLOB)
                .flatMap(found -> named(uri, found, rawQuery));
    }

    /**
     * The port that an address means, or -1 where its scheme is not http or https.
     *
     * @param uri absolute
     */
    public static int port(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        return switch (scheme) {
            case "https" -> uri.getPort() < 0 ? 443 : uri.getPort();
            case "http" -> uri.getPort() < 0 ? 80 : uri.getPort();
            default -> -1;
        };
    }

    private static Optional<BlobAddress> named(
            URI uri, HostResolver.Destination found, String rawQuery) {
        // The Java SDK's getBlobUrl joins an address that ends with a slash and a path.
        String path = found.routePath().replaceFirst("^/+", "/");
        int slash = path.indexOf('/', 1);
        if (!path.startsWith("/") || slash < 0 || slash + 1 == path.length()) {
            return Optional.empty();
        }
        return Optional.of(
                new BlobAddress(
                        uri.getScheme().toLowerCase(Locale.ROOT) + "://" + uri.getRawAuthority(),
                        found.label(),
                        found.pathStyle(),
                        uri.getRawPath(),
                        rawQuery,
                        Percent.decode(path.substring(1, slash)),
                        Percent.decode(path.substring(slash + 1))));
    }

    /** The address without its query, in which signatures stand. */
    public String withoutQuery() {
        return baseUrl + rawPath;
    }

    /** Names no signature. */
    @Override
    public String toString() {
        return withoutQuery();
    }
}
