package fr.bleu.trust;

/**
 * Decides: role assignments, account keys, signatures, the operator's few actions, then the
 * sovereignty policy. Denies unless permitted. Refusals of authenticated callers become ledger
 * entries, and data-plane reads are counted for the ledger, here and not in the services.
 */
public final class Authorizer {

    private Authorizer() {}

    /** Decides without recording anything. */
    public Decision decide(Caller caller, Action action, Target target) {
        throw new UnsupportedOperationException("being built");
    }

    /**
     * Decides, and records a refusal.
     *
     * @throws DeniedException when the answer is no
     */
    public Permit permit(Caller caller, Action action, Target target) {
        throw new UnsupportedOperationException("being built");
    }
}
