package fr.bleu.storage.api;

import fr.bleu.storage.Lease;
import fr.bleu.storage.Stamp;
import java.util.Optional;

/**
 * A lease as headers and lists tell it.
 *
 * @param duration {@code infinite} or {@code fixed} while it is leased; empty otherwise
 */
record LeaseText(String status, String state, String duration) {
    private static final LeaseText NONE = new LeaseText("unlocked", Lease.State.AVAILABLE, "");

    static LeaseText of(Optional<Lease> lease, Stamp now) {
        return lease.map(it -> of(it, now)).orElse(NONE);
    }

    private static LeaseText of(Lease lease, Stamp now) {
        Lease.State state = lease.state(now);
        String duration = lease.isInfinite() ? "infinite" : "fixed";
        return new LeaseText(
                state.isLocked() ? "locked" : "unlocked",
                state.text(),
                state == Lease.State.LEASED ? duration : "");
    }
}
