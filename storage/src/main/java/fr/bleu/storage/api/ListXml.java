package fr.bleu.storage.api;

import fr.bleu.http.Percent;
import fr.bleu.http.XmlWriter;
import fr.bleu.storage.Blob;
import fr.bleu.storage.BlobListing;
import fr.bleu.storage.Container;
import fr.bleu.storage.ContainerListing;
import fr.bleu.storage.ContentHeaders;
import fr.bleu.storage.Metadata;
import fr.bleu.storage.Position;
import fr.bleu.storage.Stamp;
import java.util.Optional;

/**
 * The XML of List Containers and List Blobs, its elements in Azure's order.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/storageservices/list-blobs">List Blobs</a>
 */
final class ListXml {
    private ListXml() {}

    static XmlWriter containers(
            String endpoint, BlobRequest.ListContainers request, ContainerListing.Page page) {
        XmlWriter xml = new XmlWriter().start("EnumerationResults");
        xml.attribute("ServiceEndpoint", endpoint);
        optional(xml, "Prefix", request.wanted().prefix());
        optional(xml, "Marker", request.marker());
        xml.element("MaxResults", Integer.toString(request.wanted().limit()));
        xml.start("Containers");
        for (ContainerListing.Entry entry : page.containers()) {
            container(xml, entry, request.metadata());
        }
        return xml.end().element("NextMarker", marker(page.next())).end();
    }

    private static void container(XmlWriter xml, ContainerListing.Entry entry, boolean metadata) {
        Container container = entry.container();
        xml.start("Container").element("Name", container.name());
        entry.deleted()
                .ifPresent(it -> xml.element("Deleted", "true").element("Version", it.version()));
        xml.start("Properties");
        stamp(xml, container.modified());
        xml.element("LeaseStatus", "unlocked")
                .element("LeaseState", "available")
                .element("DefaultEncryptionScope", "$account-encryption-key")
                .element("DenyEncryptionScopeOverride", "false")
                .element("HasImmutabilityPolicy", "false")
                .element("HasLegalHold", "false")
                .element("ImmutableStorageWithVersioningEnabled", "false");
        entry.deleted().ifPresent(it -> deleted(xml, it.at(), entry.remainingDays()));
        xml.end();
        if (metadata) {
            metadata(xml, container.metadata());
        }
        xml.end();
    }

    static XmlWriter blobs(
            String endpoint,
            String container,
            BlobRequest.ListBlobs request,
            BlobListing.Page page) {
        XmlWriter xml = new XmlWriter().start("EnumerationResults");
        xml.attribute("ServiceEndpoint", endpoint).attribute("ContainerName", container);
        optionalName(xml, "Prefix", request.wanted().prefix());
        optional(xml, "Marker", request.marker());
        request.maxResults().ifPresent(max -> xml.element("MaxResults", max.toString()));
        optionalName(xml, "Delimiter", request.wanted().delimiter());
        xml.start("Blobs");
        for (BlobListing.Entry entry : page.entries()) {
            switch (entry) {
                case BlobListing.Listed listed -> blob(xml, listed, request);
                case BlobListing.Past past -> past(xml, past, request);
                case BlobListing.Uncommitted uncommitted -> uncommitted(xml, uncommitted);
                case BlobListing.Prefix prefix -> {
                    xml.start("BlobPrefix");
                    name(xml, "Name", prefix.name());
                    xml.end();
                }
            }
        }
        return xml.end().element("NextMarker", marker(page.next())).end();
    }

    private static void blob(
            XmlWriter xml, BlobListing.Listed listed, BlobRequest.ListBlobs request) {
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
        properties(xml, blob);
        xml.element("LeaseStatus", "unlocked").element("LeaseState", "available");
        end(xml, blob, request);
    }

    /** A snapshot, version or deleted blob: nothing can lease it. */
    private static void past(XmlWriter xml, BlobListing.Past past, BlobRequest.ListBlobs request) {
        xml.start("Blob");
        name(xml, "Name", past.name());
        past.deletion().ifPresent(it -> xml.element("Deleted", "true"));
        past.snapshot().ifPresent(at -> xml.element("Snapshot", at.text()));
        past.version().ifPresent(id -> xml.element("VersionId", id.text()));
        if (past.versionsOnly()) {
            xml.element("HasVersionsOnly", "true");
        }
        properties(xml, past.blob());
        past.deletion().ifPresent(it -> deleted(xml, it.at(), it.remainingDays()));
        end(xml, past.blob(), request);
    }

    private static void deleted(XmlWriter xml, Stamp at, long remainingDays) {
        xml.element("DeletedTime", at.httpDate())
                .element("RemainingRetentionDays", Long.toString(remainingDays));
    }

    private static void properties(XmlWriter xml, Blob blob) {
        ContentHeaders headers = blob.headers();
        xml.start("Properties").element("Creation-Time", blob.created().httpDate());
        stamp(xml, blob.modified());
        xml.element("Content-Length", Long.toString(blob.length()))
                .element("Content-Type", carried(headers.type()))
                .element("Content-Encoding", carried(headers.encoding()))
                .element("Content-Language", carried(headers.language()))
                .element("Content-CRC64", "")
                .element("Content-MD5", BlobHeaders.base64(headers.md5()))
                .element("Cache-Control", carried(headers.cacheControl()))
                .element("Content-Disposition", carried(headers.disposition()))
                .element("BlobType", "BlockBlob")
                .element("AccessTier", "Hot")
                .element("AccessTierInferred", "true");
    }

    private static void end(XmlWriter xml, Blob blob, BlobRequest.ListBlobs request) {
        xml.element("ServerEncrypted", "true").end();
        if (request.metadata()) {
            metadata(xml, blob.metadata());
        }
        xml.element("OrMetadata", "").end();
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

    private static void metadata(XmlWriter xml, Metadata metadata) {
        xml.start("Metadata");
        metadata.values().forEach((name, value) -> xml.element(name, carried(value)));
        xml.end();
    }

    /** A name that XML cannot hold goes percent-encoded, and says so. */
    private static void name(XmlWriter xml, String element, String name) {
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
