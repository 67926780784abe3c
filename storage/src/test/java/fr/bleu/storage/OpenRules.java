package fr.bleu.storage;

import fr.bleu.keys.Keys;
import fr.bleu.trust.Commits;
import fr.bleu.trust.Draft;
import fr.bleu.trust.Permit;

/** Lets an account's containers be open to everybody. */
public final class OpenRules {
    private OpenRules() {}

    /** For the account that the permit names. */
    public static void set(Storage storage, Commits commits, Keys keys, Permit permit) {
        Account old = storage.accounts().find(permit.target().owner()).orElseThrow().account();
        Account open = old.withSettings(old.settings().withRules(new AccountRules(true, true)));
        World.committed(
                commits.commit(
                        permit,
                        new Draft()
                                .put(
                                        AccountRecord.key(open.id()),
                                        AccountRecord.encode(open, keys.tenant(open.tenant())))));
    }
}
