package fr.bleu.store;

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
public record PreparedEntry(byte[] tenantTag, byte[] commitment, byte[] sealed, boolean listed) {}
