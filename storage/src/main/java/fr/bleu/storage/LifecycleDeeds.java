package fr.bleu.storage;

import fr.bleu.http.Failure;
import fr.bleu.store.Check;
import fr.bleu.store.Key;
import fr.bleu.store.Reads;
import fr.bleu.store.Reads.Stored;
import fr.bleu.trust.Action;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Scope;
import fr.bleu.trust.Target;
import fr.bleu.trust.Upkeep;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Does to one state of a blob what a policy says. It is read and judged again by each attempt,
 * whose commit checks it, its container, its account and the policy itself: what has changed
 * meanwhile is not touched. All goes through {@link BlobCommits}, so that leases, policies and
 * legal holds stand, and soft deletion and versions are kept.
 */
final class LifecycleDeeds {
    static final Action DELETE = Upkeep.action("storage/lifecycle/delete");
    static final Action TIER = Upkeep.action("storage/lifecycle/tier");

    /** A blob that changes as often while it is looked at is left to the next run. */
    private static final int TRIES = 3;

    private static final int PAST_PAGE = 50;

    private final Reads reads;
    private final BlobCommits commits;
    private final Blobs blobs;
    private final AccountGuard guard;
    private final Upkeep upkeep;
    private final InstantSource clock;

    LifecycleDeeds(
            Reads reads,
            BlobCommits commits,
            Blobs blobs,
            AccountGuard guard,
            Upkeep upkeep,
            InstantSource clock) {
        this.reads = reads;
        this.commits = commits;
        this.blobs = blobs;
        this.guard = guard;
        this.upkeep = upkeep;
        this.clock = clock;
    }

    /**
     * An account's policy as a run carries it out.
     *
     * @param account the account as a target
     * @param unchanged the check that the policy is still the same
     */
    record Standing(Target account, LifecyclePolicy policy, Check unchanged) {}

    /** What became of a state. */
    enum Outcome {
        CHANGED,
        /** Nothing is due any more. */
        SPARED,
        /** It must stay: held, leased, with snapshots or versions, or changed again and again. */
        LEFT
    }

    /** What is due at a blob's state, if it still is when it is read again. */
    Outcome carryOut(Standing standing, LifecycleSubject seen, LifecyclePolicy.Due due) {
        try {
            for (int i = 0; i < TRIES; i++) {
                Optional<Outcome> outcome =
                        seen.kind() == LifecycleSubject.Kind.BASE
                                ? current(standing, seen, due)
                                : past(standing, seen, due);
                if (outcome.isPresent()) {
                    return outcome.get();
                }
            }
            return Outcome.LEFT;
        } catch (Failure refused) {
            if (refused.status() >= 500) {
                throw refused;
            }
            return Outcome.LEFT;
        }
    }

    private Optional<Outcome> current(
            Standing standing, LifecycleSubject seen, LifecyclePolicy.Due due) {
        Permit permit = permit(standing, seen, due);
        FoundBlob found = commits.find(BlobTarget.of(permit));
        Stamp now = Stamp.now(clock);
        if (found.blob().isEmpty()
                || !isStill(
                        standing,
                        LifecycleSubject.of(seen.container(), seen.name(), found.existing()),
                        due,
                        now)) {
            return Optional.of(Outcome.SPARED);
        }
        Conditions.NONE.forEdit(found.blob(), now);
        BlobCommits.requireNoCopy(found);
        if (due.action().deed() != LifecycleAction.Deed.DELETE) {
            Blob moved = moved(found.existing(), due, now);
            return done(commits.commit(permit, found, moving(standing, moved)));
        }
        if (hasLivePast(new History(reads, found))) {
            return Optional.of(Outcome.LEFT);
        }
        return done(commits.commit(permit, found, deletion(standing, found)));
    }

    private BlobEdit deletion(Standing standing, FoundBlob found) {
        return blobs.withoutSession(
                found,
                Optional.empty(),
                Retirement.Effect.DELETION,
                List.of(standing.unchanged()),
                List.of());
    }

    private static BlobEdit moving(Standing standing, Blob moved) {
        return new BlobEdit(
                Optional.of(moved),
                Retirement.Effect.PROPERTIES,
                List.of(standing.unchanged()),
                List.of(),
                List.of());
    }

    private Optional<Outcome> past(
            Standing standing, LifecycleSubject seen, LifecyclePolicy.Due due) {
        Permit permit = permit(standing, seen, due);
        FoundBlob found = commits.find(BlobTarget.of(permit));
        History history = new History(reads, found);
        Stamp now = Stamp.now(clock);
        Optional<History.Past> past = history.at(seen.created());
        Optional<LifecycleSubject> subject =
                past.flatMap(
                        it ->
                                LifecycleSubject.of(
                                        seen.container(), seen.name(), it.at(), it.blob()));
        if (subject.isEmpty() || !isStill(standing, subject.get(), due, now)) {
            return Optional.of(Outcome.SPARED);
        }
        AccountGuard.Held held = guard.hold(permit);
        ServiceSettings settings = held.account().settings().service();
        PastBatch batch = new PastBatch(history, settings, now);
        batch.check(standing.unchanged());
        if (due.action().deed() == LifecycleAction.Deed.DELETE) {
            batch.drop(past.get(), settings.deleteDays() > 0);
        } else {
            batch.replace(past.get(), moved(past.get().blob().blob(), due, now));
        }
        return done(commits.commitPast(permit, held, found, batch.edit(), seen.created().text()));
    }

    private static Optional<Outcome> done(Optional<?> committed) {
        return committed.map(_ -> Outcome.CHANGED);
    }

    /** Whether the same rule still says the same. */
    private static boolean isStill(
            Standing standing, LifecycleSubject subject, LifecyclePolicy.Due due, Stamp now) {
        return standing.policy().due(subject, now).equals(Optional.of(due));
    }

    private static Blob moved(Blob blob, LifecyclePolicy.Due due, Stamp now) {
        return Tiers.in(blob, AccessTier.set(due.action().deed().tier(), now));
    }

    /** Whether it has a snapshot or an earlier version that is not deleted. */
    private boolean hasLivePast(History history) {
        Key all = history.prefix();
        Key from = all;
        while (true) {
            List<Stored> page = reads.scan(from, all.afterPrefix(), PAST_PAGE);
            if (page.stream().anyMatch(it -> PastBlob.decode(it.value()).isLive())) {
                return true;
            }
            if (page.size() < PAST_PAGE) {
                return false;
            }
            from = page.getLast().key().next();
        }
    }

    private Permit permit(Standing standing, LifecycleSubject seen, LifecyclePolicy.Due due) {
        Target account = standing.account();
        Scope scope = ContainerTarget.scope(account.scope(), seen.container()).item(seen.name());
        boolean deletes = due.action().deed() == LifecycleAction.Deed.DELETE;
        return upkeep.permit(
                Target.in(account.tenant(), account.owner(), scope),
                deletes ? DELETE : TIER,
                "lifecycle rule " + due.rule().name());
    }
}
