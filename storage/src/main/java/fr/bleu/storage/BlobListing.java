package fr.bleu.storage;

import fr.bleu.store.Key;
import fr.bleu.store.Snapshot;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Records;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Lists the blobs of the container that a permit names. */
public final class BlobListing {
    private final Records records;
    private final RunningCopies copies;

    BlobListing(Records records, RunningCopies copies) {
        this.records = records;
        this.copies = copies;
    }

    /**
     * What is to be listed.
     *
     * @param prefix only names that begin with it
     * @param delimiter names that have it behind the prefix are rolled up; empty lists flat
     * @param from where the page begins
     * @param limit entries of the page
     * @param uncommitted whether blobs of which only blocks were put are listed
     */
    public record Wanted(
            String prefix, String delimiter, String from, int limit, boolean uncommitted) {}

    /** One entry. */
    public sealed interface Entry {
        /** Its name. */
        String name();
    }

    /** A blob. */
    public record Listed(String name, Blob blob) implements Entry {}

    /** A blob of which only uncommitted blocks exist. */
    public record Uncommitted(String name, Stamp created) implements Entry {}

    /** Names rolled up at the delimiter, which ends the prefix. */
    public record Prefix(String name) implements Entry {}

    /** A page; {@code next} is where the next one begins. */
    public record Page(List<Entry> entries, Optional<String> next) {}

    /** One page. */
    public Page list(Permit permit, Wanted wanted) {
        ContainerTarget target = ContainerTarget.of(permit);
        try (Snapshot snapshot = records.snapshot()) {
            UUID incarnation =
                    snapshot.get(target.key())
                            .map(stored -> Container.decode(target.name(), stored.value()))
                            .orElseThrow(StorageError.CONTAINER_NOT_FOUND::failure)
                            .incarnation();
            Key blobs = Key.of(target.account(), Tables.BLOB).id(incarnation);
            Key sessions = Key.of(target.account(), Tables.SESSION).id(incarnation);
            NameCursor committed = new NameCursor(snapshot, blobs, wanted.prefix(), wanted.from());
            Optional<NameCursor> uncommitted =
                    wanted.uncommitted()
                            ? Optional.of(
                                    new NameCursor(
                                            snapshot, sessions, wanted.prefix(), wanted.from()))
                            : Optional.empty();
            return page(wanted, committed, uncommitted);
        }
    }

    private Page page(Wanted wanted, NameCursor committed, Optional<NameCursor> uncommitted) {
        List<Entry> entries = new ArrayList<>();
        while (true) {
            Optional<Entry> next = peek(committed, uncommitted);
            if (next.isEmpty()) {
                return new Page(entries, Optional.empty());
            }
            Optional<String> rolledUp = rolledUp(next.get().name(), wanted);
            Entry entry = rolledUp.<Entry>map(Prefix::new).orElse(next.get());
            if (entries.size() == wanted.limit()) {
                return new Page(entries, Optional.of(entry.name()));
            }
            entries.add(entry);
            if (rolledUp.isPresent()) {
                committed.skip(rolledUp.get());
                uncommitted.ifPresent(cursor -> cursor.skip(rolledUp.get()));
            } else {
                advance(committed, entry.name());
                uncommitted.ifPresent(cursor -> advance(cursor, entry.name()));
            }
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

    /** The first entry of both cursors; a committed blob hides its uncommitted blocks. */
    private Optional<Entry> peek(NameCursor committed, Optional<NameCursor> uncommitted) {
        Optional<NameCursor> other = uncommitted.filter(NameCursor::hasCurrent);
        if (!committed.hasCurrent()) {
            return other.map(BlobListing::uncommitted);
        }
        if (other.isPresent() && compare(other.get().name(), committed.name()) < 0) {
            return other.map(BlobListing::uncommitted);
        }
        return Optional.of(
                new Listed(committed.name(), copies.seen(Blob.decode(committed.record().value()))));
    }

    private static Entry uncommitted(NameCursor cursor) {
        return new Uncommitted(cursor.name(), Session.decode(cursor.record().value()).created());
    }

    private static void advance(NameCursor cursor, String name) {
        if (cursor.hasCurrent() && cursor.name().equals(name)) {
            cursor.advance();
        }
    }

    private static int compare(String one, String other) {
        return Arrays.compareUnsigned(
                one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
