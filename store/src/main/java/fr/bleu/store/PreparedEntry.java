package fr.bleu.store;

import fr.bleu.ledger.Leaf;
import fr.bleu.ledger.Merkle;

/**
 * A ledger entry as its author hashed and sealed it before queueing the change. The engine adds the
 * commit time and gives it its index.
 *
 * @param tenantTag the tenant's opaque pseudonym, 16 bytes
 * @param commitment {@code SHA-256(salt(32) ‖ entry)}, 32 bytes
 * @param sealed salt and entry, sealed under the tenant's key; stored apart, by index
 * @param listed whether {@link LedgerTree#listed} finds it: control-plane entries, which activity
 *     logs show; data-plane entries are reached by index or receipt only
 */
public record PreparedEntry(byte[] tenantTag, byte[] commitment, byte[] sealed, boolean listed) {

    public PreparedEntry {
        if (tenantTag.length != Leaf.TAG_BYTES) {
            throw new IllegalArgumentException("a tenant tag has 16 bytes");
        }
        if (commitment.length != Merkle.HASH_BYTES) {
            throw new IllegalArgumentException("a commitment has 32 bytes");
        }
    }

    /** How many bytes it has. */
    int bytes() {
        return tenantTag.length + commitment.length + sealed.length;
    }
}
