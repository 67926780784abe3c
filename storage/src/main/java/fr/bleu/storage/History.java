package fr.bleu.storage;

import fr.bleu.store.Check;
import fr.bleu.store.Key;
import fr.bleu.store.Reads;
import fr.bleu.store.Reads.Stored;
import fr.bleu.store.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a blob was.
 *
 * @param found the blob's place and what is there now
 */
record History(Reads reads, FoundBlob found) {
    private static final byte[] MARK = new Encoder(1).done();

    /** A past state as the store has it. */
    record Past(Stored stored, PastBlob blob) {
        static Past of(Stored stored) {
            return new Past(stored, PastBlob.decode(stored.value()));
        }

        Stamp at() {
            return PastBlob.at(stored.key());
        }
    }

    Key key(Stamp at) {
        return prefix().number(at.ticks());
    }

    Key prefix() {
        return found.slot().in(Tables.HISTORY);
    }

    /** What there was at a time. */
    Optional<Past> at(Stamp at) {
        return reads.get(key(at)).map(Past::of);
    }

    /** The deleted blob that an undeletion brings back. */
    Optional<Past> base() {
        return at(PastBlob.BASE_AT);
    }

    /**
     * The state that is meant.
     *
     * @throws fr.bleu.http.Failure 404 BlobNotFound
     */
    Blob blob(Moment moment) {
        if (isCurrent(moment)) {
            return found.existing();
        }
        return live(moment).orElseThrow(StorageError.BLOB_NOT_FOUND::failure);
    }

    /** The past state that is meant, if it is there and not deleted. */
    Optional<Blob> live(Moment moment) {
        return past(moment).map(Past::blob).filter(PastBlob::isLive).map(PastBlob::blob);
    }

    /** Checks that the state that is meant is still there. */
    List<Check> unchanged(Moment moment) {
        if (isCurrent(moment)) {
            return found.unchanged();
        }
        List<Check> checks = found.reachable();
        past(moment).ifPresent(past -> checks.add(past.stored().unchanged()));
        return checks;
    }

    /** Checks that the encryption scope of what there was is not disabled. */
    List<Check> usable(Blob blob) {
        return EncryptionScope.requireUsable(reads, account(), blob.traits().encryption());
    }

    boolean isCurrent(Moment moment) {
        return switch (moment) {
            case Moment.Now now -> true;
            case Moment.Snapshot snapshot -> false;
            case Moment.Version version -> current().equals(Optional.of(version.id()));
        };
    }

    /** The past state that is meant, deleted or not. */
    Optional<Past> past(Moment moment) {
        return switch (moment) {
            case Moment.Now now -> Optional.empty();
            case Moment.Snapshot snapshot -> at(snapshot.at(), PastBlob.Kind.SNAPSHOT);
            case Moment.Version version -> at(version.id(), PastBlob.Kind.VERSION);
        };
    }

    private Optional<Past> at(Stamp at, PastBlob.Kind kind) {
        return at(at).filter(past -> past.blob().kind() == kind);
    }

    /** A time that nothing of this name has had, so that it can name something new. */
    Stamp free(Stamp atLeast) {
        long ticks = Math.max(atLeast.ticks(), current().map(id -> id.ticks() + 1).orElse(0L));
        while (reads.get(key(new Stamp(ticks))).isPresent()) {
            ticks++;
        }
        return new Stamp(ticks);
    }

    private Optional<Stamp> current() {
        return found.blob().flatMap(blob -> blob.traits().version());
    }

    /** Snapshots that are not deleted, oldest first. */
    List<Stamp> snapshots(int limit) {
        List<Stamp> times = new ArrayList<>();
        for (Stored mark : reads.scanPrefix(marks(), limit)) {
            times.add(PastBlob.at(mark.key()));
        }
        return times;
    }

    /** Notes that a snapshot is there. */
    Write mark(Stamp at) {
        return new Write.Put(markKey(at), MARK);
    }

    /** Notes that it no longer is. */
    Write unmark(Stamp at) {
        return new Write.Delete(markKey(at));
    }

    Key markKey(Stamp at) {
        return marks().number(at.ticks());
    }

    private Key marks() {
        return found.slot().in(Tables.SNAPSHOT);
    }

    Write put(Stamp at, PastBlob past) {
        return new Write.Put(key(at), past.encode());
    }

    /** Notes until when a deleted state is kept. */
    Write expiry(Stamp at, PastBlob.Deletion deletion) {
        return new Expiring.Past(
                        found.target().container().name(), incarnation(), found.target().name(), at)
                .put(account(), deletion.due());
    }

    private UUID account() {
        return found.target().account();
    }

    private UUID incarnation() {
        return found.container().incarnation();
    }
}
