package fr.bleu.storage;

import fr.bleu.store.Reads.Stored;
import java.time.InstantSource;
import java.util.Optional;

/** A piece of a run: examines page after page until it has done enough. */
final class LifecycleSlice {
    private final LifecycleDeeds deeds;
    private final LifecycleDeeds.Standing standing;
    private final InstantSource clock;
    private final Runnable rest;
    private long examined;
    private long changed;
    private long left;

    LifecycleSlice(
            LifecycleDeeds deeds,
            LifecycleDeeds.Standing standing,
            InstantSource clock,
            Runnable rest) {
        this.deeds = deeds;
        this.standing = standing;
        this.clock = clock;
        this.rest = rest;
    }

    /** Whether it is another one's turn. */
    boolean isSpent() {
        return examined >= Lifecycle.SLICE_STATES || changed + left >= Lifecycle.SLICE_CHANGES;
    }

    LifecycleRun.Tally tally() {
        return new LifecycleRun.Tally(examined, changed, left);
    }

    /** Does what is due on the page; where the run stands then, which may be in its midst. */
    LifecycleRun.Position examine(LifecyclePages.Page page) {
        for (Stored record : page.records()) {
            subject(page, record).ifPresent(this::examine);
            if (isSpent()) {
                return new LifecycleRun.Position(
                        page.container(), page.at().current(), record.key().bytes());
            }
        }
        return page.at();
    }

    private static Optional<LifecycleSubject> subject(LifecyclePages.Page page, Stored record) {
        String name = BlobTarget.name(record.key());
        if (page.at().current()) {
            Blob blob = Blob.decode(record.value());
            return Optional.of(LifecycleSubject.of(page.container(), name, blob));
        }
        return LifecycleSubject.of(
                page.container(), name, PastBlob.at(record.key()), PastBlob.decode(record.value()));
    }

    private void examine(LifecycleSubject subject) {
        examined++;
        Optional<LifecyclePolicy.Due> due = standing.policy().due(subject, Stamp.now(clock));
        if (due.isEmpty()) {
            return;
        }
        switch (deeds.carryOut(standing, subject, due.get())) {
            case CHANGED -> changed++;
            case LEFT -> left++;
            case SPARED -> {
                // Somebody was faster.
            }
        }
        rest.run();
    }
}
