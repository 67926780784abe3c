package fr.bleu.app.stopped;

import fr.bleu.app.CommandFailure;
import fr.bleu.app.platform.MovedRecord;
import fr.bleu.store.StoppedStore;
import fr.bleu.store.copy.StoreHead;
import fr.bleu.store.copy.StoreMoment;
import java.util.Arrays;
import java.util.Optional;

/**
 * Where a stopped store stands.
 *
 * @param movedTo where its data went, as its mark says, if it has one
 */
record PlaceState(StoreHead head, Optional<String> movedTo) {

    /**
     * Reads it.
     *
     * @throws CommandFailure when there is none, or it is in use
     */
    static PlaceState of(StoppedEngines place) {
        try (StoppedStore store = place.store();
                StoreMoment moment = StoreMoment.of(store)) {
            return new PlaceState(moment.head(), MovedRecord.in(store));
        }
    }

    /**
     * How many changes a target has more than what was moved there from here. The source itself has
     * one more, its mark, and another one when an undoing was cut behind it.
     */
    long changesAt(PlaceState target) {
        long moved = head.sequence() - (movedTo.isPresent() ? 1 : 2);
        return target.head().sequence() - moved;
    }

    /** Whether both ledgers are the same one, with the same entries. */
    boolean hasLedgerOf(PlaceState other) {
        return Arrays.equals(head.tree().encode(), other.head().tree().encode());
    }
}
