package fr.bleu.storage;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Merges what blobs were, what they are, and what is being uploaded, in the order of names; within
 * a name the oldest state comes first.
 */
final class ListingMerge {
    /** States that a page may pass without listing them; then it ends early. */
    private static final int MAX_PASSED = 10_000;

    private final RunningCopies copies;
    private final NameCursor committed;
    private final Optional<NameCursor> uncommitted;
    private final Optional<PastCursor> past;
    private final BlobListing.Wanted wanted;
    private Optional<BlobListing.Entry> versionsOnly = Optional.empty();
    private Optional<Position> stopped = Optional.empty();
    private int passed;

    ListingMerge(
            RunningCopies copies,
            NameCursor committed,
            Optional<NameCursor> uncommitted,
            Optional<PastCursor> past,
            BlobListing.Wanted wanted) {
        this.copies = copies;
        this.committed = committed;
        this.uncommitted = uncommitted;
        this.past = past;
        this.wanted = wanted;
    }

    /** An entry and its place. */
    record Item(BlobListing.Entry entry, Position at) {}

    /** Where the merge gave up, although there is more. */
    Optional<Position> stoppedAt() {
        return stopped;
    }

    /** The next entry; empty at the end, or when too much was passed. */
    Optional<Item> next() {
        while (passed <= MAX_PASSED) {
            Optional<String> name = leastName();
            Optional<Item> pending = versionsOnly(name);
            if (pending.isPresent() || name.isEmpty()) {
                return pending;
            }
            Optional<Item> item = take(name.get());
            if (item.isPresent()) {
                return item;
            }
        }
        return Optional.empty();
    }

    private Optional<Item> take(String name) {
        if (past.isPresent() && past.get().hasCurrent() && past.get().name().equals(name)) {
            return takePast(past.get());
        }
        if (wanted.states().deletedOnly() && isTooMuch(now(name))) {
            return Optional.empty();
        }
        boolean isCommitted = committed.hasCurrent() && committed.name().equals(name);
        Optional<NameCursor> other =
                uncommitted.filter(it -> it.hasCurrent() && it.name().equals(name));
        Optional<BlobListing.Entry> entry =
                wanted.states().deletedOnly()
                        ? Optional.empty()
                        : Optional.of(
                                isCommitted ? committed(name) : uncommitted(other.orElseThrow()));
        if (isCommitted) {
            versionsOnly = Optional.empty();
            committed.advance();
        }
        other.ifPresent(NameCursor::advance);
        return entry.map(it -> new Item(it, now(name)));
    }

    private Optional<Item> takePast(PastCursor cursor) {
        Position at = cursor.position();
        if (wanted.states().withVersions() && !wanted.states().versions()) {
            cursor.liveVersion().ifPresent(entry -> versionsOnly = Optional.of(entry));
        }
        boolean before = cursor.isBefore(wanted.from());
        Optional<BlobListing.Entry> entry = before ? Optional.empty() : cursor.entry();
        if (entry.isEmpty() && !before && isTooMuch(at)) {
            return Optional.empty();
        }
        cursor.advance();
        return entry.map(it -> new Item(it, at));
    }

    /** Behind all that the name was, if that is listed at all. */
    private Position now(String name) {
        return past.isPresent() ? Position.of(name) : Position.before(name);
    }

    private boolean isTooMuch(Position at) {
        if (++passed <= MAX_PASSED) {
            return false;
        }
        stopped = Optional.of(at);
        return true;
    }

    /** The entry of a blob whose states are all passed and of which none is current. */
    private Optional<Item> versionsOnly(Optional<String> name) {
        Optional<BlobListing.Entry> entry =
                versionsOnly.filter(it -> !name.equals(Optional.of(it.name())));
        if (entry.isPresent()) {
            versionsOnly = Optional.empty();
        }
        return entry.map(it -> new Item(it, now(it.name())));
    }

    /** Goes on behind all names that begin with {@code prefix}. */
    void skip(String prefix) {
        versionsOnly = versionsOnly.filter(it -> !it.name().startsWith(prefix));
        committed.skip(prefix);
        uncommitted.ifPresent(cursor -> cursor.skip(prefix));
        past.ifPresent(cursor -> cursor.skip(prefix));
    }

    private Optional<String> leastName() {
        Optional<String> least = name(committed);
        least = least(least, uncommitted.flatMap(ListingMerge::name));
        return least(least, past.filter(PastCursor::hasCurrent).map(PastCursor::name));
    }

    private static Optional<String> name(NameCursor cursor) {
        return cursor.hasCurrent() ? Optional.of(cursor.name()) : Optional.empty();
    }

    private static Optional<String> least(Optional<String> one, Optional<String> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.or(() -> other);
        }
        return compare(one.get(), other.get()) <= 0 ? one : other;
    }

    private BlobListing.Entry committed(String name) {
        return new BlobListing.Listed(
                name,
                copies.seen(Blob.decode(committed.record().value())).withoutBody(),
                Optional.empty());
    }

    private static BlobListing.Entry uncommitted(NameCursor cursor) {
        return new BlobListing.Uncommitted(
                cursor.name(), Session.decode(cursor.record().value()).created());
    }

    private static int compare(String one, String other) {
        return Arrays.compareUnsigned(
                one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
