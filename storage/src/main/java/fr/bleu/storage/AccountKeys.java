package fr.bleu.storage;

import fr.bleu.http.Failure;
import fr.bleu.keys.Keys;
import fr.bleu.store.Check;
import fr.bleu.store.Reads.Stored;
import fr.bleu.trust.CommitResult;
import fr.bleu.trust.Commits;
import fr.bleu.trust.Draft;
import fr.bleu.trust.Names;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Receipt;
import fr.bleu.trust.Scope;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Births, key changes and ends of storage accounts' own records. */
public final class AccountKeys {
    private final Accounts accounts;
    private final Commits commits;
    private final Names names;
    private final Keys keys;
    private final SecureRandom random;
    private final InstantSource clock;

    public AccountKeys(
            Accounts accounts,
            Commits commits,
            Names names,
            Keys keys,
            SecureRandom random,
            InstantSource clock) {
        this.accounts = accounts;
        this.commits = commits;
        this.names = names;
        this.keys = keys;
        this.random = random;
        this.clock = clock;
    }

    /** One key as {@code listKeys} shows it; its text form does not show the secret. */
    public record Shown(String name, byte[] secret, Instant created) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Both keys and the entry that records their disclosure or change. */
    public record Disclosed(List<Shown> keys, Receipt receipt) {}

    /** Whether nobody has the name, here or on another stamp. */
    public boolean isFree(String name) {
        return !names.isTaken(Accounts.NAME_KIND, name);
    }

    /** Who may come in, and how. */
    public AccountRules rules(UUID id) {
        return find(id).account().settings().rules();
    }

    /** Adds to the draft what changes an account's rules. */
    public void setRules(Draft draft, UUID id, AccountRules rules) {
        Accounts.Found found = find(id);
        Account account = found.account();
        Account changed = account.withSettings(account.settings().withRules(rules));
        draft.check(found.stored().unchanged())
                .put(
                        found.stored().key(),
                        AccountRecord.encode(changed, keys.tenant(account.tenant())));
    }

    /** A flat account. */
    public void create(
            Draft draft, UUID tenant, UUID id, String name, Scope scope, AccountRules rules) {
        create(draft, tenant, id, name, scope, rules, false);
    }

    /**
     * Adds to the draft what makes an account: its name, its keys, its record.
     *
     * @param hierarchical whether its blobs lie in directories, for good
     * @throws Failure 409 StorageAccountAlreadyTaken
     */
    public void create(
            Draft draft,
            UUID tenant,
            UUID id,
            String name,
            Scope scope,
            AccountRules rules,
            boolean hierarchical) {
        if (!isFree(name)) {
            throw new Failure(
                    409,
                    "StorageAccountAlreadyTaken",
                    "The storage account named " + name + " is already taken.");
        }
        add(
                draft,
                new Account(
                        tenant,
                        id,
                        name,
                        scope,
                        fresh(0),
                        fresh(0),
                        AccountSettings.DEFAULT.withRules(rules).withHierarchy(hierarchical)));
    }

    /** The same for an account whose keys are given; no commit while somebody has its name. */
    void add(Draft draft, Account account) {
        UUID tenant = account.tenant();
        UUID id = account.id();
        names.reserve(draft, Accounts.NAME_KIND, account.name(), new Names.Holder(tenant, id));
        draft.check(Keys.noAccountKey(tenant, id)).writes(keys.newAccountKey(tenant, id));
        var place = AccountRecord.key(id);
        draft.check(new Check.Absent(place))
                .put(place, AccountRecord.encode(account, keys.tenant(tenant)));
    }

    /**
     * Adds to the draft what ends an account; its containers are collected later.
     *
     * @throws Failure 409 AccountProtectedFromDeletion while a locked policy or a legal hold is in
     *     it
     */
    public void delete(Draft draft, UUID id) {
        Accounts.Found found = find(id);
        draft.check(accounts.deletable(id));
        Account account = found.account();
        names.release(draft, Accounts.NAME_KIND, account.name());
        Names.Holder holder = new Names.Holder(account.tenant(), id);
        names.reserve(draft, AllAccounts.DELETED, id.toString(), holder);
        accounts.activity().note(holder);
        draft.check(found.stored().unchanged())
                .delete(found.stored().key())
                .writes(List.of(new Garbage.Account(account.scope()).put(id, clock)));
    }

    /** Tells both keys; the disclosure is an entry of the ledger. */
    public Disclosed list(Permit permit) {
        Account account = find(permit.target().owner()).account();
        CommitResult.Committed committed =
                commits.record(permit, Map.of("account", account.name()));
        return new Disclosed(shown(account), committed.receipt());
    }

    /**
     * Replaces one key; what was signed with the old one is refused from now on.
     *
     * @param keyName {@code key1} or {@code key2}
     * @param resource the check that the resource is unchanged
     */
    public Disclosed regenerate(Permit permit, String keyName, Check resource) {
        return Attempts.until(
                () -> {
                    Accounts.Found found = find(permit.target().owner());
                    Account changed = withFresh(found.account(), keyName);
                    Stored stored = found.stored();
                    Draft draft =
                            new Draft()
                                    .check(resource)
                                    .check(stored.unchanged())
                                    .put(
                                            stored.key(),
                                            AccountRecord.encode(
                                                    changed, keys.tenant(changed.tenant())))
                                    .detail("account", changed.name())
                                    .detail("key", keyName);
                    return switch (commits.commit(permit, draft)) {
                        case CommitResult.Committed committed ->
                                Optional.of(new Disclosed(shown(changed), committed.receipt()));
                        case CommitResult.Conflict conflict -> {
                            if (!conflict.key().equals(stored.key())) {
                                throw new Failure(
                                        409, "Conflict", "The resource has changed meanwhile.");
                            }
                            yield Optional.empty();
                        }
                    };
                });
    }

    /** When a key of an account was made. */
    public List<Instant> created(UUID id) {
        return accounts.find(id)
                .map(Accounts.Found::account)
                .map(account -> List.of(account.key1().created(), account.key2().created()))
                .orElse(List.of());
    }

    private Account withFresh(Account old, String keyName) {
        boolean first = keyName.equals("key1");
        return new Account(
                old.tenant(),
                old.id(),
                old.name(),
                old.scope(),
                first ? fresh(old.key1().generation() + 1) : old.key1(),
                first ? old.key2() : fresh(old.key2().generation() + 1),
                old.settings());
    }

    private AccountKey fresh(int generation) {
        byte[] secret = new byte[AccountKey.BYTES];
        random.nextBytes(secret);
        return new AccountKey(secret, generation, clock.instant());
    }

    private Accounts.Found find(UUID id) {
        return accounts.find(id).orElseThrow(StorageError.ACCOUNT_NOT_FOUND::failure);
    }

    private static List<Shown> shown(Account account) {
        return List.of(
                new Shown("key1", account.key1().secret(), account.key1().created()),
                new Shown("key2", account.key2().secret(), account.key2().created()));
    }
}
