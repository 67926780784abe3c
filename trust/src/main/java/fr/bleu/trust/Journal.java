package fr.bleu.trust;

import fr.bleu.store.Change;
import fr.bleu.store.ChangeId;
import fr.bleu.store.Check;
import fr.bleu.store.LedgerEntry;
import fr.bleu.store.Outcome;
import fr.bleu.store.PreparedEntry;
import fr.bleu.store.Store;
import fr.bleu.store.Write;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Commits changes with their sealed entries; everything that trust writes goes through here. */
final class Journal {

    /** How long an unknown outcome is asked for before the caller is told 503. */
    static final Duration RESOLVE_AT_MOST = Duration.ofSeconds(2);

    private static final Duration RESOLVE_EVERY = Duration.ofMillis(50);

    private final Store store;
    private final EntrySealer sealer;
    private final InstantSource clock;
    private final SecureRandom random;

    Journal(Store store, EntrySealer sealer, InstantSource clock, SecureRandom random) {
        this.store = store;
        this.sealer = sealer;
        this.clock = clock;
        this.random = random;
    }

    /** Commits one entry and what goes with it. */
    CommitResult commit(UUID queue, List<Check> checks, List<Write> writes, Entry entry) {
        return submit(queue, checks, writes, List.of(sealer.seal(entry)));
    }

    /** Commits entries alone. */
    CommitResult append(UUID queue, List<Entry> entries) {
        return submit(queue, List.of(), List.of(), entries.stream().map(sealer::seal).toList());
    }

    /** Commits entries that are already sealed; the receipt is of the first. */
    CommitResult submit(
            UUID queue, List<Check> checks, List<Write> writes, List<PreparedEntry> entries) {
        ChangeId id = ChangeId.random(clock.millis(), random);
        return switch (store.commit(new Change(id, queue, checks, writes, entries))) {
            case Outcome.Committed committed -> committed(committed);
            case Outcome.Conflict conflict -> new CommitResult.Conflict(conflict.key());
            case Outcome.Busy _ -> throw new UnavailableException("the store is busy");
            case Outcome.Unknown _ -> committed(resolve(id));
        };
    }

    private Outcome.Committed resolve(ChangeId id) {
        long end = System.nanoTime() + RESOLVE_AT_MOST.toNanos();
        do {
            Optional<Outcome.Committed> found = store.resolve(id);
            if (found.isPresent()) {
                return found.get();
            }
        } while (sleep() && System.nanoTime() - end < 0);
        throw new UnavailableException("the outcome of change " + id + " is not known yet");
    }

    private static boolean sleep() {
        try {
            Thread.sleep(RESOLVE_EVERY);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static CommitResult committed(Outcome.Committed committed) {
        LedgerEntry entry = committed.entries().getFirst();
        return new CommitResult.Committed(
                new Receipt.Promised(committed.id(), entry.index(), entry.leaf()),
                committed.sequence(),
                committed.commitTimeMicros());
    }
}
