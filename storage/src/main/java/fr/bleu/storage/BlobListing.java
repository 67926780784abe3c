package fr.bleu.storage;

import fr.bleu.store.Key;
import fr.bleu.store.Snapshot;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Records;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Lists the blobs of the container that a permit names. */
public final class BlobListing {
    private final Records records;
    private final RunningCopies copies;
    private final InstantSource clock;

    BlobListing(Records records, RunningCopies copies, InstantSource clock) {
        this.records = records;
        this.copies = copies;
        this.clock = clock;
    }

    /**
     * What is to be listed.
     *
     * @param prefix only names that begin with it
     * @param delimiter names that have it behind the prefix are rolled up; empty lists flat
     * @param from where the page begins
     * @param limit entries of the page
     * @param states which states of blobs are listed
     */
    public record Wanted(
            String prefix, String delimiter, Position from, int limit, States states) {}

    /**
     * Which states of blobs are listed beside the current ones.
     *
     * @param uncommitted blobs of which only blocks were put
     * @param snapshots snapshots
     * @param versions earlier versions
     * @param deleted deleted blobs that can be brought back; with {@code snapshots} or {@code
     *     versions} deleted ones of these, too
     * @param withVersions blobs that have only earlier versions, each as one entry
     * @param deletedOnly nothing but what is deleted
     */
    public record States(
            boolean uncommitted,
            boolean snapshots,
            boolean versions,
            boolean deleted,
            boolean withVersions,
            boolean deletedOnly) {
        /** Current blobs. */
        public static final States CURRENT = new States(false, false, false, false, false, false);

        boolean needHistory() {
            return snapshots || versions || deleted || withVersions;
        }
    }

    /** One entry. */
    public sealed interface Entry {
        /** Its name. */
        String name();
    }

    /**
     * A blob.
     *
     * @param type in a hierarchical container
     */
    public record Listed(String name, Blob blob, Optional<ResourceType> type) implements Entry {}

    /**
     * What a blob was.
     *
     * @param snapshot its time, if it is a snapshot
     * @param version its id, if it is a version
     * @param deletion if it is deleted
     * @param versionsOnly whether it stands for a blob that has nothing but earlier versions
     */
    public record Past(
            String name,
            Blob blob,
            Optional<Stamp> snapshot,
            Optional<Stamp> version,
            Optional<Deleted> deletion,
            boolean versionsOnly)
            implements Entry {}

    /** When something was deleted, and for how many whole days it can be brought back. */
    public record Deleted(Stamp at, long remainingDays) {}

    /** A blob of which only uncommitted blocks exist. */
    public record Uncommitted(String name, Stamp created) implements Entry {}

    /**
     * Names rolled up at the delimiter, which ends the prefix.
     *
     * @param directory in a hierarchical container
     */
    public record Prefix(String name, Optional<Blob> directory) implements Entry {}

    /** A page; {@code next} is where the next one begins. */
    public record Page(List<Entry> entries, Optional<Position> next) {}

    /** One page. */
    public Page list(Permit permit, Wanted wanted) {
        ContainerTarget target = ContainerTarget.of(permit);
        try (Snapshot snapshot = records.snapshot()) {
            Container container =
                    snapshot.get(target.key())
                            .map(stored -> Container.decode(target.name(), stored.value()))
                            .orElseThrow(StorageError.CONTAINER_NOT_FOUND::failure);
            UUID incarnation = container.incarnation();
            if (container.traits().hierarchical()) {
                return TreeWalk.page(snapshot, target, incarnation, copies, wanted, clock);
            }
            String from = wanted.from().name();
            Key blobs = Key.of(target.account(), Tables.BLOB).id(incarnation);
            NameCursor committed = new NameCursor(snapshot, blobs, wanted.prefix(), from);
            Optional<NameCursor> uncommitted = Optional.empty();
            if (wanted.states().uncommitted()) {
                Key sessions = Key.of(target.account(), Tables.SESSION).id(incarnation);
                uncommitted =
                        Optional.of(new NameCursor(snapshot, sessions, wanted.prefix(), from));
            }
            Optional<PastCursor> past = Optional.empty();
            if (wanted.states().needHistory()) {
                Key history = Key.of(target.account(), Tables.HISTORY).id(incarnation);
                past = Optional.of(new PastCursor(snapshot, history, wanted, clock.instant()));
            }
            return page(wanted, new ListingMerge(copies, committed, uncommitted, past, wanted));
        }
    }

    private static Page page(Wanted wanted, ListingMerge merge) {
        List<Entry> entries = new ArrayList<>();
        while (true) {
            Optional<ListingMerge.Item> item = merge.next();
            if (item.isEmpty()) {
                return new Page(entries, merge.stoppedAt());
            }
            Optional<String> rolledUp = rolledUp(item.get().entry().name(), wanted);
            Position at = rolledUp.map(Position::before).orElse(item.get().at());
            if (entries.size() == wanted.limit()) {
                return new Page(entries, Optional.of(at));
            }
            entries.add(
                    rolledUp.<Entry>map(it -> new Prefix(it, Optional.empty()))
                            .orElse(item.get().entry()));
            rolledUp.ifPresent(merge::skip);
        }
    }

    private static Optional<String> rolledUp(String name, Wanted wanted) {
        if (wanted.delimiter().isEmpty()) {
            return Optional.empty();
        }
        int at = name.indexOf(wanted.delimiter(), wanted.prefix().length());
        return at < 0
                ? Optional.empty()
                : Optional.of(name.substring(0, at + wanted.delimiter().length()));
    }
}
