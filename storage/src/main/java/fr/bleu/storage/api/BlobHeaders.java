package fr.bleu.storage.api;

import fr.bleu.http.Headers;
import fr.bleu.storage.AccessTier;
import fr.bleu.storage.Blob;
import fr.bleu.storage.ByteRange;
import fr.bleu.storage.Checksums;
import fr.bleu.storage.Container;
import fr.bleu.storage.ContainerImmutability;
import fr.bleu.storage.ContentHeaders;
import fr.bleu.storage.CopyState;
import fr.bleu.storage.Lease;
import fr.bleu.storage.Metadata;
import fr.bleu.storage.Stamp;
import fr.bleu.trust.Receipt;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

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

    /** Which bytes of a blob an answer has. */
    BlobHeaders range(ByteRange range, Blob blob) {
        return add(
                "Content-Range",
                "bytes " + range.offset() + "-" + (range.end() - 1) + "/" + blob.length());
    }

    BlobHeaders metadata(Metadata metadata) {
        metadata.values().forEach((name, value) -> add("x-ms-meta-" + name, value));
        return this;
    }

    /** A container's properties. */
    BlobHeaders container(Container container, Stamp now) {
        stamp(container.modified());
        metadata(container.metadata());
        lease(container.traits().lease(), now);
        ContainerImmutability held = container.traits().immutability();
        return PublicLevel.tell(this, container)
                .add("x-ms-has-immutability-policy", Boolean.toString(held.policy().isPresent()))
                .add("x-ms-has-legal-hold", Boolean.toString(!held.holds().isEmpty()))
                .add(
                        "x-ms-immutable-storage-with-versioning-enabled",
                        Boolean.toString(held.ofVersions()))
                .add("x-ms-default-encryption-scope", container.traits().encryption().shown())
                .add(
                        "x-ms-deny-encryption-scope-override",
                        Boolean.toString(container.traits().encryption().fixed()));
    }

    /**
     * A blob's properties.
     *
     * @param partial whether the body is a range, so that the whole's MD5 has another header
     * @param now the moment as of which leases and tiers are told
     */
    BlobHeaders blob(Blob blob, SasOverrides overrides, boolean partial, Stamp now) {
        snapshot(blob, overrides, partial);
        lease(blob.traits().lease(), now);
        return this;
    }

    /** A snapshot's properties: the same, but nothing can lease it. */
    BlobHeaders snapshot(Blob blob, SasOverrides overrides, boolean partial) {
        content(blob, overrides, partial);
        metadata(blob.metadata());
        blob.traits().copy().ifPresent(this::copy);
        blob.traits()
                .immutability()
                .ifPresent(
                        policy ->
                                add(HoldHeaders.UNTIL, policy.until().httpDate())
                                        .add(HoldHeaders.MODE, policy.mode()));
        addIfSet(HoldHeaders.LEGAL_HOLD, blob.traits().legalHold() ? "true" : "");
        int tags = blob.traits().tags().size();
        addIfSet("x-ms-tag-count", tags == 0 ? "" : Integer.toString(tags));
        TypedHeaders.add(this, blob);
        EncryptionHeaders.tell(this, blob);
        return add("Accept-Ranges", "bytes")
                .add("x-ms-creation-time", blob.created().httpDate())
                .add("x-ms-server-encrypted", "true");
    }

    /** What HTTP itself knows of a blob. */
    BlobHeaders content(Blob blob, SasOverrides overrides, boolean partial) {
        stamp(blob.modified());
        ContentHeaders content = blob.headers();
        String type = content.type().isEmpty() ? ContentHeaders.DEFAULT_TYPE : content.type();
        add("Content-Type", overrides.type().orElse(type));
        addIfSet("Content-Encoding", overrides.encoding().orElse(content.encoding()));
        addIfSet("Content-Language", overrides.language().orElse(content.language()));
        addIfSet("Cache-Control", overrides.cacheControl().orElse(content.cacheControl()));
        addIfSet("Content-Disposition", overrides.disposition().orElse(content.disposition()));
        return addIfSet(partial ? "x-ms-blob-content-md5" : "Content-MD5", base64(content.md5()));
    }

    /** The tier of Get Blob Properties; without one of its own a blob is in the account's. */
    BlobHeaders accessTier(Optional<AccessTier> given, Stamp now) {
        if (given.isEmpty()) {
            return add("x-ms-access-tier", AccessTier.Tier.HOT.text())
                    .add("x-ms-access-tier-inferred", "true");
        }
        AccessTier tier = given.get().at(now);
        add("x-ms-access-tier", tier.tier().text());
        add("x-ms-access-tier-change-time", tier.since().httpDate());
        tier.rehydration()
                .ifPresent(
                        it ->
                                add("x-ms-archive-status", it.status())
                                        .add(TierRoutes.PRIORITY, it.priority().text()));
        return this;
    }

    /** The version's id, if it is one. */
    BlobHeaders version(Blob blob) {
        blob.traits().version().ifPresent(id -> add("x-ms-version-id", id.text()));
        return this;
    }

    /** The same, and whether it is the current one. */
    BlobHeaders version(Blob blob, boolean isCurrent) {
        version(blob);
        return isCurrent && blob.traits().version().isPresent()
                ? add("x-ms-is-current-version", "true")
                : this;
    }

    private void copy(CopyState copy) {
        add("x-ms-copy-id", copy.id().toString());
        add("x-ms-copy-source", copy.source());
        add("x-ms-copy-status", copy.status().text());
        add("x-ms-copy-progress", copy.progress());
        addIfSet("x-ms-copy-status-description", copy.description());
        if (copy.status() != CopyState.Status.PENDING) {
            add("x-ms-copy-completion-time", copy.completed().httpDate());
        }
    }

    private void lease(Optional<Lease> lease, Stamp now) {
        LeaseText text = LeaseText.of(lease, now);
        add("x-ms-lease-status", text.status());
        add("x-ms-lease-state", text.state());
        addIfSet("x-ms-lease-duration", text.duration());
    }

    Headers done() {
        return new Headers(headers);
    }

    static String base64(byte[] bytes) {
        return bytes.length == 0 ? "" : Base64.getEncoder().encodeToString(bytes);
    }
}
