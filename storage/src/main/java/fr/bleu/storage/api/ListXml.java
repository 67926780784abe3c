package fr.bleu.storage.api;

import fr.bleu.http.Percent;
import fr.bleu.http.XmlWriter;
import fr.bleu.storage.AccessTier;
import fr.bleu.storage.Blob;
import fr.bleu.storage.BlobListing;
import fr.bleu.storage.Container;
import fr.bleu.storage.ContainerImmutability;
import fr.bleu.storage.ContainerListing;
import fr.bleu.storage.ContentHeaders;
import fr.bleu.storage.CopyState;
import fr.bleu.storage.Encryption;
import fr.bleu.storage.Lease;
import fr.bleu.storage.Metadata;
import fr.bleu.storage.Position;
import fr.bleu.storage.ResourceType;
import fr.bleu.storage.Stamp;
import fr.bleu.storage.Traits;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The XML of List Containers and List Blobs, its elements in Azure's order.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/storageservices/list-blobs">List Blobs</a>
 */
final class ListXml {
    private ListXml() {}

    static XmlWriter containers(
            String endpoint,
            BlobRequest.ListContainers request,
            ContainerListing.Page page,
            Stamp now) {
        XmlWriter xml = new XmlWriter().start("EnumerationResults");
        xml.attribute("ServiceEndpoint", endpoint);
        optional(xml, "Prefix", request.wanted().prefix());
        optional(xml, "Marker", request.marker());
        xml.element("MaxResults", Integer.toString(request.wanted().limit()));
        xml.start("Containers");
        for (ContainerListing.Entry entry : page.containers()) {
            container(xml, entry, request.metadata(), now);
        }
        return xml.end().element("NextMarker", marker(page.next())).end();
    }

    private static void container(
            XmlWriter xml, ContainerListing.Entry entry, boolean metadata, Stamp now) {
        Container container = entry.container();
        xml.start("Container").element("Name", container.name());
        entry.deleted()
                .ifPresent(it -> xml.element("Deleted", "true").element("Version", it.version()));
        xml.start("Properties");
        stamp(xml, container.modified());
        lease(xml, container.traits().lease(), now);
        ContainerImmutability held = container.traits().immutability();
        PublicLevel.of(container).ifPresent(level -> xml.element("PublicAccess", level));
        xml.element("DefaultEncryptionScope", container.traits().encryption().shown())
                .element(
                        "DenyEncryptionScopeOverride",
                        Boolean.toString(container.traits().encryption().fixed()))
                .element("HasImmutabilityPolicy", Boolean.toString(held.policy().isPresent()))
                .element("HasLegalHold", Boolean.toString(!held.holds().isEmpty()))
                .element(
                        "ImmutableStorageWithVersioningEnabled",
                        Boolean.toString(held.ofVersions()));
        entry.deleted().ifPresent(it -> deleted(xml, it.at(), entry.remainingDays()));
        xml.end();
        if (metadata) {
            metadata(xml, container.metadata());
        }
        xml.end();
    }

    /** How the hash of a customer's key is shown. */
    interface ShownKeys {
        String sha256(Encryption encryption);
    }

    static XmlWriter blobs(
            String endpoint,
            String container,
            BlobRequest.ListBlobs request,
            BlobListing.Page page,
            ShownKeys keys,
            Stamp now) {
        XmlWriter xml = new XmlWriter().start("EnumerationResults");
        xml.attribute("ServiceEndpoint", endpoint).attribute("ContainerName", container);
        optionalName(xml, "Prefix", request.wanted().prefix());
        optional(xml, "Marker", request.marker());
        request.maxResults().ifPresent(max -> xml.element("MaxResults", max.toString()));
        optionalName(xml, "Delimiter", request.wanted().delimiter());
        xml.start("Blobs");
        for (BlobListing.Entry entry : page.entries()) {
            switch (entry) {
                case BlobListing.Listed listed -> blob(xml, listed, request, keys, now);
                case BlobListing.Past past -> past(xml, past, request, keys, now);
                case BlobListing.Uncommitted uncommitted -> uncommitted(xml, uncommitted);
                case BlobListing.Prefix prefix -> {
                    xml.start("BlobPrefix");
                    name(xml, "Name", prefix.name());
                    prefix.directory().ifPresent(it -> directory(xml, it, now));
                    xml.end();
                }
            }
        }
        return xml.end().element("NextMarker", marker(page.next())).end();
    }

    private static void directory(XmlWriter xml, Blob directory, Stamp now) {
        properties(xml, directory, Optional.of(ResourceType.DIRECTORY), now);
        lease(xml, directory.traits().lease(), now);
        xml.element("ServerEncrypted", "true").end();
    }

    private static void blob(
            XmlWriter xml,
            BlobListing.Listed listed,
            BlobRequest.ListBlobs request,
            ShownKeys keys,
            Stamp now) {
        Blob blob = listed.blob();
        xml.start("Blob");
        name(xml, "Name", listed.name());
        if (request.wanted().states().versions()) {
            blob.traits()
                    .version()
                    .ifPresent(
                            id ->
                                    xml.element("VersionId", id.text())
                                            .element("IsCurrentVersion", "true"));
        }
        properties(xml, blob, listed.type(), now);
        lease(xml, blob.traits().lease(), now);
        end(xml, blob, request.include(), keys);
    }

    /** A snapshot, version or deleted blob: nothing can lease it. */
    private static void past(
            XmlWriter xml,
            BlobListing.Past past,
            BlobRequest.ListBlobs request,
            ShownKeys keys,
            Stamp now) {
        xml.start("Blob");
        name(xml, "Name", past.name());
        past.deletion().ifPresent(it -> xml.element("Deleted", "true"));
        past.snapshot().ifPresent(at -> xml.element("Snapshot", at.text()));
        past.version().ifPresent(id -> xml.element("VersionId", id.text()));
        if (past.versionsOnly()) {
            xml.element("HasVersionsOnly", "true");
        }
        properties(xml, past.blob(), Optional.empty(), now);
        past.deletion().ifPresent(it -> deleted(xml, it.at(), it.remainingDays()));
        end(xml, past.blob(), request.include(), keys);
    }

    private static void deleted(XmlWriter xml, Stamp at, long remainingDays) {
        xml.element("DeletedTime", at.httpDate())
                .element("RemainingRetentionDays", Long.toString(remainingDays));
    }

    private static void properties(
            XmlWriter xml, Blob blob, Optional<ResourceType> type, Stamp now) {
        ContentHeaders headers = blob.headers();
        xml.start("Properties").element("Creation-Time", blob.created().httpDate());
        stamp(xml, blob.modified());
        type.ifPresent(it -> xml.element("ResourceType", it.text()));
        xml.element("Content-Length", Long.toString(blob.length()))
                .element("Content-Type", carried(headers.type()))
                .element("Content-Encoding", carried(headers.encoding()))
                .element("Content-Language", carried(headers.language()))
                .element("Content-CRC64", "")
                .element("Content-MD5", BlobHeaders.base64(headers.md5()))
                .element("Cache-Control", carried(headers.cacheControl()))
                .element("Content-Disposition", carried(headers.disposition()))
                .element("BlobType", blob.type().wire());
        typed(xml, blob, now);
    }

    private static void end(XmlWriter xml, Blob blob, Set<String> include, ShownKeys keys) {
        if (include.contains("copy")) {
            blob.traits().copy().ifPresent(copy -> copy(xml, copy));
        }
        xml.element("ServerEncrypted", "true");
        Optional<Encryption> encryption = blob.traits().encryption();
        encryption.ifPresent(it -> encryption(xml, it, keys));
        holds(xml, blob.traits(), include);
        Map<String, String> tags = blob.traits().tags();
        optional(xml, "TagCount", tags.isEmpty() ? "" : Integer.toString(tags.size()));
        xml.end();
        if (include.contains("metadata")) {
            boolean readable = encryption.filter(Encryption::isCustomers).isEmpty();
            metadata(xml, blob.metadata(), readable);
        }
        if (include.contains("tags") && !tags.isEmpty()) {
            TagXml.write(xml, tags);
        }
        xml.element("OrMetadata", "").end();
    }

    private static void encryption(XmlWriter xml, Encryption encryption, ShownKeys keys) {
        if (encryption.isCustomers()) {
            xml.element("CustomerProvidedKeySha256", keys.sha256(encryption));
        } else {
            xml.element("EncryptionScope", encryption.scope());
        }
    }

    /** What a customer's key protects is shown to whoever has it, by Get Blob Metadata. */
    private static void metadata(XmlWriter xml, Metadata metadata, boolean readable) {
        if (readable) {
            metadata(xml, metadata);
        } else {
            xml.start("Metadata").attribute("Encrypted", "true").end();
        }
    }

    private static void copy(XmlWriter xml, CopyState copy) {
        xml.element("CopyId", copy.id().toString())
                .element("CopyStatus", copy.status().text())
                .element("CopySource", carried(copy.source()))
                .element("CopyProgress", copy.progress());
        if (copy.status() != CopyState.Status.PENDING) {
            xml.element("CopyCompletionTime", copy.completed().httpDate());
        }
        optional(xml, "CopyStatusDescription", copy.description());
    }

    private static void typed(XmlWriter xml, Blob blob, Stamp now) {
        switch (blob.type()) {
            case BLOCK -> tier(xml, blob.traits().tier(), now);
            case PAGE ->
                    xml.element(
                            "x-ms-blob-sequence-number",
                            Long.toString(blob.sequenceNumber().orElseThrow()));
            case APPEND -> {
                if (blob.isSealed()) {
                    xml.element("Sealed", "true");
                }
            }
        }
    }

    private static void uncommitted(XmlWriter xml, BlobListing.Uncommitted blob) {
        xml.start("Blob");
        name(xml, "Name", blob.name());
        xml.start("Properties").element("Creation-Time", blob.created().httpDate());
        xml.element("Content-Length", "0")
                .element("BlobType", "BlockBlob")
                .element("LeaseStatus", "unlocked")
                .element("LeaseState", "available")
                .element("ServerEncrypted", "true")
                .end()
                .end();
    }

    private static void stamp(XmlWriter xml, Stamp stamp) {
        xml.element("Last-Modified", stamp.httpDate()).element("Etag", stamp.bareEtag());
    }

    private static void holds(XmlWriter xml, Traits traits, Set<String> include) {
        if (include.contains("immutabilitypolicy")) {
            traits.immutability()
                    .ifPresent(
                            policy ->
                                    xml.element(
                                                    "ImmutabilityPolicyUntilDate",
                                                    policy.until().httpDate())
                                            .element("ImmutabilityPolicyMode", policy.mode()));
        }
        if (include.contains("legalhold") && traits.legalHold()) {
            xml.element("LegalHold", "true");
        }
    }

    private static void tier(XmlWriter xml, Optional<AccessTier> given, Stamp now) {
        if (given.isEmpty()) {
            xml.element("AccessTier", AccessTier.Tier.HOT.text());
            xml.element("AccessTierInferred", "true");
            return;
        }
        AccessTier tier = given.get().at(now);
        xml.element("AccessTier", tier.tier().text());
        xml.element("AccessTierChangeTime", tier.since().httpDate());
        tier.rehydration()
                .ifPresent(
                        it ->
                                xml.element("ArchiveStatus", it.status())
                                        .element("RehydratePriority", it.priority().text()));
    }

    private static void lease(XmlWriter xml, Optional<Lease> lease, Stamp now) {
        LeaseText text = LeaseText.of(lease, now);
        xml.element("LeaseStatus", text.status()).element("LeaseState", text.state());
        optional(xml, "LeaseDuration", text.duration());
    }

    private static void metadata(XmlWriter xml, Metadata metadata) {
        xml.start("Metadata");
        metadata.values().forEach((name, value) -> xml.element(name, carried(value)));
        xml.end();
    }

    /** A name that XML cannot hold goes percent-encoded, and says so. */
    static void name(XmlWriter xml, String element, String name) {
        if (XmlWriter.canHold(name)) {
            xml.element(element, name);
        } else {
            xml.start(element).attribute("Encoded", "true").text(Percent.encode(name)).end();
        }
    }

    /** Header values cannot hold control characters but a tab, and XML holds the rest. */
    private static String carried(String value) {
        return XmlWriter.canHold(value) ? value : Percent.encode(value);
    }

    private static void optional(XmlWriter xml, String element, String value) {
        if (!value.isEmpty()) {
            xml.element(element, value);
        }
    }

    private static void optionalName(XmlWriter xml, String element, String value) {
        if (!value.isEmpty()) {
            name(xml, element, value);
        }
    }

    private static String marker(Optional<Position> next) {
        return next.map(Markers::of).orElse("");
    }
}
