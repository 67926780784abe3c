package fr.bleu.keys;

import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * A key of the hierarchy, unwrapped, that seals and opens small things. An envelope names its
 * format, algorithm, key id and key version:
 *
 * <p>{@code format(1) ‖ algorithm(1) ‖ keyId(16) ‖ keyVersion(4) ‖ nonce(24) ‖ ciphertext ‖
 * tag(16)}
 *
 * <p>The algorithm is XAES-256-GCM (c2sp.org/XAES-256-GCM): random 192-bit nonces are safe for far
 * more messages than one key ever seals, which 96-bit ones are not.
 */
public interface SealingKey {

    /** What an envelope adds to its plaintext, in bytes. */
    int OVERHEAD = 1 + 1 + 16 + 4 + 24 + 16;

    /** The key's id, which envelopes name. */
    UUID id();

    /** Seals; the associated data binds the envelope to its place. */
    byte[] seal(byte[] plaintext, byte[] associatedData);

    /**
     * Opens an envelope that this key sealed.
     *
     * @throws OpenFailedException when it was sealed by another key, for another place, or altered
     */
    byte[] open(byte[] envelope, byte[] associatedData);

    /**
     * A key for a purpose: HMAC-SHA256 of the context under this key, 32 bytes, the same each time.
     * It tells nothing of this key or of what other contexts give, and envelopes use this key with
     * AES only, so that neither use weakens the other.
     *
     * @param context begins with the name of the purpose
     */
    byte[] derive(byte[] context);

    /**
     * A key below this one that seals: the same for the same purpose and secret, and of use only to
     * whoever has this key and the secret. Its id is a fingerprint that tells nothing of either.
     *
     * @param purpose what it is for; no other purpose gives the same key
     * @param secret what is needed beside this key; need not be secret if this key is enough
     */
    SealingKey below(String purpose, byte[] secret);

    /**
     * The id of the key that sealed an envelope, as the envelope says.
     *
     * @throws OpenFailedException when it is no envelope
     */
    static UUID idIn(byte[] envelope) {
        if (envelope.length < OVERHEAD) {
            throw new OpenFailedException("not an envelope");
        }
        ByteBuffer id = ByteBuffer.wrap(envelope, 2, 16);
        return new UUID(id.getLong(), id.getLong());
    }
}
