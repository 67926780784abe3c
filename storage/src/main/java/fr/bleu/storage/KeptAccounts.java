package fr.bleu.storage;

import fr.bleu.store.Check;
import fr.bleu.store.Key;
import fr.bleu.store.Reads;
import fr.bleu.store.Write;
import java.util.UUID;

/**
 * Marks, one for each container with a locked policy, a legal hold or held versions, that keep its
 * account from being deleted. They change in the commits that change those.
 */
final class KeptAccounts {
    private KeptAccounts() {}

    /** The mark, or its absence, for a container as it shall be. */
    static Write mark(ContainerTarget container, ContainerImmutability immutability) {
        Key key = prefix(container.account()).text(container.name());
        return immutability.keepsAccount()
                ? new Write.Put(key, new Encoder(1).done())
                : new Write.Delete(key);
    }

    /**
     * The check, for the commit that deletes an account, that it has no mark.
     *
     * @throws fr.bleu.http.Failure 409 AccountProtectedFromDeletion when it has one already
     */
    static Check none(Reads reads, UUID account) {
        if (!reads.scanPrefix(prefix(account), 1).isEmpty()) {
            throw StorageError.ACCOUNT_PROTECTED_FROM_DELETION.failure();
        }
        return new Check.PrefixEmpty(AccountRecord.key(account), prefix(account));
    }

    private static Key prefix(UUID account) {
        return Key.of(account, Tables.KEPT_ACCOUNT);
    }
}
