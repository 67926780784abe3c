package fr.bleu.storage;

import fr.bleu.keys.Keys;
import fr.bleu.store.Reads.Stored;
import fr.bleu.trust.CommitResult;
import fr.bleu.trust.Commits;
import fr.bleu.trust.Draft;
import fr.bleu.trust.Names;
import fr.bleu.trust.Permit;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The Blob service's properties of the account that a permit names. */
public final class ServiceProperties {
    private final Accounts accounts;
    private final Commits commits;
    private final AccountGuard guard;
    private final Keys keys;

    ServiceProperties(Accounts accounts, Commits commits, AccountGuard guard, Keys keys) {
        this.accounts = accounts;
        this.commits = commits;
        this.guard = guard;
        this.keys = keys;
    }

    /** As they are. */
    public ServiceSettings get(Permit permit) {
        return accounts.find(permit.target().owner())
                .orElseThrow(StorageError.ACCOUNT_NOT_FOUND::failure)
                .account()
                .settings()
                .service();
    }

    /** Changes them; {@code change} may run several times. */
    public Changed<ServiceSettings> set(Permit permit, UnaryOperator<ServiceSettings> change) {
        return Attempts.until(
                () -> {
                    Account account = guard.hold(permit).account();
                    Stored stored = accounts.find(account.id()).orElseThrow().stored();
                    ServiceSettings changed = change.apply(account.settings().service());
                    if (changed.needsFlatNames()) {
                        Tree.requireFlat(account);
                    }
                    return commit(permit, stored, account, changed);
                });
    }

    private Optional<Changed<ServiceSettings>> commit(
            Permit permit, Stored stored, Account account, ServiceSettings changed) {
        Account other = account.withSettings(account.settings().withService(changed));
        Draft draft =
                new Draft()
                        .check(guard.check(permit))
                        .check(stored.unchanged())
                        .put(stored.key(), AccountRecord.encode(other, keys.tenant(other.tenant())))
                        .detail("account", account.name())
                        .detail("versioning", Boolean.toString(changed.versioning()))
                        .detail("deleteDays", Integer.toString(changed.deleteDays()))
                        .detail(
                                "containerDeleteDays",
                                Integer.toString(changed.containerDeleteDays()))
                        .detail("changeFeed", Boolean.toString(changed.changeFeed().enabled()));
        if (account.settings().service().versioning() && !changed.versioning()) {
            draft.check(accounts.unversionable(account.id()));
        }
        return switch (commits.commit(permit, draft)) {
            case CommitResult.Committed committed -> {
                accounts.feeds().note(new Names.Holder(account.tenant(), account.id()));
                yield Optional.of(new Changed<>(changed, committed.receipt()));
            }
            case CommitResult.Conflict conflict -> Optional.empty();
        };
    }
}
