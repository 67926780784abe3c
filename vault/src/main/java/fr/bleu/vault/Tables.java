package fr.bleu.vault;

import fr.bleu.store.Table;

/** The vaults' tables: 208–223. */
final class Tables {

    /** A vault by its name; owner: the tenant. */
    static final Table VAULTS = Table.of(208, "vaults");

    /** A secret by its name: which version is current, whether it is deleted; owner: the vault. */
    static final Table SECRETS = Table.of(209, "vault secrets");

    /** A secret's versions, sealed; owner: the vault. */
    static final Table VERSIONS = Table.of(210, "vault secret versions");

    private Tables() {}
}
