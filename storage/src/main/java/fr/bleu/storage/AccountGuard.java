package fr.bleu.storage;

import fr.bleu.store.Check;
import fr.bleu.trust.Caller;
import fr.bleu.trust.Names;
import fr.bleu.trust.Permit;

/**
 * Binds every change to the account as it is: a deleted account takes no more changes, and a key
 * that was regenerated since the request was verified commits nothing, itself or by a signature;
 * nor does a signature whose stored access policy has changed.
 */
final class AccountGuard {
    private final Accounts accounts;

    AccountGuard(Accounts accounts) {
        this.accounts = accounts;
    }

    /**
     * An account as a change rests on it.
     *
     * @param check belongs into the change's commit
     */
    record Held(Account account, Check check) {}

    /** {@link #hold}'s check, where the account itself does not matter. */
    Check check(Permit permit) {
        return hold(permit).check();
    }

    /**
     * The permit's account, and the check that belongs into the permit's commit.
     *
     * @throws fr.bleu.http.Failure 404 when the account is gone, 403 when its key was replaced
     */
    Held hold(Permit permit) {
        FeedContainer.requireWritable(permit);
        Accounts.Found found =
                accounts.find(permit.target().owner())
                        .orElseThrow(StorageError.ACCOUNT_NOT_FOUND::failure);
        switch (permit.caller()) {
            case Caller.AccountKey key -> require(found.account(), key.keyName());
            case Caller.SharedAccess shared -> {
                require(found.account(), shared.keyName());
                requirePolicy(permit, shared.policy());
            }
            case Caller.Principal _, Caller.Delegated _ -> {
                // Roles are checked by their own epoch.
            }
            case Caller.Anonymous anonymous -> throw StorageError.AUTHENTICATION_FAILED.failure();
            case Caller.Operator operator -> throw StorageError.AUTHENTICATION_FAILED.failure();
            case Caller.Platform platform -> {
                // Its permits are for this account alone.
            }
        }
        Account account = found.account();
        Names.Holder holder = new Names.Holder(account.tenant(), account.id());
        accounts.activity().note(holder);
        if (account.settings().service().changeFeed().enabled()) {
            accounts.feeds().note(holder);
        }
        return new Held(account, found.stored().unchanged());
    }

    /** The commit's own check on the container's record sees a change after this. */
    private void requirePolicy(Permit permit, String policy) {
        if (policy.isEmpty()) {
            return;
        }
        String container = ContainerTarget.of(permit).name();
        boolean holds =
                accounts.container(permit.target().owner(), container).stream()
                        .flatMap(found -> found.traits().access().policies().stream())
                        .anyMatch(stored -> stored.title().equals(policy));
        if (!holds) {
            throw StorageError.AUTHENTICATION_FAILED.failure(
                    "The stored access policy has changed.");
        }
    }

    private static void require(Account account, String keyTitle) {
        SasVerifier.requireSharedKey(account);
        if (!account.has(keyTitle)) {
            throw StorageError.AUTHENTICATION_FAILED.failure("The account key was regenerated.");
        }
    }
}
