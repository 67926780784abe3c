package fr.bleu.storage;

import java.util.Arrays;

/**
 * What a blob is encrypted with beside the account's own key.
 *
 * @param scope an encryption scope's name, or empty
 * @param sealedKeySha256 the SHA-256 of the customer's key, sealed by the account's key; or no
 *     bytes
 */
public record Encryption(String scope, byte[] sealedKeySha256) {
    private static final byte[] NONE = {};

    static Encryption withScope(String name) {
        return new Encryption(name, NONE);
    }

    static Encryption withCustomerKey(byte[] sealedKeySha256) {
        return new Encryption("", sealedKeySha256);
    }

    /** Whether only a customer's key opens it. */
    public boolean isCustomers() {
        return sealedKeySha256.length > 0;
    }

    Encoder encode() {
        return new Encoder(64).text(scope).bytes(sealedKeySha256);
    }

    static Encryption decode(Decoder in) {
        return new Encryption(in.text(), in.bytes());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Encryption that
                && scope.equals(that.scope)
                && Arrays.equals(sealedKeySha256, that.sealedKeySha256);
    }

    @Override
    public int hashCode() {
        return scope.hashCode();
    }
}
