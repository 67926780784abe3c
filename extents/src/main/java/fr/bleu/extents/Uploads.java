package fr.bleu.extents;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;

/** Objects that are sent in parts. Nothing of one can be read before it is complete. */
final class Uploads {

    /** An upload that has neither been completed nor given up. */
    record Open(String name, String id) {}

    private static final int PAGE = 1_000;

    private final S3Client client;
    private final String bucket;
    private final String prefix;
    private final Attempts attempts;
    private final Bucket objects;

    Uploads(S3Client client, String bucket, String prefix, Attempts attempts, Bucket objects) {
        this.client = client;
        this.bucket = bucket;
        this.prefix = prefix;
        this.attempts = attempts;
        this.objects = objects;
    }

    /** Begins one. When an answer is lost, one that nobody uses stays open. */
    Open begin(String name) throws IOException {
        return attempts.run(
                "beginning " + name,
                _ -> {
                    String id =
                            client.createMultipartUpload(
                                            create -> create.bucket(bucket).key(prefix + name))
                                    .uploadId();
                    return new Open(name, said(id));
                });
    }

    private static String said(String value) {
        if (value == null) {
            throw Bucket.cut();
        }
        return value;
    }

    /**
     * Sends a part; sent again it replaces itself.
     *
     * @param number from 1
     */
    CompletedPart part(Open upload, int number, byte[] bytes, int count) throws IOException {
        String md5 = Bucket.md5(bytes, count);
        return attempts.run(
                "writing a part of " + upload.name(),
                _ -> {
                    String tag =
                            client.uploadPart(
                                            part ->
                                                    part.bucket(bucket)
                                                            .key(prefix + upload.name())
                                                            .uploadId(upload.id())
                                                            .partNumber(number)
                                                            .contentMD5(md5),
                                            Bucket.body(bytes, count))
                                    .eTag();
                    return CompletedPart.builder().partNumber(number).eTag(said(tag)).build();
                });
    }

    /**
     * Makes the object of its parts.
     *
     * @param bytes how many it must have then
     */
    void complete(Open upload, List<CompletedPart> parts, long bytes) throws IOException {
        attempts.run(
                "completing " + upload.name(),
                repeated -> {
                    try {
                        return said(
                                client.completeMultipartUpload(
                                                complete ->
                                                        complete.bucket(bucket)
                                                                .key(prefix + upload.name())
                                                                .uploadId(upload.id())
                                                                .multipartUpload(
                                                                        all -> all.parts(parts)))
                                        .eTag());
                    } catch (SdkException e) {
                        // An earlier attempt may have completed it without our hearing of it.
                        boolean done = repeated && S3Failures.isMissing(e);
                        if (!done || objects.size(upload.name()) != bytes) {
                            throw e;
                        }
                        return null;
                    }
                });
    }

    /** Gives one up, its parts with it, if it is still open. */
    void abort(Open upload) throws IOException {
        attempts.once(
                "giving up " + upload.name(),
                _ -> {
                    try {
                        return client.abortMultipartUpload(
                                abort ->
                                        abort.bucket(bucket)
                                                .key(prefix + upload.name())
                                                .uploadId(upload.id()));
                    } catch (SdkException e) {
                        if (S3Failures.isMissing(e)) {
                            return null;
                        }
                        throw e;
                    }
                });
    }

    /** A page of the open ones, and where the next one begins. */
    record Page(List<Open> uploads, Optional<Open> next) {}

    /**
     * Open uploads in the order of their names.
     *
     * @param after where the page before ended; empty for the first one
     */
    Page page(Optional<Open> after) throws IOException {
        String name = after.map(it -> prefix + it.name()).orElse(null);
        String id = after.map(Open::id).orElse(null);
        ListMultipartUploadsResponse found =
                attempts.run(
                        "listing uploads",
                        _ ->
                                client.listMultipartUploads(
                                        list ->
                                                list.bucket(bucket)
                                                        .prefix(prefix)
                                                        .keyMarker(name)
                                                        .uploadIdMarker(id)
                                                        .maxUploads(PAGE)));
        List<Open> open = new ArrayList<>();
        found.uploads()
                .forEach(
                        it ->
                                open.add(
                                        new Open(
                                                it.key().substring(prefix.length()),
                                                it.uploadId())));
        boolean more = Boolean.TRUE.equals(found.isTruncated()) && !open.isEmpty();
        return new Page(open, more ? Optional.of(open.getLast()) : Optional.empty());
    }
}
