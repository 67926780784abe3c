package fr.bleu.storage;

import fr.bleu.store.Check;
import fr.bleu.store.Key;
import fr.bleu.store.Reads;
import fr.bleu.store.Write;
import fr.bleu.trust.Permit;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The events of changes, written by the very commits that make them, where the {@link
 * FeedPublisher} finds them. While an account has no change feed this costs nothing.
 */
final class FeedOutbox {
    private final FeedSequence sequence;

    FeedOutbox(Reads reads, InstantSource clock) {
        this.sequence = new FeedSequence(reads, clock);
    }

    /**
     * What a change of the blob writes.
     *
     * @param stands the blob after it
     */
    List<Write> ofBlob(
            Permit permit, Account account, FoundBlob found, BlobEdit edit, Optional<Blob> stands) {
        return isTold(account, found)
                ? writes(permit, account, found, events(account, found, edit, stands).all())
                : List.of();
    }

    /** What a change of snapshots and versions writes. */
    List<Write> ofPast(Permit permit, Account account, FoundBlob found, BlobEdit edit) {
        return isTold(account, found)
                ? writes(
                        permit,
                        account,
                        found,
                        events(account, found, edit, Optional.empty()).past())
                : List.of();
    }

    /**
     * For the commit that writes events: another node may have given one the same time, which
     * neither knows to be taken. The next attempt finds a later one.
     */
    static List<Check> unused(List<Write> events) {
        return events.stream().<Check>map(event -> new Check.Absent(event.key())).toList();
    }

    private static boolean isTold(Account account, FoundBlob found) {
        return account.settings().service().changeFeed().enabled()
                && !FeedContainer.is(found.target().container());
    }

    private static FeedEvents events(
            Account account, FoundBlob found, BlobEdit edit, Optional<Blob> stands) {
        return new FeedEvents(found, stands, edit, account.settings().service());
    }

    private List<Write> writes(
            Permit permit, Account account, FoundBlob found, List<FeedEvent> events) {
        return events.stream().map(event -> write(permit, account, found, event)).toList();
    }

    private Write write(Permit permit, Account account, FoundBlob found, FeedEvent event) {
        Stamp at = sequence.next(account.id());
        byte[] record =
                event.encode(account.scope().path(), found.target(), permit.caller().origin(), at);
        return new Write.Put(
                Key.of(account.id(), Tables.FEED_OUTBOX).number(at.ticks()),
                new Encoder(record.length + 8).bytes(record).done());
    }
}
