package fr.bleu.app.platform;

import fr.bleu.extents.Extents;
import fr.bleu.ledger.Checkpoint;
import fr.bleu.store.Store;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** What the platform keeps records and bytes in. */
interface Engines {

    /**
     * Opens the store.
     *
     * @param published the last published checkpoint, which the store's ledger must hold
     * @throws fr.bleu.app.CommandFailure with one line that says why it cannot
     */
    Store store(Optional<Checkpoint> published);

    /**
     * Whether a move to here was begun and has not ended, so that what is here is not to be gone on
     * with: it may not be whole, and the source may have gone on.
     */
    boolean isBeingFilled() throws IOException;

    /** Opens the extents, which keep their locations in the store. */
    Extents extents(Store store) throws IOException;

    /** How long what was replaced stays, for those who are reading it. */
    Duration collectorGrace();
}
