package fr.bleu.storage;

/**
 * What a container's blobs are encrypted with where a request says nothing.
 *
 * @param scope an encryption scope's name; empty for the account's own key
 * @param fixed whether requests may say nothing else
 */
public record ContainerEncryption(String scope, boolean fixed) {
    /** The account's own key. */
    public static final ContainerEncryption ACCOUNT = new ContainerEncryption("", false);

    /** How the wire names the account's own key. */
    public static final String ACCOUNT_KEY = "$account-encryption-key";

    /** The name that answers show. */
    public String shown() {
        return scope.isEmpty() ? ACCOUNT_KEY : scope;
    }

    Encoder encode() {
        return new Encoder(80).text(scope).int8(fixed ? 1 : 0);
    }

    static ContainerEncryption decode(Decoder in) {
        return new ContainerEncryption(in.text(), in.int8() != 0);
    }
}
