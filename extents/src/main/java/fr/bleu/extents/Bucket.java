package fr.bleu.extents;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * One bucket below one prefix. Names are given without the prefix. Every operation is repeated in
 * bounds, and fails with {@link ExtentsUnavailableException} or {@link DiskFullException}.
 */
final class Bucket implements AutoCloseable {

    /** An object: its name and how many bytes it has. */
    record Listed(String name, long bytes) {}

    private static final int PARTIAL = 206;

    private static final Pattern CONTENT_RANGE =
            Pattern.compile("bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18})");

    private final S3Client client;
    private final String bucket;
    private final String prefix;
    private final Attempts attempts;

    Bucket(S3Client client, String bucket, String prefix, Attempts attempts) {
        this.client = client;
        this.bucket = bucket;
        this.prefix = prefix;
        this.attempts = attempts;
    }

    /** The one that the options name; whether it is there shows with the first request. */
    static Bucket open(S3Options options) throws IOException {
        return new Bucket(
                S3Clients.open(options),
                options.bucket(),
                options.prefix(),
                new Attempts(options.limits().call()));
    }

    /**
     * Makes an object that is not there yet.
     *
     * @return false when there is another one of the name
     */
    boolean putNew(String name, byte[] bytes, int count) throws IOException {
        String md5 = md5(bytes, count);
        return attempts.run(
                "writing " + name,
                repeated -> {
                    try {
                        client.putObject(
                                put ->
                                        put.bucket(bucket)
                                                .key(prefix + name)
                                                .ifNoneMatch("*")
                                                .contentMD5(md5),
                                body(bytes, count));
                        return true;
                    } catch (SdkException e) {
                        if (S3Failures.isMissing(e)) {
                            // So Ceph answers when an earlier attempt still goes on.
                            throw SdkClientException.create("two writes have met", e);
                        }
                        if (!S3Failures.isRefusedByCondition(e)) {
                            throw e;
                        }
                        // An earlier attempt may have made it without our hearing of it.
                        return repeated && holds(name, bytes, count);
                    }
                });
    }

    private boolean holds(String name, byte[] bytes, int count) throws IOException {
        byte[] found = new byte[count];
        return size(name) == count
                && (count == 0 || read(name, 0, found, count))
                && Arrays.equals(found, 0, count, bytes, 0, count);
    }

    /**
     * Reads {@code into[0, count)} from a position on, {@code count} above 0.
     *
     * @return false when there is no such object, it ends before, or the server knows no ranges
     */
    boolean read(String name, long position, byte[] into, int count) throws IOException {
        String range = position + "-" + (position + count - 1);
        return attempts.run(
                "reading " + name,
                _ -> {
                    try {
                        return client.getObject(
                                get ->
                                        get.bucket(bucket)
                                                .key(prefix + name)
                                                .range("bytes=" + range),
                                (answer, in) -> {
                                    if (answer.sdkHttpResponse().statusCode() != PARTIAL) {
                                        in.abort();
                                        return false;
                                    }
                                    int read = in.readNBytes(into, 0, count);
                                    return came(answer.contentRange(), position, count, read);
                                });
                    } catch (SdkException e) {
                        if (S3Failures.isMissing(e) || S3Failures.isBeyondTheEnd(e)) {
                            return false;
                        }
                        throw e;
                    }
                });
    }

    /** Whether all that was asked for came; false when the object ends before. */
    private static boolean came(String contentRange, long position, int count, int read) {
        Matcher range = CONTENT_RANGE.matcher(String.valueOf(contentRange));
        if (range.matches() && Long.parseLong(range.group(1)) == position) {
            long wanted = position + count;
            long end = Long.parseLong(range.group(2)) + 1;
            if (end == wanted && read == count) {
                return true;
            }
            if (end < wanted && end == Long.parseLong(range.group(3))) {
                return false;
            }
        }
        throw cut();
    }

    /**
     * An answer that lacks what it must say: the HTTP client takes a head that was cut for a short
     * one.
     */
    static SdkException cut() {
        return SdkClientException.create("an answer was cut");
    }

    /** How many bytes an object has; -1 when there is none. */
    long size(String name) throws IOException {
        return attempts.run(
                "looking at " + name,
                _ -> {
                    try {
                        Long length =
                                client.headObject(head -> head.bucket(bucket).key(prefix + name))
                                        .contentLength();
                        if (length == null) {
                            throw cut();
                        }
                        return length;
                    } catch (SdkException e) {
                        if (S3Failures.isMissing(e)) {
                            return -1L;
                        }
                        throw e;
                    }
                });
    }

    /** Deletes an object, if it is there. */
    void delete(String name) throws IOException {
        attempts.run(
                "deleting " + name,
                _ -> client.deleteObject(delete -> delete.bucket(bucket).key(prefix + name)));
    }

    /**
     * The next objects in the order of their names.
     *
     * @param after a name, which need not be there; empty for the first page
     * @param limit up to 1,000
     */
    List<Listed> list(String after, int limit) throws IOException {
        return attempts
                .run(
                        "listing",
                        _ ->
                                client.listObjectsV2(
                                        list ->
                                                list.bucket(bucket)
                                                        .prefix(prefix)
                                                        .startAfter(prefix + after)
                                                        .maxKeys(limit)))
                .contents()
                .stream()
                .map(it -> new Listed(it.key().substring(prefix.length()), it.size()))
                .toList();
    }

    /** Uploads of objects in parts. */
    Uploads uploads() {
        return new Uploads(client, bucket, prefix, attempts, this);
    }

    @Override
    public void close() {
        client.close();
    }

    /** A body that can be sent again, without copying it. */
    static RequestBody body(byte[] bytes, int count) {
        return RequestBody.fromContentProvider(
                () -> new ByteArrayInputStream(bytes, 0, count), count, "application/octet-stream");
    }

    /**
     * The header that makes every S3 refuse bytes that were altered on their way; newer checksums
     * are not known to all of them.
     */
    static String md5(byte[] bytes, int count) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            digest.update(bytes, 0, count);
            return Base64.getEncoder().encodeToString(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK has no MD5", e);
        }
    }
}
