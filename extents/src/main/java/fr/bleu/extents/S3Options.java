package fr.bleu.extents;

import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where the {@code s3} engine keeps extents.
 *
 * @param endpoint {@code https://host[:port]}; plain http to this machine's loopback address only
 * @param region what requests are signed for; servers of one's own take {@code us-east-1}
 * @param bucket an existing bucket; it is addressed by path
 * @param prefix what the objects' names begin with: empty, or words that each end in a slash. One
 *     store has it to itself
 * @param credentials a private file, see {@link S3Credentials}
 * @param authority the PEM certificates that the server's must come from; empty for the JDK's
 * @param limits sizes and times
 */
public record S3Options(
        URI endpoint,
        String region,
        String bucket,
        String prefix,
        Path credentials,
        Optional<Path> authority,
        S3Limits limits) {

    private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,64}");
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern PREFIX = Pattern.compile("([A-Za-z0-9_-]{1,64}/){0,8}");
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]");

    public S3Options {
        Objects.requireNonNull(limits);
        Objects.requireNonNull(credentials);
        Objects.requireNonNull(authority);
        requireEndpoint(endpoint);
        require(REGION, region, "a region has up to 64 of a-z, 0-9 and -");
        require(BUCKET, bucket, "a bucket's name has 3 to 63 of a-z, 0-9, - and .");
        require(PREFIX, prefix, "a prefix is empty, or words that each end in a slash");
    }

    private static void requireEndpoint(URI endpoint) {
        String host = String.valueOf(endpoint.getHost());
        boolean bare =
                endpoint.getHost() != null
                        && endpoint.getUserInfo() == null
                        && endpoint.getQuery() == null
                        && endpoint.getFragment() == null
                        && (endpoint.getPath().isEmpty() || endpoint.getPath().equals("/"));
        boolean secure = "https".equals(endpoint.getScheme());
        boolean local = "http".equals(endpoint.getScheme()) && LOOPBACK.matcher(host).matches();
        if (!bare || !(secure || local)) {
            // What was given may hold a password.
            throw new IllegalArgumentException(
                    "an S3 endpoint is https://host[:port], or http:// to a loopback address");
        }
    }

    private static void require(Pattern form, String value, String message) {
        if (!form.matcher(value).matches()) {
            throw new IllegalArgumentException(message);
        }
    }
}
