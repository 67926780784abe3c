package fr.bleu.storage;

import fr.bleu.keys.Keys;
import fr.bleu.trust.Action;
import fr.bleu.trust.CommitResult;
import fr.bleu.trust.Commits;
import fr.bleu.trust.Draft;
import fr.bleu.trust.Names;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Scope;
import fr.bleu.trust.Target;
import fr.bleu.trust.Upkeep;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The accounts of development storage: whoever starts it names them with their keys. They are made
 * when they are first named; one that is not named any more keeps its blobs and is closed until it
 * is named again. Each change is an entry of the ledger, as are all others.
 */
public final class DevelopmentAccounts {
    private static final Action ACTION = Upkeep.action("storage/developmentAccounts");
    private static final String INSTRUCTION = "the accounts that development storage starts with";

    /** Keys are taken, and containers may be opened to everybody, as with the emulator. */
    private static final AccountRules OPEN = new AccountRules(true, true);

    private static final AccountRules CLOSED = new AccountRules(false, false);
    private static final int PAGE = 500;

    private final Accounts accounts;
    private final AccountKeys births;
    private final Commits commits;
    private final Names names;
    private final Keys keys;
    private final Upkeep upkeep;
    private final InstantSource clock;

    public DevelopmentAccounts(
            Accounts accounts,
            AccountKeys births,
            Commits commits,
            Names names,
            Keys keys,
            Upkeep upkeep,
            InstantSource clock) {
        this.accounts = accounts;
        this.births = births;
        this.commits = commits;
        this.names = names;
        this.keys = keys;
        this.upkeep = upkeep;
        this.clock = clock;
    }

    /**
     * An account that is to be there; its text form does not show the keys.
     *
     * @param key2 the same as {@code key1} where there is one key only
     */
    public record Wanted(String name, byte[] key1, byte[] key2) {
        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * Makes the accounts as they are wanted, and closes all others. Only for a platform that nobody
     * else uses yet.
     *
     * @param tenant whose they are
     * @param group the scope that they lie below
     */
    public void make(UUID tenant, Scope group, List<Wanted> wanted) {
        Set<String> open = new HashSet<>();
        for (Wanted one : wanted) {
            open.add(one.name());
            Optional<Accounts.Found> found = accounts.find(one.name());
            if (found.isPresent()) {
                change(found.get(), opened(found.get().account(), one));
            } else {
                create(tenant, group, one);
            }
        }
        for (String name : all()) {
            if (!open.contains(name)) {
                accounts.find(name).ifPresent(found -> change(found, closed(found.account())));
            }
        }
    }

    private List<String> all() {
        List<String> all = new ArrayList<>();
        List<Names.Named> page = names.page(Accounts.NAME_KIND, "", PAGE);
        while (!page.isEmpty()) {
            page.forEach(named -> all.add(named.name()));
            page = names.page(Accounts.NAME_KIND, page.getLast().name(), PAGE);
        }
        return all;
    }

    private void create(UUID tenant, Scope group, Wanted wanted) {
        Account account =
                new Account(
                        tenant,
                        UUID.randomUUID(),
                        wanted.name(),
                        group.child("providers/Microsoft.Storage/storageAccounts/" + wanted.name()),
                        new AccountKey(wanted.key1(), 0, clock.instant()),
                        new AccountKey(wanted.key2(), 0, clock.instant()),
                        AccountSettings.DEFAULT.withRules(OPEN));
        Draft draft = new Draft();
        births.add(draft, account);
        commit(account, draft);
    }

    private Account opened(Account old, Wanted wanted) {
        return new Account(
                old.tenant(),
                old.id(),
                old.name(),
                old.scope(),
                key(old.key1(), wanted.key1()),
                key(old.key2(), wanted.key2()),
                old.settings().withRules(OPEN));
    }

    private AccountKey key(AccountKey old, byte[] secret) {
        return Arrays.equals(old.secret(), secret)
                ? old
                : new AccountKey(secret, old.generation() + 1, clock.instant());
    }

    private static Account closed(Account old) {
        return old.withSettings(old.settings().withRules(CLOSED));
    }

    private void change(Accounts.Found found, Account account) {
        if (account.equals(found.account())) {
            return;
        }
        commit(
                account,
                new Draft()
                        .check(found.stored().unchanged())
                        .put(
                                found.stored().key(),
                                AccountRecord.encode(account, keys.tenant(account.tenant()))));
    }

    private void commit(Account account, Draft draft) {
        Permit permit =
                upkeep.permit(
                        Target.in(account.tenant(), account.id(), account.scope()),
                        ACTION,
                        INSTRUCTION);
        draft.detail("account", account.name())
                .detail("open", Boolean.toString(account.settings().rules().sharedKey()));
        if (!(commits.commit(permit, draft) instanceof CommitResult.Committed)) {
            throw new IllegalStateException("somebody else uses the platform that is starting");
        }
    }
}
