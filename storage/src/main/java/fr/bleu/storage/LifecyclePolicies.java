package fr.bleu.storage;

import fr.bleu.http.Failure;
import fr.bleu.store.Check;
import fr.bleu.store.Key;
import fr.bleu.store.Reads;
import fr.bleu.store.Reads.Stored;
import fr.bleu.trust.CommitResult;
import fr.bleu.trust.Commits;
import fr.bleu.trust.Draft;
import fr.bleu.trust.Names;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Receipt;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The lifecycle policy of the account that a permit names. */
public final class LifecyclePolicies {
    private final Reads reads;
    private final Commits commits;
    private final AccountGuard guard;
    private final InstantSource clock;

    /** Accounts whose policy was just laid down: a hint, so that nobody waits for the next walk. */
    private final Set<Names.Holder> fresh = ConcurrentHashMap.newKeySet();

    LifecyclePolicies(Reads reads, Commits commits, AccountGuard guard, InstantSource clock) {
        this.reads = reads;
        this.commits = commits;
        this.guard = guard;
        this.clock = clock;
    }

    /** The account's policy, if it has one. */
    public Optional<LifecyclePolicy> find(Permit permit) {
        return stored(permit.target().owner()).map(it -> LifecyclePolicy.decode(it.value()));
    }

    /**
     * Lays a policy down, in the place of the one that is there.
     *
     * @throws Failure 400 beyond {@link LifecyclePolicy#MAX_BYTES}
     */
    public Changed<LifecyclePolicy> set(Permit permit, List<LifecycleRule> rules) {
        UUID account = permit.target().owner();
        Changed<LifecyclePolicy> changed =
                Attempts.until(
                        () -> {
                            AccountGuard.Held held = guard.hold(permit);
                            Tree.requireFlat(held.account());
                            Optional<Stored> old = stored(account);
                            LifecyclePolicy policy = new LifecyclePolicy(modified(old), rules);
                            requireFits(policy);
                            Key key = LifecyclePolicy.key(account);
                            Check unchanged =
                                    old.map(Stored::unchanged)
                                            .orElseGet(() -> new Check.Absent(key));
                            Draft draft =
                                    new Draft()
                                            .check(held.check())
                                            .check(unchanged)
                                            .put(key, policy.encode())
                                            .detail("rules", Integer.toString(rules.size()));
                            return commit(permit, draft).map(it -> new Changed<>(policy, it));
                        });
        fresh.add(new Names.Holder(permit.target().tenant(), account));
        return changed;
    }

    /** Takes the policy back, with what was noted of its run; empty if there is none. */
    public Optional<Receipt> delete(Permit permit) {
        UUID account = permit.target().owner();
        return Attempts.until(
                () -> {
                    AccountGuard.Held held = guard.hold(permit);
                    Optional<Stored> old = stored(account);
                    if (old.isEmpty()) {
                        return Optional.of(Optional.empty());
                    }
                    Draft draft =
                            new Draft()
                                    .check(held.check())
                                    .check(old.get().unchanged())
                                    .delete(old.get().key())
                                    .delete(LifecycleRun.key(account));
                    return commit(permit, draft).map(Optional::of);
                });
    }

    /** Accounts that are to be looked after at once; each is told once. */
    List<Names.Holder> takeFresh() {
        List<Names.Holder> taken = List.copyOf(fresh);
        taken.forEach(fresh::remove);
        return taken;
    }

    private static void requireFits(LifecyclePolicy policy) {
        if (policy.encode().length > LifecyclePolicy.MAX_BYTES) {
            throw new Failure(
                    400, "InvalidRequestPropertyValue", "The policy is larger than 512 KiB.");
        }
    }

    private Optional<Stored> stored(UUID account) {
        return reads.get(LifecyclePolicy.key(account));
    }

    private Stamp modified(Optional<Stored> old) {
        return old.map(it -> Stamp.after(LifecyclePolicy.decode(it.value()).modified(), clock))
                .orElseGet(() -> Stamp.now(clock));
    }

    private Optional<Receipt> commit(Permit permit, Draft draft) {
        return switch (commits.commit(permit, draft)) {
            case CommitResult.Committed committed -> Optional.of(committed.receipt());
            case CommitResult.Conflict _ -> Optional.empty();
        };
    }
}
