package fr.bleu.keys;

import java.util.UUID;

/**
 * Told of every unwrap with the root key before the unwrapped key is used; throwing refuses the
 * key, and what is thrown reaches whoever asked for it.
 */
@FunctionalInterface
public interface Custody {

    /**
     * A tenant's key has been unwrapped with the root key and nobody has it yet. The record of this
     * must be durable before the method returns. It may be called by several threads at once, for
     * different tenants; waiting callers share one call per tenant.
     *
     * @param tenant whose key
     * @param keyId which key
     * @param purpose what it is needed for, a short fixed phrase
     * @param key the key itself, so that the record of its unwrap can be sealed with it. It is
     *     wiped if the method throws. Asking {@link Keys#tenant} for it in here throws {@link
     *     IllegalStateException}
     */
    void unwrapping(UUID tenant, UUID keyId, String purpose, SealingKey key);
}
