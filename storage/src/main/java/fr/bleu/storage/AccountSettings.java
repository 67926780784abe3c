package fr.bleu.storage;

/**
 * How an account is set up. It stands in the account's record, which every change checks, so that
 * no change commits under settings that are no longer in force.
 *
 * @param service the Blob service's properties
 * @param rules who may come in, and how
 */
record AccountSettings(ServiceSettings service, AccountRules rules) {
    /** A new account's. */
    static final AccountSettings DEFAULT =
            new AccountSettings(ServiceSettings.DEFAULT, AccountRules.DEFAULT);

    private static final int SERVICE = 1;
    private static final int RULES = 2;

    AccountSettings withService(ServiceSettings other) {
        return new AccountSettings(other, rules);
    }

    AccountSettings withRules(AccountRules other) {
        return new AccountSettings(service, other);
    }

    /** Must come last in a record. */
    void encode(Encoder out) {
        Sections.write(out, SERVICE, service.encode());
        Sections.write(out, RULES, rules.encode());
    }

    static AccountSettings decode(Decoder in) {
        Sections found = Sections.read(in, RULES);
        return new AccountSettings(
                found.find(SERVICE, ServiceSettings::decode).orElse(ServiceSettings.DEFAULT),
                found.find(RULES, AccountRules::decode).orElse(AccountRules.DEFAULT));
    }
}
