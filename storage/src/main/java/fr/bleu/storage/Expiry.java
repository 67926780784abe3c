package fr.bleu.storage;

import fr.bleu.store.Check;
import fr.bleu.store.Key;
import fr.bleu.store.Reads.Stored;
import fr.bleu.store.Write;
import fr.bleu.trust.Action;
import fr.bleu.trust.CommitResult;
import fr.bleu.trust.Draft;
import fr.bleu.trust.Names;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Scope;
import fr.bleu.trust.Target;
import fr.bleu.trust.Upkeep;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Ends what was kept for a while: deleted blobs, snapshots, versions and containers whose time is
 * over become garbage. It reads what is due and nothing else.
 */
final class Expiry {
    static final Action EXPIRE = Upkeep.action("storage/expireDeleted");

    private static final String INSTRUCTION = "end what was kept after its deletion";

    /** Records of one commit: with four operations each, and a name of at most 4 KiB each. */
    private static final int BATCH = 50;

    /** When something is looked at again that is held. */
    private static final Duration LATER = Duration.ofDays(1);

    private final Collecting.Tools tools;
    private final Upkeep upkeep;

    Expiry(Collecting.Tools tools, Upkeep upkeep) {
        this.tools = tools;
        this.upkeep = upkeep;
    }

    /**
     * Ends what is due in an account. Whatever changes meanwhile is left to the next run.
     *
     * @return how many ended
     */
    int run(Names.Holder account) {
        Optional<Scope> scope =
                tools.reads()
                        .get(AccountRecord.key(account.owner()))
                        .map(stored -> AccountRecord.place(stored.value()).scope());
        if (scope.isEmpty()) {
            // The account is gone, and all that it had is garbage already.
            return 0;
        }
        Target target = Target.in(account.tenant(), account.owner(), scope.get());
        Permit permit = upkeep.permit(target, EXPIRE, INSTRUCTION);
        int ended = 0;
        while (true) {
            List<Stored> due = due(account.owner());
            if (due.isEmpty()) {
                return ended;
            }
            int some = end(permit, account.owner(), due);
            if (some < 0) {
                return ended;
            }
            ended += some;
            tools.afterCommit().run();
        }
    }

    private List<Stored> due(UUID account) {
        Key table = Key.of(account, Tables.EXPIRY);
        return tools.reads().scan(table, table.number(Stamp.now(tools.clock()).ticks() + 1), BATCH);
    }

    /** How many ended; -1 when something changed meanwhile. */
    private int end(Permit permit, UUID account, List<Stored> due) {
        Draft draft = new Draft();
        Set<Key> ended = new HashSet<>();
        for (Stored entry : due) {
            draft.check(entry.unchanged()).delete(entry.key());
            Expiring expiring = Expiring.decode(entry.value());
            Optional<Stored> record = tools.reads().get(expiring.key(account));
            // What was deleted twice has two entries, and its content is dropped once.
            if (record.isEmpty() || !isOver(expiring, record.get())) {
                continue;
            }
            if (isHeld(permit, draft, expiring, record.get())) {
                draft.writes(List.of(expiring.put(account, tools.clock().instant().plus(LATER))));
            } else if (ended.add(record.get().key())) {
                end(draft, account, expiring, record.get());
            }
        }
        draft.detail("ended", Integer.toString(ended.size()));
        return switch (tools.commits().commit(permit, draft)) {
            case CommitResult.Committed committed -> ended.size();
            case CommitResult.Conflict conflict -> -1;
        };
    }

    /** An undone deletion, or a later one, has another end. */
    private boolean isOver(Expiring expiring, Stored record) {
        Instant now = tools.clock().instant();
        return switch (expiring) {
            case Expiring.Past past -> PastBlob.decode(record.value()).isExpired(now);
            case Expiring.Container container ->
                    !DeletedContainer.decode(container.name(), record.value())
                            .deletion()
                            .due()
                            .isAfter(now);
        };
    }

    /**
     * Whether a policy or hold that came later keeps what was deleted; then it is looked at again.
     */
    private boolean isHeld(Permit permit, Draft draft, Expiring expiring, Stored record) {
        if (!(expiring instanceof Expiring.Past past)) {
            return false;
        }
        Target target = permit.target();
        ContainerTarget place =
                new ContainerTarget(target.tenant(), target.owner(), past.container());
        Blob blob = PastBlob.decode(record.value()).blob();
        Optional<Stored> found = tools.reads().get(place.key());
        // A hold that is answered before this commit makes it fail.
        draft.check(found.map(Stored::unchanged).orElseGet(() -> new Check.Absent(place.key())));
        return found.map(stored -> Container.decode(past.container(), stored.value()))
                .filter(container -> container.incarnation().equals(past.incarnation()))
                .filter(container -> Protection.isHeld(container, blob, Stamp.now(tools.clock())))
                .isPresent();
    }

    private void end(Draft draft, UUID account, Expiring expiring, Stored record) {
        draft.check(record.unchanged()).delete(record.key());
        Optional<Garbage> garbage =
                switch (expiring) {
                    case Expiring.Past past ->
                            Garbage.of(PastBlob.decode(record.value()).blob().content());
                    case Expiring.Container container ->
                            Optional.of(
                                    ContainerEnd.garbage(
                                            DeletedContainer.decode(
                                                            container.name(), record.value())
                                                    .container()));
                };
        garbage.map(it -> (Write) it.put(account, tools.clock()))
                .ifPresent(write -> draft.writes(List.of(write)));
    }
}
