package fr.bleu.storage;

/**
 * How an account is set up. It stands in the account's record, which every change checks, so that
 * no change commits under settings that are no longer in force.
 *
 * @param service the Blob service's properties
 * @param rules who may come in, and how
 * @param hierarchical whether its blobs lie in directories, for good
 */
record AccountSettings(ServiceSettings service, AccountRules rules, boolean hierarchical) {
    /** A new account's. */
    static final AccountSettings DEFAULT =
            new AccountSettings(ServiceSettings.DEFAULT, AccountRules.DEFAULT, false);

    private static final int SERVICE = 1;
    private static final int RULES = 2;
    private static final int HIERARCHICAL = 3;

    AccountSettings withService(ServiceSettings other) {
        return new AccountSettings(other, rules, hierarchical);
    }

    AccountSettings withRules(AccountRules other) {
        return new AccountSettings(service, other, hierarchical);
    }

    AccountSettings withHierarchy(boolean other) {
        return new AccountSettings(service, rules, other);
    }

    /** Must come last in a record. */
    void encode(Encoder out) {
        Sections.write(out, SERVICE, service.encode());
        Sections.write(out, RULES, rules.encode());
        Sections.mark(out, HIERARCHICAL, hierarchical);
    }

    static AccountSettings decode(Decoder in) {
        Sections found = Sections.read(in, HIERARCHICAL);
        return new AccountSettings(
                found.find(SERVICE, ServiceSettings::decode).orElse(ServiceSettings.DEFAULT),
                found.find(RULES, AccountRules::decode).orElse(AccountRules.DEFAULT),
                found.has(HIERARCHICAL));
    }
}
