package fr.bleu.trust;

/**
 * The only way for services to change anything: a permit and a draft become one change with its
 * sealed ledger entry. Writes whose keys belong to another owner than the permit's target are
 * refused as a programming error.
 */
public final class Commits {

    private Commits() {}

    /**
     * Commits. Busy stores and outcomes that stay unknown throw {@link UnavailableException} (503).
     */
    public CommitResult commit(Permit permit, Draft draft) {
        throw new UnsupportedOperationException("being built");
    }
}
