package fr.bleu.storage;

import fr.bleu.store.Key;
import fr.bleu.store.Reads;
import java.time.Instant;
import java.util.Optional;

/** Walks what the blobs of a container were, and tells what of it is to be listed. */
final class PastCursor {
    private final NameCursor cursor;
    private final BlobListing.Wanted wanted;
    private final Instant now;

    PastCursor(Reads reads, Key history, BlobListing.Wanted wanted, Instant now) {
        this.cursor = NameCursor.numbered(reads, history, wanted.prefix(), from(history, wanted));
        this.wanted = wanted;
        this.now = now;
    }

    /** For blobs that have only versions, a page looks through all of its first name's. */
    private static Key from(Key history, BlobListing.Wanted wanted) {
        Position from = wanted.from();
        return from.at() == 0 || wanted.states().withVersions()
                ? history.textPrefix(from.name())
                : history.text(from.name()).number(from.at());
    }

    boolean hasCurrent() {
        return cursor.hasCurrent();
    }

    String name() {
        return cursor.name();
    }

    Position position() {
        return new Position(name(), at().ticks());
    }

    private Stamp at() {
        return PastBlob.at(cursor.record().key());
    }

    /** Whether an earlier page has passed it. */
    boolean isBefore(Position from) {
        return name().equals(from.name()) && at().ticks() < from.at();
    }

    void advance() {
        cursor.advance();
    }

    void skip(String prefix) {
        cursor.skip(prefix);
    }

    /** The entry at the cursor, if it is wanted. */
    Optional<BlobListing.Entry> entry() {
        PastBlob past = PastBlob.decode(cursor.record().value());
        BlobListing.States states = wanted.states();
        boolean kind =
                switch (past.kind()) {
                    case SNAPSHOT -> states.snapshots();
                    case VERSION -> states.versions();
                    case BASE -> states.deleted();
                };
        boolean state =
                past.isLive() ? !states.deletedOnly() : states.deleted() && !past.isExpired(now);
        return kind && state ? Optional.of(entry(past, false)) : Optional.empty();
    }

    /** The version at the cursor, if it is one that is not deleted. */
    Optional<BlobListing.Entry> liveVersion() {
        PastBlob past = PastBlob.decode(cursor.record().value());
        return past.kind() == PastBlob.Kind.VERSION && past.isLive()
                ? Optional.of(entry(past, true))
                : Optional.empty();
    }

    private BlobListing.Past entry(PastBlob past, boolean versionsOnly) {
        Optional<Stamp> at = Optional.of(at());
        return new BlobListing.Past(
                name(),
                past.blob().withoutBody(),
                at.filter(it -> past.kind() == PastBlob.Kind.SNAPSHOT),
                at.filter(it -> past.kind() == PastBlob.Kind.VERSION),
                past.deletion().map(it -> new BlobListing.Deleted(it.at(), it.remainingDays(now))),
                versionsOnly);
    }
}
