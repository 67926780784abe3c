package fr.bleu.storage;

import fr.bleu.trust.Scope;
import java.util.UUID;

/**
 * A storage account as the data plane needs it.
 *
 * @param scope its ARM id
 * @param settings how it is set up
 */
record Account(
        UUID tenant,
        UUID id,
        String name,
        Scope scope,
        AccountKey key1,
        AccountKey key2,
        AccountSettings settings) {

    Account withSettings(AccountSettings other) {
        return new Account(tenant, id, name, scope, key1, key2, other);
    }

    /** The key of a name that {@link AccountKey#title} made, if it is still the account's. */
    boolean has(String title) {
        return key1.title("key1").equals(title) || key2.title("key2").equals(title);
    }
}
