package fr.bleu.trust;

import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/** The signed ledger: its key, its checkpoints, its export. */
public final class Ledger {

    private Ledger() {}

    /** The verifier's key, as c2sp.org/signed-note writes it. */
    public String vkey() {
        throw new UnsupportedOperationException("being built");
    }

    /** The latest signed checkpoint; signs a new one if the tree has grown. */
    public String checkpoint() {
        throw new UnsupportedOperationException("being built");
    }

    /** A tenant's own tag, in hexadecimal, by which it finds its leaves in an export. */
    public String tag(UUID tenant) {
        throw new UnsupportedOperationException("being built");
    }

    /**
     * Exports the whole ledger into a new directory: leaves, tiles, proofs, and the platform's own
     * entries opened.
     *
     * @param permit for {@link Actions#LEDGER_EXPORT}
     * @param opened a tenant whose entries are opened too; that is recorded in its ledger before
     */
    public void export(Permit permit, Path directory, Optional<UUID> opened) {
        throw new UnsupportedOperationException("being built");
    }
}
