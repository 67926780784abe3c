package fr.bleu.storage;

/**
 * Who may come into an account, and how.
 *
 * @param sharedKey whether the account's keys, and what they sign, are accepted
 * @param publicAccess whether containers may be opened to everybody
 */
record AccountRules(boolean sharedKey, boolean publicAccess) {
    /** A new account's. */
    static final AccountRules DEFAULT = new AccountRules(true, false);

    Encoder encode() {
        return new Encoder(8).int8(sharedKey ? 1 : 0).int8(publicAccess ? 1 : 0);
    }

    static AccountRules decode(Decoder in) {
        return new AccountRules(in.int8() != 0, in.int8() != 0);
    }
}
