package fr.bleu.storage;

import fr.bleu.store.Key;
import fr.bleu.store.Snapshot;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Records;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Lists the containers of the account that a permit names. */
public final class ContainerListing {
    private final Records records;
    private final InstantSource clock;

    ContainerListing(Records records, InstantSource clock) {
        this.records = records;
        this.clock = clock;
    }

    /**
     * What is to be listed.
     *
     * @param prefix only names that begin with it
     * @param from where the page begins
     * @param limit containers of the page
     * @param deleted whether deleted ones that can be brought back are listed
     */
    public record Wanted(String prefix, Position from, int limit, boolean deleted) {}

    /**
     * A container.
     *
     * @param deleted if it is deleted
     * @param remainingDays for how many whole days it can then be brought back
     */
    public record Entry(
            Container container, Optional<DeletedContainer> deleted, long remainingDays) {}

    /** A page; {@code next} is where the next one begins. */
    public record Page(List<Entry> containers, Optional<Position> next) {}

    /** One page; of a name the deleted ones come first. */
    public Page list(Permit permit, Wanted wanted) {
        Key table = Key.of(permit.target().owner(), Tables.CONTAINER);
        List<Entry> containers = new ArrayList<>();
        Instant now = clock.instant();
        try (Snapshot snapshot = records.snapshot()) {
            NameCursor cursor =
                    new NameCursor(snapshot, table, wanted.prefix(), wanted.from().name());
            Optional<NameCursor> deleted = deleted(snapshot, permit, wanted);
            while (true) {
                boolean isDeleted = deleted.isPresent() && isFirst(deleted.get(), cursor);
                NameCursor first = isDeleted ? deleted.get() : cursor;
                if (!first.hasCurrent()) {
                    return new Page(containers, Optional.empty());
                }
                Optional<Entry> entry = isDeleted ? deleted(first, now) : entry(first);
                if (entry.isPresent() && containers.size() == wanted.limit()) {
                    return new Page(containers, Optional.of(position(first, isDeleted, wanted)));
                }
                entry.ifPresent(containers::add);
                first.advance();
            }
        }
    }

    private static Optional<NameCursor> deleted(Snapshot snapshot, Permit permit, Wanted wanted) {
        if (!wanted.deleted()) {
            return Optional.empty();
        }
        Key table = Key.of(permit.target().owner(), Tables.DELETED_CONTAINER);
        Position at = wanted.from();
        Key from =
                at.at() == 0 ? table.textPrefix(at.name()) : table.text(at.name()).number(at.at());
        return Optional.of(NameCursor.numbered(snapshot, table, wanted.prefix(), from));
    }

    private static boolean isFirst(NameCursor deleted, NameCursor cursor) {
        if (!deleted.hasCurrent() || !cursor.hasCurrent()) {
            return deleted.hasCurrent();
        }
        return Arrays.compareUnsigned(
                        deleted.name().getBytes(StandardCharsets.UTF_8),
                        cursor.name().getBytes(StandardCharsets.UTF_8))
                <= 0;
    }

    private static Position position(NameCursor cursor, boolean isDeleted, Wanted wanted) {
        if (!wanted.deleted()) {
            return Position.before(cursor.name());
        }
        return isDeleted
                ? new Position(cursor.name(), PastBlob.at(cursor.record().key()).ticks())
                : Position.of(cursor.name());
    }

    /** The change feed's container is not shown. */
    private static Optional<Entry> entry(NameCursor cursor) {
        return Optional.of(cursor.name())
                .filter(name -> !name.equals(FeedContainer.NAME))
                .map(name -> Container.decode(name, cursor.record().value()))
                .map(container -> new Entry(container, Optional.empty(), 0));
    }

    private static Optional<Entry> deleted(NameCursor cursor, Instant now) {
        DeletedContainer deleted = DeletedContainer.decode(cursor.name(), cursor.record().value());
        if (!deleted.deletion().due().isAfter(now)) {
            return Optional.empty();
        }
        return Optional.of(
                new Entry(deleted.container(), Optional.of(deleted), deleted.remainingDays(now)));
    }
}
