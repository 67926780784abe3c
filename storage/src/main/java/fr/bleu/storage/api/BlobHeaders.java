package fr.bleu.storage.api;

import fr.bleu.http.Headers;
import fr.bleu.storage.Blob;
import fr.bleu.storage.Checksums;
import fr.bleu.storage.Container;
import fr.bleu.storage.ContentHeaders;
import fr.bleu.storage.Metadata;
import fr.bleu.storage.Stamp;
import fr.bleu.trust.Receipt;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Builds response headers. */
final class BlobHeaders {
    private final List<Headers.Header> headers = new ArrayList<>(24);

    BlobHeaders add(String name, String value) {
        headers.add(new Headers.Header(name, value));
        return this;
    }

    private BlobHeaders addIfSet(String name, String value) {
        return value.isEmpty() ? this : add(name, value);
    }

    /** ETag and Last-Modified. */
    BlobHeaders stamp(Stamp stamp) {
        return add("ETag", stamp.etag()).add("Last-Modified", stamp.httpDate());
    }

    BlobHeaders receipt(Receipt receipt) {
        return add(Receipt.HEADER, receipt.header());
    }

    /** Every content that is written here is encrypted. */
    BlobHeaders writtenEncrypted() {
        return add("x-ms-request-server-encrypted", "true");
    }

    BlobHeaders checksums(Checksums checksums) {
        addIfSet("Content-MD5", base64(checksums.md5()));
        return addIfSet("x-ms-content-crc64", base64(checksums.crc64()));
    }

    BlobHeaders metadata(Metadata metadata) {
        metadata.values().forEach((name, value) -> add("x-ms-meta-" + name, value));
        return this;
    }

    /** A container's properties; nothing is ever leased, held or public. */
    BlobHeaders container(Container container) {
        stamp(container.modified());
        metadata(container.metadata());
        lease();
        return add("x-ms-has-immutability-policy", "false")
                .add("x-ms-has-legal-hold", "false")
                .add("x-ms-immutable-storage-with-versioning-enabled", "false")
                .add("x-ms-default-encryption-scope", "$account-encryption-key")
                .add("x-ms-deny-encryption-scope-override", "false");
    }

    /**
     * A blob's properties.
     *
     * @param partial whether the body is a range, so that the whole's MD5 has another header
     */
    BlobHeaders blob(Blob blob, SasOverrides overrides, boolean partial) {
        stamp(blob.modified());
        ContentHeaders content = blob.headers();
        String type = content.type().isEmpty() ? ContentHeaders.DEFAULT_TYPE : content.type();
        add("Content-Type", overrides.type().orElse(type));
        addIfSet("Content-Encoding", overrides.encoding().orElse(content.encoding()));
        addIfSet("Content-Language", overrides.language().orElse(content.language()));
        addIfSet("Cache-Control", overrides.cacheControl().orElse(content.cacheControl()));
        addIfSet("Content-Disposition", overrides.disposition().orElse(content.disposition()));
        addIfSet(partial ? "x-ms-blob-content-md5" : "Content-MD5", base64(content.md5()));
        metadata(blob.metadata());
        lease();
        TypedHeaders.add(this, blob);
        return add("Accept-Ranges", "bytes")
                .add("x-ms-creation-time", blob.created().httpDate())
                .add("x-ms-server-encrypted", "true");
    }

    BlobHeaders accessTier() {
        return add("x-ms-access-tier", "Hot").add("x-ms-access-tier-inferred", "true");
    }

    private void lease() {
        add("x-ms-lease-status", "unlocked");
        add("x-ms-lease-state", "available");
    }

    Headers done() {
        return new Headers(headers);
    }

    static String base64(byte[] bytes) {
        return bytes.length == 0 ? "" : Base64.getEncoder().encodeToString(bytes);
    }
}
