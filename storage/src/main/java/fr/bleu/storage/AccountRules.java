package fr.bleu.storage;

/**
 * Who may come into an account, and how.
 *
 * @param sharedKey whether the account's keys, and what they sign, are accepted
 * @param publicAccess whether containers may be opened to everybody
 * @param network from where
 */
public record AccountRules(boolean sharedKey, boolean publicAccess, NetworkRules network) {
    /** A new account's. */
    public static final AccountRules DEFAULT = new AccountRules(true, false);

    /** From everywhere. */
    AccountRules(boolean sharedKey, boolean publicAccess) {
        this(sharedKey, publicAccess, NetworkRules.OPEN);
    }

    Encoder encode() {
        Encoder out = new Encoder(32).int8(sharedKey ? 1 : 0).int8(publicAccess ? 1 : 0);
        if (!network.equals(NetworkRules.OPEN)) {
            network.encode(out);
        }
        return out;
    }

    static AccountRules decode(Decoder in) {
        return new AccountRules(
                in.int8() != 0,
                in.int8() != 0,
                in.hasMore() ? NetworkRules.decode(in) : NetworkRules.OPEN);
    }
}
