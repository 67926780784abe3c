package fr.bleu.trust;

/** Everything of this floor, wired. */
public final class Trust implements AutoCloseable {

    private Trust() {}

    /** Opens; an empty store gets its keys and policy. */
    public static Trust open(TrustConfig config) {
        throw new UnsupportedOperationException("being built");
    }

    public Authorizer authorizer() {
        throw new UnsupportedOperationException("being built");
    }

    public Commits commits() {
        throw new UnsupportedOperationException("being built");
    }

    public Records records() {
        throw new UnsupportedOperationException("being built");
    }

    public RoleAssignments roles() {
        throw new UnsupportedOperationException("being built");
    }

    public Names names() {
        throw new UnsupportedOperationException("being built");
    }

    public Observations observations() {
        throw new UnsupportedOperationException("being built");
    }

    public Receipts receipts() {
        throw new UnsupportedOperationException("being built");
    }

    public Ledger ledger() {
        throw new UnsupportedOperationException("being built");
    }

    public SovereigntyPolicy policy() {
        throw new UnsupportedOperationException("being built");
    }

    public ActivityLog activityLog() {
        throw new UnsupportedOperationException("being built");
    }

    /** Commits what was counted, signs a last checkpoint, stops. */
    @Override
    public void close() {}
}
