package fr.bleu.storage;

import fr.bleu.store.Key;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which events a change is: told, like what {@link Protection} forbids, from the blob as it was and
 * as it will stand, so that no operation has to say it. What Azure has no event for is none: leases
 * and holds, sealing, appended blocks, written pages.
 */
final class FeedEvents {
    private final BlobTarget target;
    private final Optional<Blob> old;
    private final Optional<Blob> fresh;
    private final BlobEdit edit;
    private final ServiceSettings settings;

    /**
     * @param fresh what will stand
     */
    FeedEvents(FoundBlob found, Optional<Blob> fresh, BlobEdit edit, ServiceSettings settings) {
        this.target = found.target();
        this.old = found.blob();
        this.fresh = fresh;
        this.edit = edit;
        this.settings = settings;
    }

    /** The events of a change of the blob itself, in order. */
    List<FeedEvent> all() {
        List<FeedEvent> events = past();
        blob().ifPresent(events::add);
        return events;
    }

    /** The events of a change of snapshots and versions. */
    List<FeedEvent> past() {
        List<FeedEvent> events = new ArrayList<>();
        edit.past().forEach(change -> events.add(past(change)));
        return events;
    }

    private FeedEvent past(PastChange change) {
        boolean snapshot = change.kind() == PastBlob.Kind.SNAPSHOT;
        FeedEvent.Type back = snapshot ? FeedEvent.Type.SNAPSHOT_CREATED : FeedEvent.Type.CREATED;
        FeedEvent event =
                switch (change.what()) {
                    case TAKEN -> FeedEvent.of(back, "SnapshotBlob", change.blob());
                    case DELETED -> deleted(change.blob(), false);
                    case SOFT_DELETED -> deleted(change.blob(), true);
                    case RESTORED -> FeedEvent.of(back, "UndeleteBlob", change.blob());
                };
        return snapshot ? event.withSnapshot(change.at()) : event;
    }

    private Optional<FeedEvent> blob() {
        return switch (edit.effect()) {
            case CONTENT -> Optional.of(content(fresh.orElseThrow()));
            case METADATA ->
                    Optional.of(
                            FeedEvent.of(
                                            FeedEvent.Type.PROPERTIES_UPDATED,
                                            "SetBlobMetadata",
                                            fresh.orElseThrow())
                                    .withPrevious(versions()));
            case PROPERTIES -> properties(old.orElseThrow(), fresh.orElseThrow());
            case DELETION, DELETION_WITH_SNAPSHOTS -> Optional.of(deleted());
            case RESTORATION ->
                    Optional.of(
                            FeedEvent.of(
                                    FeedEvent.Type.CREATED, "UndeleteBlob", fresh.orElseThrow()));
        };
    }

    private FeedEvent deleted() {
        Blob blob = old.orElseThrow();
        boolean version = settings.versioning() || blob.traits().version().isPresent();
        return deleted(blob, !version && settings.deleteDays() > 0);
    }

    private static FeedEvent deleted(Blob blob, boolean kept) {
        FeedEvent event = FeedEvent.of(FeedEvent.Type.DELETED, "DeleteBlob", blob);
        return kept ? event.withPrevious(Map.of("WasBlobSoftDeleted", "true")) : event;
    }

    private FeedEvent content(Blob blob) {
        Optional<CopyState> copy = blob.traits().copy();
        if (copy.filter(RunningCopies::isPending).isPresent()) {
            return initiated("CopyBlob", blob, Map.of("CopyId", copy.get().id().toString()));
        }
        return FeedEvent.of(FeedEvent.Type.CREATED, copy.isPresent() ? "CopyBlob" : put(blob), blob)
                .withPrevious(versions());
    }

    /** A list of blocks that somebody else refers to, too, was copied by Put Blob From URL. */
    private String put(Blob blob) {
        if (!(blob.content() instanceof Content.Blocks blocks)) {
            return "PutBlob";
        }
        Key references = References.key(target.account(), blocks.manifest());
        boolean copied = edit.writes().stream().anyMatch(it -> it.key().equals(references));
        return copied ? "PutBlob" : "PutBlockList";
    }

    private Map<String, String> versions() {
        Map<String, String> versions = new TreeMap<>();
        fresh.flatMap(it -> it.traits().version())
                .ifPresent(it -> versions.put("BlobVersion", it.text()));
        old.flatMap(it -> it.traits().version())
                .ifPresent(it -> versions.put("LastVersion", it.text()));
        return versions;
    }

    private static FeedEvent initiated(String api, Blob blob, Map<String, String> what) {
        Map<String, String> async = new TreeMap<>(what);
        async.put("WasAsyncOperation", "true");
        return FeedEvent.of(FeedEvent.Type.ASYNC_INITIATED, api, blob).withAsync(async);
    }

    private static Optional<FeedEvent> properties(Blob was, Blob blob) {
        if (RunningCopies.isPending(was) && !RunningCopies.isPending(blob)) {
            return Optional.of(copied(blob));
        }
        if (!tier(was).equals(tier(blob))) {
            return Optional.of(tiered(was, blob));
        }
        if (!was.traits().tags().equals(blob.traits().tags())) {
            return Optional.of(
                    updated("SetBlobTags", blob)
                            .withTags(
                                    Map.of(
                                            "current", blob.traits().tags(),
                                            "previous", was.traits().tags())));
        }
        return isSet(was, blob)
                ? Optional.of(updated("SetBlobProperties", blob).withProperties(headers(was, blob)))
                : Optional.empty();
    }

    private static FeedEvent updated(String api, Blob blob) {
        return FeedEvent.of(FeedEvent.Type.PROPERTIES_UPDATED, api, blob);
    }

    private static FeedEvent copied(Blob blob) {
        CopyState copy = blob.traits().copy().orElseThrow();
        String api = copy.status() == CopyState.Status.ABORTED ? "AbortCopyBlob" : "CopyBlob";
        return FeedEvent.of(FeedEvent.Type.CREATED, api, blob)
                .withAsync(Map.of("CopyId", copy.id().toString(), "WasAsyncOperation", "true"));
    }

    /** Where a blob is and where it goes, whenever it came there. */
    private static List<Object> tier(Blob blob) {
        return List.of(FeedEvent.tier(blob), blob.traits().tier().flatMap(AccessTier::rehydration));
    }

    private static FeedEvent tiered(Blob was, Blob blob) {
        Map<String, String> previous = Map.of("PreviousTier", FeedEvent.tier(was).text());
        Optional<AccessTier.Rehydration> on = blob.traits().tier().flatMap(AccessTier::rehydration);
        FeedEvent event =
                on.isPresent()
                        ? initiated(
                                "SetBlobTier",
                                blob,
                                Map.of("DestinationTier", on.get().to().text()))
                        : FeedEvent.of(FeedEvent.Type.TIER_CHANGED, "SetBlobTier", blob);
        return event.withPrevious(previous);
    }

    /** Whether Set Blob Properties was here; it moves the ETag and leaves the bytes. */
    private static boolean isSet(Blob was, Blob blob) {
        if (!was.headers().equals(blob.headers())
                || !was.sequenceNumber().equals(blob.sequenceNumber())) {
            return true;
        }
        boolean pages = blob.type() == BlobType.PAGE;
        boolean resized = was.length() != blob.length();
        boolean modified = !was.modified().equals(blob.modified());
        return pages ? resized : modified && !resized;
    }

    private static Map<String, Map<String, String>> headers(Blob was, Blob blob) {
        ContentHeaders one = was.headers();
        ContentHeaders other = blob.headers();
        Map<String, Map<String, String>> changed = new TreeMap<>();
        compare(changed, "ContentType", one.type(), other.type());
        compare(changed, "ContentEncoding", one.encoding(), other.encoding());
        compare(changed, "ContentLanguage", one.language(), other.language());
        compare(changed, "CacheControl", one.cacheControl(), other.cacheControl());
        compare(changed, "ContentDisposition", one.disposition(), other.disposition());
        Base64.Encoder base64 = Base64.getEncoder();
        compare(
                changed,
                "ContentMD5",
                base64.encodeToString(one.md5()),
                base64.encodeToString(other.md5()));
        return changed;
    }

    private static void compare(
            Map<String, Map<String, String>> changed, String name, String was, String is) {
        if (!was.equals(is)) {
            changed.put(name, Map.of("current", is, "previous", was));
        }
    }
}
