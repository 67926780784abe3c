package fr.bleu.storage;

/**
 * What a blob is encrypted with beside the account's own key.
 *
 * @param scope an encryption scope's name, or empty
 * @param keySha256 the SHA-256 of the customer's key, or no bytes
 */
public record Encryption(String scope, byte[] keySha256) {

    Encoder encode() {
        return new Encoder(64).text(scope).bytes(keySha256);
    }

    static Encryption decode(Decoder in) {
        return new Encryption(in.text(), in.bytes());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Encryption that
                && scope.equals(that.scope)
                && java.util.Arrays.equals(keySha256, that.keySha256);
    }

    @Override
    public int hashCode() {
        return scope.hashCode();
    }
}
