package fr.bleu.storage.api;

import fr.bleu.http.Percent;
import fr.bleu.http.XmlWriter;
import fr.bleu.storage.Blob;
import fr.bleu.storage.BlobListing;
import fr.bleu.storage.Container;
import fr.bleu.storage.ContainerListing;
import fr.bleu.storage.ContentHeaders;
import fr.bleu.storage.Metadata;
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
        optional(xml, "Prefix", request.prefix());
        optional(xml, "Marker", request.marker());
        xml.element("MaxResults", Integer.toString(request.limit()));
        xml.start("Containers");
        for (Container container : page.containers()) {
            container(xml, container, request.metadata());
        }
        return xml.end().element("NextMarker", marker(page.next())).end();
    }

    private static void container(XmlWriter xml, Container container, boolean metadata) {
        xml.start("Container").element("Name", container.name()).start("Properties");
        stamp(xml, container.modified());
        xml.element("LeaseStatus", "unlocked")
                .element("LeaseState", "available")
                .element("DefaultEncryptionScope", "$account-encryption-key")
                .element("DenyEncryptionScopeOverride", "false")
                .element("HasImmutabilityPolicy", "false")
                .element("HasLegalHold", "false")
                .element("ImmutableStorageWithVersioningEnabled", "false")
                .end();
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
                case BlobListing.Listed listed -> blob(xml, listed, request.metadata());
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

    private static void blob(XmlWriter xml, BlobListing.Listed listed, boolean metadata) {
        Blob blob = listed.blob();
        ContentHeaders headers = blob.headers();
        xml.start("Blob");
        name(xml, "Name", listed.name());
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
                .element("BlobType", blob.type().wire());
        typed(xml, blob);
        xml.element("LeaseStatus", "unlocked")
                .element("LeaseState", "available")
                .element("ServerEncrypted", "true")
                .end();
        if (metadata) {
            metadata(xml, blob.metadata());
        }
        xml.element("OrMetadata", "").end();
    }

    private static void typed(XmlWriter xml, Blob blob) {
        switch (blob.type()) {
            case BLOCK -> xml.element("AccessTier", "Hot").element("AccessTierInferred", "true");
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

    private static String marker(Optional<String> next) {
        return next.map(Markers::of).orElse("");
    }
}
