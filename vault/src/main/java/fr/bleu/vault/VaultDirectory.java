package fr.bleu.vault;

import fr.bleu.store.Key;
import fr.bleu.store.Reads.Stored;
import fr.bleu.trust.Names;
import fr.bleu.trust.Records;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Finds vaults by the name that stands in their host name. */
public final class VaultDirectory {

    static final String NAME_KIND = Names.VAULT;

    private final Records records;
    private final Names names;

    /**
     * @param names the platform's, where vaults' names are reserved
     */
    public VaultDirectory(Records records, Names names) {
        this.records = records;
        this.names = names;
    }

    static Key key(UUID tenant, String name) {
        return Key.of(tenant, Tables.VAULTS).text(name.toLowerCase(Locale.ROOT));
    }

    /**
     * The live vault of that name. Of the name's holder only the tenant counts: a name stays with
     * its tenant when an expired vault makes room for a new one.
     */
    public Optional<Vault> find(String name) {
        return names.find(NAME_KIND, name)
                .flatMap(holder -> stored(holder.tenant(), name))
                .flatMap(VaultDirectory::live);
    }

    private static Optional<Vault> live(Stored stored) {
        VaultRecord record = VaultRecord.decode(stored.value());
        return record.deleted() ? Optional.empty() : Optional.of(Vault.of(stored, record));
    }

    /** The record of that name in a tenant, deleted or not. */
    Optional<Stored> stored(UUID tenant, String name) {
        return records.get(key(tenant, name));
    }
}
