package fr.bleu.storage;

import fr.bleu.keys.Keys;
import fr.bleu.store.Check;
import fr.bleu.store.Reads.Stored;
import fr.bleu.trust.CommitResult;
import fr.bleu.trust.Commits;
import fr.bleu.trust.Draft;
import fr.bleu.trust.Names;
import fr.bleu.trust.Permit;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** The Blob service's properties of the account that a permit names. */
public final class ServiceProperties {
    private final Accounts accounts;
    private final Commits commits;
    private final AccountGuard guard;
    private final Keys keys;
    private final InstantSource clock;

    ServiceProperties(
            Accounts accounts,
            Commits commits,
            AccountGuard guard,
            Keys keys,
            InstantSource clock) {
        this.clock = clock;
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

    /**
     * Changes them; {@code change} may run several times.
     *
     * @param permit for an open target, if a static website may be opened; with that goes its
     *     container
     * @throws fr.bleu.http.Failure 409 PublicAccessNotPermitted where a website is to be opened
     *     that the account or the permit does not let be
     */
    public Changed<ServiceSettings> set(Permit permit, UnaryOperator<ServiceSettings> change) {
        return Attempts.until(
                () -> {
                    // Keys and rules lie in the same record: what is written is what was read.
                    Accounts.Found found =
                            accounts.find(permit.target().owner())
                                    .orElseThrow(StorageError.ACCOUNT_NOT_FOUND::failure);
                    ServiceSettings changed = change.apply(found.account().settings().service());
                    if (changed.needsFlatNames()) {
                        Tree.requireFlat(found.account());
                    }
                    return commit(permit, found.stored(), found.account(), changed);
                });
    }

    private Optional<Changed<ServiceSettings>> commit(
            Permit permit, Stored stored, Account account, ServiceSettings changed) {
        requireMayOpen(permit, account, changed.website());
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
                        .detail("changeFeed", Boolean.toString(changed.changeFeed().enabled()))
                        .detail("staticWebsite", Boolean.toString(changed.website().enabled()));
        if (permit.target().open() && changed.website().enabled()) {
            addContainer(draft, account);
        }
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

    /** What is as it was needs no leave: each read asks anew. */
    private static void requireMayOpen(Permit permit, Account account, StaticWebsite wanted) {
        AccountSettings settings = account.settings();
        boolean opens = wanted.enabled() && !wanted.equals(settings.service().website());
        if (opens && !(settings.rules().publicAccess() && permit.target().open())) {
            throw StorageError.PUBLIC_ACCESS_NOT_PERMITTED.failure();
        }
    }

    /** The website's container, if there is none. */
    private void addContainer(Draft draft, Account account) {
        ContainerTarget target =
                new ContainerTarget(account.tenant(), account.id(), StaticWebsite.CONTAINER);
        if (accounts.container(account.id(), target.name()).isPresent()) {
            return;
        }
        Container container =
                new Container(
                        target.name(),
                        UUID.randomUUID(),
                        Stamp.now(clock),
                        Metadata.EMPTY,
                        ContainerTraits.of(account.settings()));
        draft.check(new Check.Absent(target.key())).put(target.key(), container.encode());
    }
}
