package fr.bleu.storage;

import fr.bleu.store.Check;
import fr.bleu.store.Key;
import fr.bleu.store.Reads;
import fr.bleu.store.Reads.Stored;
import fr.bleu.trust.Action;
import fr.bleu.trust.CommitResult;
import fr.bleu.trust.Commits;
import fr.bleu.trust.Draft;
import fr.bleu.trust.Names;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Target;
import fr.bleu.trust.Upkeep;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Carries lifecycle policies out, account by account and slice by slice. How far a run has come is
 * noted after each slice, so that whoever stops it in the midst costs one slice of reading; what
 * was done in it is done already.
 *
 * @see <a
 *     href="https://learn.microsoft.com/azure/storage/blobs/lifecycle-management-overview#policy-execution">Policy
 *     execution</a>
 */
final class Lifecycle {
    static final Action RUN = Upkeep.action("storage/lifecycle/run");

    /** States of blobs that one slice looks at. */
    static final int SLICE_STATES = 10_000;

    /** What one slice changes, each by a commit of its own. */
    static final int SLICE_CHANGES = 500;

    /** Pages of one slice, since a page may be empty. */
    private static final int SLICE_PAGES = 1_000;

    private final Reads reads;
    private final Commits commits;
    private final AccountGuard guard;
    private final LifecycleDeeds deeds;
    private final Upkeep upkeep;
    private final InstantSource clock;
    private final Runnable rest;

    /**
     * @param rest called between pages and after each change
     */
    Lifecycle(
            Reads reads,
            Commits commits,
            AccountGuard guard,
            LifecycleDeeds deeds,
            Upkeep upkeep,
            InstantSource clock,
            Runnable rest) {
        this.reads = reads;
        this.commits = commits;
        this.guard = guard;
        this.deeds = deeds;
        this.upkeep = upkeep;
        this.clock = clock;
        this.rest = rest;
    }

    /** What there is to do in an account. */
    enum Found {
        NOTHING,
        /** A run that has not ended. */
        MORE
    }

    /** A run of an account's policy, as it goes on. */
    private record Going(
            LifecycleDeeds.Standing standing, LifecycleRun run, Optional<Stored> old) {}

    /** Carries out a slice of what is due; call it again while there is more. */
    Found slice(Names.Holder account) {
        Optional<Going> going = going(account);
        if (going.isEmpty()) {
            return Found.NOTHING;
        }
        LifecycleRun run = work(going.get());
        boolean noted = note(going.get(), run);
        return noted && run.at().isEmpty() ? Found.NOTHING : Found.MORE;
    }

    /** Whether {@link #slice} has something to do. */
    boolean isDue(Names.Holder account) {
        return going(account).isPresent();
    }

    private Optional<Going> going(Names.Holder account) {
        Optional<Stored> stored = reads.get(LifecyclePolicy.key(account.owner()));
        Optional<Stored> record = reads.get(AccountRecord.key(account.owner()));
        if (stored.isEmpty() || record.isEmpty()) {
            return Optional.empty();
        }
        LifecyclePolicy policy = LifecyclePolicy.decode(stored.get().value());
        if (policy.active().isEmpty()) {
            return Optional.empty();
        }
        Optional<Stored> old = reads.get(LifecycleRun.key(account.owner()));
        Stamp now = Stamp.now(clock);
        Target target =
                Target.in(
                        account.tenant(),
                        account.owner(),
                        AccountRecord.place(record.get().value()).scope());
        LifecycleDeeds.Standing standing =
                new LifecycleDeeds.Standing(target, policy, stored.get().unchanged());
        return next(policy, old.map(it -> LifecycleRun.decode(it.value())), now)
                .map(run -> new Going(standing, run, old));
    }

    /** The run that goes on, or a new one that is to begin. */
    private static Optional<LifecycleRun> next(
            LifecyclePolicy policy, Optional<LifecycleRun> last, Stamp now) {
        if (last.filter(it -> it.goesOn(policy)).isPresent()) {
            return last;
        }
        return last.isEmpty() || last.get().isOver(policy, now)
                ? Optional.of(LifecycleRun.begin(policy, now))
                : Optional.empty();
    }

    private LifecycleRun work(Going going) {
        LifecycleSlice slice = new LifecycleSlice(deeds, going.standing(), clock, rest);
        LifecyclePages pages =
                new LifecyclePages(
                        reads,
                        going.standing().account().owner(),
                        going.standing().policy().active());
        Optional<LifecycleRun.Position> at = going.run().at();
        for (int i = 0; i < SLICE_PAGES && at.isPresent() && !slice.isSpent(); i++) {
            if (!stands(going)) {
                break;
            }
            at = pages.after(at.get()).map(slice::examine);
            rest.run();
        }
        return going.run().onward(at, slice.tally());
    }

    /** Whether the policy is still the same; each commit checks it again. */
    private boolean stands(Going going) {
        return reads.get(LifecyclePolicy.key(going.standing().account().owner()))
                .map(Stored::unchanged)
                .equals(Optional.of(going.standing().unchanged()));
    }

    /** Whether it could be noted: not when the policy or the account has changed meanwhile. */
    private boolean note(Going going, LifecycleRun run) {
        Target target = going.standing().account();
        Permit permit = upkeep.permit(target, RUN, "carry out the lifecycle policy");
        Key key = LifecycleRun.key(target.owner());
        Check unchanged = going.old().map(Stored::unchanged).orElseGet(() -> new Check.Absent(key));
        Draft draft =
                new Draft()
                        .check(guard.check(permit))
                        .check(going.standing().unchanged())
                        .check(unchanged)
                        .put(key, run.encode())
                        .detail("ended", Boolean.toString(run.at().isEmpty()))
                        .detail("examined", Long.toString(run.tally().examined()))
                        .detail("changed", Long.toString(run.tally().changed()))
                        .detail("left", Long.toString(run.tally().left()));
        return commits.commit(permit, draft) instanceof CommitResult.Committed;
    }
}
