package fr.bleu.storage;

import fr.bleu.http.Failure;
import fr.bleu.store.Check;
import fr.bleu.store.Key;
import fr.bleu.store.Reads;
import fr.bleu.store.Reads.Stored;
import fr.bleu.trust.CommitResult;
import fr.bleu.trust.Commits;
import fr.bleu.trust.Draft;
import fr.bleu.trust.Permit;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The encryption scopes of the account that a permit names. As in Azure there is no way to delete
 * one: what it seals would be lost.
 */
public final class EncryptionScopes {
    /**
     * Scopes of one account: Azure's limit. They are counted before the commit, which does not
     * check the count: those that are made at once may exceed it by as many as they are.
     */
    public static final int MAX = 10_000;

    private final Reads reads;
    private final Commits commits;
    private final AccountGuard guard;
    private final InstantSource clock;

    EncryptionScopes(Reads reads, Commits commits, AccountGuard guard, InstantSource clock) {
        this.reads = reads;
        this.commits = commits;
        this.guard = guard;
        this.clock = clock;
    }

    /** A page; {@code next} begins the next one. */
    public record Page(List<EncryptionScope> scopes, Optional<String> next) {}

    /** A scope that was put, and whether it is new. */
    public record Put(Changed<EncryptionScope> changed, boolean created) {}

    /** The scope of a name, if there is one. */
    public Optional<EncryptionScope> find(Permit permit, String name) {
        return stored(permit, name).map(EncryptionScope::decode);
    }

    /** The refusal of a scope that is not there. */
    public static Failure missing() {
        return new Failure(404, "EncryptionScopeNotFound", "The encryption scope was not found.");
    }

    private Optional<Stored> stored(Permit permit, String name) {
        return reads.get(EncryptionScope.key(permit.target().owner(), name));
    }

    /**
     * Scopes in the order of their names.
     *
     * @param from the first name; empty for the beginning
     */
    public Page list(Permit permit, String from, int limit) {
        UUID account = permit.target().owner();
        Key prefix = EncryptionScope.prefix(account);
        Key first = from.isEmpty() ? prefix : EncryptionScope.key(account, from);
        List<EncryptionScope> found =
                reads.scan(first, prefix.afterPrefix(), limit + 1).stream()
                        .map(EncryptionScope::decode)
                        .toList();
        return found.size() <= limit
                ? new Page(found, Optional.empty())
                : new Page(found.subList(0, limit), Optional.of(found.getLast().name()));
    }

    /**
     * Makes a scope, or changes whether it may be used.
     *
     * @param enabled absent: as it is, or that of a new one
     * @param mayCreate whether there need not be one
     * @throws Failure 404 when there is none
     */
    public Put put(Permit permit, String name, Optional<Boolean> enabled, boolean mayCreate) {
        return Attempts.until(
                () -> {
                    Optional<Stored> old = stored(permit, name);
                    if (old.isEmpty()) {
                        requireMayCreate(permit, mayCreate);
                    }
                    return commit(permit, name, old, enabled);
                });
    }

    private void requireMayCreate(Permit permit, boolean mayCreate) {
        if (!mayCreate) {
            throw missing();
        }
        Key prefix = EncryptionScope.prefix(permit.target().owner());
        if (reads.scanPrefix(prefix, MAX).size() == MAX) {
            throw new Failure(
                    409,
                    "MaximumNumberOfEncryptionScopesExceeded",
                    "An account has at most " + MAX + " encryption scopes.");
        }
    }

    private Optional<Put> commit(
            Permit permit, String name, Optional<Stored> old, Optional<Boolean> enabled) {
        AccountGuard.Held held = guard.hold(permit);
        Tree.requireFlat(held.account());
        Key key = EncryptionScope.key(permit.target().owner(), name);
        Stamp now = Stamp.now(clock);
        Optional<EncryptionScope> was = old.map(EncryptionScope::decode);
        EncryptionScope scope =
                new EncryptionScope(
                        name,
                        enabled.or(() -> was.map(EncryptionScope::enabled)).orElse(true),
                        was.map(EncryptionScope::created).orElse(now),
                        now);
        Draft draft =
                new Draft()
                        .check(held.check())
                        .check(
                                old.<Check>map(Stored::unchanged)
                                        .orElseGet(() -> new Check.Absent(key)))
                        .put(key, scope.encode())
                        .detail("encryptionScope", name)
                        .detail("enabled", Boolean.toString(scope.enabled()));
        return switch (commits.commit(permit, draft)) {
            case CommitResult.Committed committed ->
                    Optional.of(new Put(new Changed<>(scope, committed.receipt()), was.isEmpty()));
            case CommitResult.Conflict conflict -> Optional.empty();
        };
    }
}
