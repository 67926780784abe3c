package fr.bleu.storage;

import fr.bleu.trust.Origin;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A change of one blob, as the change feed tells it.
 *
 * @param api the operation, by the name that Azure's events give it
 * @param blob the blob that the event is about, as it stands after the change, or stood before its
 *     deletion
 * @param snapshot the snapshot that it is about; empty: the blob or a version
 * @param previous what was before, by Azure's names
 * @param properties headers that were changed: name → {@code current} and {@code previous}
 * @param async what goes on in the background, by Azure's names
 * @param tags {@code current} and {@code previous} tags where they were changed
 * @see <a
 *     href="https://learn.microsoft.com/azure/storage/blobs/storage-blob-change-feed#event-record-schemas">Event
 *     record schemas</a>
 */
record FeedEvent(
        Type type,
        String api,
        Blob blob,
        Optional<Stamp> snapshot,
        Map<String, String> previous,
        Map<String, Map<String, String>> properties,
        Map<String, String> async,
        Map<String, Map<String, String>> tags) {
    /** The version of Azure's schema whose fields an event has. */
    static final int SCHEMA_VERSION = 5;

    private static final String NO_REQUEST = new UUID(0, 0).toString();

    /** What happened, by the names of the protocol. */
    enum Type {
        CREATED("BlobCreated"),
        DELETED("BlobDeleted"),
        PROPERTIES_UPDATED("BlobPropertiesUpdated"),
        SNAPSHOT_CREATED("BlobSnapshotCreated"),
        TIER_CHANGED("BlobTierChanged"),
        ASYNC_INITIATED("BlobAsyncOperationInitiated");

        private final String text;

        Type(String text) {
            this.text = text;
        }
    }

    /** An event that tells no more than that. */
    static FeedEvent of(Type type, String api, Blob blob) {
        return new FeedEvent(
                type, api, blob, Optional.empty(), Map.of(), Map.of(), Map.of(), Map.of());
    }

    FeedEvent withSnapshot(Stamp other) {
        return new FeedEvent(
                type, api, blob, Optional.of(other), previous, properties, async, tags);
    }

    FeedEvent withPrevious(Map<String, String> other) {
        return new FeedEvent(type, api, blob, snapshot, other, properties, async, tags);
    }

    FeedEvent withProperties(Map<String, Map<String, String>> other) {
        return new FeedEvent(type, api, blob, snapshot, previous, other, async, tags);
    }

    FeedEvent withAsync(Map<String, String> other) {
        return new FeedEvent(type, api, blob, snapshot, previous, properties, other, tags);
    }

    FeedEvent withTags(Map<String, Map<String, String>> other) {
        return new FeedEvent(type, api, blob, snapshot, previous, properties, async, other);
    }

    /**
     * The record of {@link FeedFile#SCHEMA}.
     *
     * @param account the account's ARM id
     * @param at when, which orders and names the account's events
     */
    byte[] encode(String account, BlobTarget target, Origin origin, Stamp at) {
        AvroEncoder out =
                new AvroEncoder()
                        .number(SCHEMA_VERSION)
                        .text(account)
                        .text(
                                "/blobServices/default/containers/"
                                        + target.container().name()
                                        + "/blobs/"
                                        + target.name())
                        .text(type.text)
                        .text(at.text())
                        .text(id(target.account(), at).toString());
        encodeData(out, origin, at);
        return out.done();
    }

    private void encodeData(AvroEncoder out, Origin origin, Stamp at) {
        out.text(api)
                .text(origin.clientRequestId())
                .text(requestId(origin))
                .text(blob.modified().bareEtag())
                .text(blob.headers().type())
                .number(blob.length())
                .text(blob.type().wire())
                .optional(blob.traits().version().map(Stamp::text))
                // Versions of containers are not kept.
                .optional(Optional.empty())
                .optional(tier())
                // The address is empty in Azure, too; the subject says which blob it is.
                .text("")
                .text("0".repeat(32) + HexFormat.of().toHexDigits(at.ticks()))
                .optionalMap(previous)
                .optional(snapshot.map(Stamp::text))
                .optionalMaps(properties)
                .optionalMap(async)
                .optionalMaps(tags)
                // For Azure's own diagnosis.
                .map(Map.of());
    }

    private Optional<String> tier() {
        return blob.type() == BlobType.BLOCK ? Optional.of(tier(blob).text()) : Optional.empty();
    }

    /** Without a tier of its own a blob is in the account's. */
    static AccessTier.Tier tier(Blob blob) {
        return blob.traits().tier().map(AccessTier::tier).orElse(AccessTier.Tier.HOT);
    }

    private static UUID id(UUID account, Stamp at) {
        return UUID.nameUUIDFromBytes(
                ByteBuffer.allocate(24)
                        .putLong(account.getMostSignificantBits())
                        .putLong(account.getLeastSignificantBits())
                        .putLong(at.ticks())
                        .array());
    }

    /** The platform's own work has none; readers want a GUID. */
    private static String requestId(Origin origin) {
        return origin.requestId().isEmpty() ? NO_REQUEST : origin.requestId();
    }
}
