package fr.bleu.storage;

import fr.bleu.store.Check;
import fr.bleu.store.Key;
import fr.bleu.store.Reads;
import fr.bleu.store.Table;
import fr.bleu.store.Write;
import java.util.List;
import java.util.UUID;

/**
 * Marks of containers, which change in the commits that change what they tell of: one for each with
 * a locked policy, a legal hold or held versions, that keeps its account from being deleted;
 * another for each with held versions, that keeps the account's versioning on.
 */
final class KeptAccounts {
    private KeptAccounts() {}

    /** The marks, or their absence, for a container as it shall be. */
    static List<Write> marks(ContainerTarget container, ContainerImmutability immutability) {
        return List.of(
                mark(Tables.KEPT_ACCOUNT, container, immutability.keepsAccount()),
                mark(Tables.HELD_VERSIONS, container, immutability.ofVersions()));
    }

    private static Write mark(Table table, ContainerTarget container, boolean present) {
        Key key = Key.of(container.account(), table).text(container.name());
        return present ? new Write.Put(key, new Encoder(1).done()) : new Write.Delete(key);
    }

    /**
     * The check, for the commit that deletes an account, that nothing keeps it.
     *
     * @throws fr.bleu.http.Failure 409 AccountProtectedFromDeletion when something does already
     */
    static Check none(Reads reads, UUID account) {
        return none(
                reads, account, Tables.KEPT_ACCOUNT, StorageError.ACCOUNT_PROTECTED_FROM_DELETION);
    }

    /**
     * The check, for the commit that switches versioning off, that no container holds versions.
     *
     * @throws fr.bleu.http.Failure 409 when one does already
     */
    static Check noHeldVersions(Reads reads, UUID account) {
        return none(reads, account, Tables.HELD_VERSIONS, StorageError.VERSIONING_PROTECTED);
    }

    /** Whoever writes a mark checks the account's record. */
    private static Check none(Reads reads, UUID account, Table table, StorageError refusal) {
        Key prefix = Key.of(account, table);
        if (!reads.scanPrefix(prefix, 1).isEmpty()) {
            throw refusal.failure();
        }
        return new Check.PrefixEmpty(AccountRecord.key(account), prefix);
    }
}
