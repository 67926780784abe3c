package fr.bleu.keys;

import java.util.UUID;

/**
 * Told of every unwrap at root or tenant level before the key is used; throwing refuses the key.
 */
@FunctionalInterface
public interface Custody {

    /**
     * A tenant's key is about to be unwrapped with the root key.
     *
     * @param tenant whose key
     * @param keyId which key
     * @param purpose what it is needed for, a short fixed phrase
     */
    void unwrapping(UUID tenant, UUID keyId, String purpose);
}
