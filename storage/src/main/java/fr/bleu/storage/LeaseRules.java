package fr.bleu.storage;

import java.util.Optional;
import java.util.UUID;

/**
 * What becomes of a lease by each action in each state.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/storageservices/lease-blob#remarks">Outcomes
 *     of lease operations by lease state</a>
 */
final class LeaseRules {
    private LeaseRules() {}

    /**
     * The lease after an action; empty when none is left.
     *
     * @param held the lease that there is, ended or not
     * @throws fr.bleu.http.Failure 409 with the code for what the state does not allow
     */
    static Optional<Lease> after(LeaseAction action, Optional<Lease> held, Stamp now) {
        return switch (action) {
            case LeaseAction.Acquire acquire -> Optional.of(acquire(acquire, held, now));
            case LeaseAction.Renew renew -> Optional.of(renew(own(held, renew.id()), now));
            case LeaseAction.Change change -> Optional.of(change(change, held, now));
            case LeaseAction.Release release -> {
                own(held, release.id());
                yield Optional.empty();
            }
            case LeaseAction.Break broken -> Optional.of(broken(broken, present(held), now));
        };
    }

    private static Lease acquire(LeaseAction.Acquire action, Optional<Lease> held, Stamp now) {
        UUID id = action.proposed().orElseGet(UUID::randomUUID);
        if (held.isPresent()) {
            switch (held.get().state(now)) {
                case LEASED -> {
                    if (!held.get().id().equals(id)) {
                        throw StorageError.LEASE_ALREADY_PRESENT.failure();
                    }
                }
                case BREAKING -> {
                    throw held.get().id().equals(id)
                            ? StorageError.LEASE_IS_BREAKING_AND_CANNOT_BE_ACQUIRED.failure()
                            : StorageError.LEASE_ALREADY_PRESENT.failure();
                }
                case EXPIRED, BROKEN -> {
                    // Anybody may lease it again.
                }
            }
        }
        return new Lease(id, action.seconds(), now, Lease.UNBROKEN);
    }

    private static Lease renew(Lease held, Stamp now) {
        return switch (held.state(now)) {
            case LEASED, EXPIRED -> new Lease(held.id(), held.seconds(), now, Lease.UNBROKEN);
            case BREAKING, BROKEN ->
                    throw StorageError.LEASE_IS_BROKEN_AND_CANNOT_BE_RENEWED.failure();
        };
    }

    /** A change that was made already succeeds again, since its answer may have been lost. */
    private static Lease change(LeaseAction.Change action, Optional<Lease> held, Stamp now) {
        Lease lease = present(held);
        boolean known = lease.id().equals(action.id()) || lease.id().equals(action.proposed());
        return switch (lease.state(now)) {
            case LEASED -> {
                if (!known) {
                    throw StorageError.LEASE_ID_MISMATCH_WITH_LEASE_OPERATION.failure();
                }
                yield new Lease(action.proposed(), lease.seconds(), lease.since(), Lease.UNBROKEN);
            }
            case BREAKING ->
                    throw known
                            ? StorageError.LEASE_IS_BREAKING_AND_CANNOT_BE_CHANGED.failure()
                            : StorageError.LEASE_ID_MISMATCH_WITH_LEASE_OPERATION.failure();
            case EXPIRED, BROKEN ->
                    throw StorageError.LEASE_NOT_PRESENT_WITH_LEASE_OPERATION.failure();
        };
    }

    private static Lease broken(LeaseAction.Break action, Lease held, Stamp now) {
        Stamp natural =
                switch (held.state(now)) {
                    case LEASED -> held.isInfinite() ? infinitesEnd(action, now) : held.end();
                    case BREAKING -> held.breaksAt();
                    case EXPIRED, BROKEN -> now;
                };
        Stamp asked = action.seconds().map(now::plusSeconds).orElse(natural);
        Stamp end = asked.compareTo(natural) < 0 ? asked : natural;
        return new Lease(held.id(), held.seconds(), held.since(), end);
    }

    private static Stamp infinitesEnd(LeaseAction.Break action, Stamp now) {
        return action.seconds().map(now::plusSeconds).orElse(now);
    }

    private static Lease own(Optional<Lease> held, UUID id) {
        return held.filter(lease -> lease.id().equals(id))
                .orElseThrow(StorageError.LEASE_ID_MISMATCH_WITH_LEASE_OPERATION::failure);
    }

    private static Lease present(Optional<Lease> held) {
        return held.orElseThrow(StorageError.LEASE_NOT_PRESENT_WITH_LEASE_OPERATION::failure);
    }
}
