package fr.bleu.storage;

import fr.bleu.store.Key;
import fr.bleu.store.Reads.Stored;
import fr.bleu.trust.Action;
import fr.bleu.trust.Names;
import fr.bleu.trust.Scope;
import fr.bleu.trust.Target;
import fr.bleu.trust.Upkeep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Deletes what nothing refers to any more, account by account. Garbage is collected once a while
 * has passed since it was seen and every read of the account's that began before has ended: whoever
 * reads a blob that was just replaced reads it whole. For one thread.
 */
final class Sweep {
    static final Action COLLECT = Upkeep.action("storage/collect");

    /** From opening a blob to the first byte that is read of it. */
    static final Duration GRACE = Duration.ofSeconds(5);

    /** After this a block list that was prepared is taken for abandoned. */
    static final Duration PREPARATION_AGE = Duration.ofDays(1);

    private static final String INSTRUCTION = "collect what nothing refers to";
    private static final int PAGE = 1_000;

    /** Garbage of one look: the rest comes with the next. */
    private static final int MOST_RECORDS = 5_000;

    /** Commits of one look, so that other accounts have their turn. */
    private static final int MOST_COMMITS = 50;

    private final Collecting.Tools tools;
    private final Upkeep upkeep;
    private final ActiveReads reads;
    private final Duration grace;
    private final Map<UUID, Horizon> horizons = new HashMap<>();

    /** Accounts of which the last look met a conflict: there each record commits alone. */
    private final Map<UUID, Boolean> contended = new HashMap<>();

    /** Bounded as the horizons are; read by other threads. */
    private final Map<UUID, Waiting> waiting = new ConcurrentHashMap<>();

    Sweep(Collecting.Tools tools, Upkeep upkeep, ActiveReads reads, Duration grace) {
        this.tools = tools;
        this.upkeep = upkeep;
        this.reads = reads;
        this.grace = grace;
    }

    /**
     * Up to where garbage was seen, and when.
     *
     * @param version of the last record; versions grow from commit to commit
     * @param moment of the {@link ActiveReads}: later ones do not find what it refers to
     */
    private record Horizon(long version, long moment, Instant seen) {}

    /** Garbage of one account as the last look found it. */
    private record Waiting(int records, Instant since) {}

    /** What there is. */
    enum Found {
        NOTHING,
        /** Garbage, which is collected by this look or a later one. */
        SOMETHING
    }

    /** Looks after one account; call it again while it finds something. */
    Found look(Names.Holder holder) {
        UUID account = holder.owner();
        boolean exists = tools.reads().get(AccountRecord.key(account)).isPresent();
        List<Stored> garbage = garbage(account, exists);
        if (garbage.isEmpty()) {
            horizons.remove(account);
            waiting.remove(account);
            return Found.NOTHING;
        }
        Horizon horizon = horizons.computeIfAbsent(account, _ -> horizon(garbage));
        if (isRipe(account, horizon)) {
            Horizon next = horizon(garbage);
            List<Stored> ripe =
                    garbage.stream().filter(it -> it.version() <= horizon.version()).toList();
            if (collect(holder, ripe)) {
                horizons.put(account, next);
            }
        }
        waiting.put(account, new Waiting(garbage.size(), horizons.get(account).seen()));
        return Found.SOMETHING;
    }

    /** What the last looks have found, from whichever thread. */
    Collector.Backlog backlog() {
        Instant now = tools.clock().instant();
        int accounts = 0;
        long records = 0;
        Duration oldest = Duration.ZERO;
        for (Waiting found : waiting.values()) {
            accounts++;
            records += found.records();
            Duration age = Duration.between(found.since(), now);
            oldest = age.compareTo(oldest) > 0 ? age : oldest;
        }
        return new Collector.Backlog(accounts, records, oldest);
    }

    private boolean isRipe(UUID account, Horizon horizon) {
        return !horizon.seen().plus(grace).isAfter(tools.clock().instant())
                && reads.haveEnded(account, horizon.moment())
                && !isPinned();
    }

    /** While a backup is under way all garbage waits: its commits would conflict. */
    private boolean isPinned() {
        try {
            return tools.extents().isPinned();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Horizon horizon(List<Stored> garbage) {
        long version = garbage.stream().mapToLong(Stored::version).max().orElseThrow();
        return new Horizon(version, reads.moment(), tools.clock().instant());
    }

    /** The oldest garbage, without preparations that may still be published. */
    private List<Stored> garbage(UUID account, boolean exists) {
        Key prefix = Key.of(account, Tables.GARBAGE);
        Instant abandoned = tools.clock().instant().minus(PREPARATION_AGE);
        List<Stored> found = new ArrayList<>();
        Key from = prefix;
        while (found.size() < MOST_RECORDS) {
            List<Stored> page = tools.reads().scan(from, prefix.afterPrefix(), PAGE);
            for (Stored stored : page) {
                boolean waits =
                        exists
                                && Garbage.decode(stored.value()).maybeUsed()
                                && Garbage.writtenAt(stored.key()).instant().isAfter(abandoned);
                if (!waits) {
                    found.add(stored);
                }
            }
            if (page.size() < PAGE) {
                break;
            }
            from = page.getLast().key().next();
        }
        return found;
    }

    /** Whether all of it had its turn. */
    private boolean collect(Names.Holder holder, List<Stored> garbage) {
        Target target = Target.in(holder.tenant(), holder.owner(), scope(holder, garbage));
        Collecting collecting =
                new Collecting(tools, upkeep.permit(target, COLLECT, INSTRUCTION), MOST_COMMITS);
        boolean alone = contended.remove(holder.owner()) != null;
        for (Stored record : garbage) {
            if (collecting.isSpent()) {
                return false;
            }
            if (alone && isGone(record)) {
                continue;
            }
            try {
                collecting.collect(record);
                if (alone) {
                    collecting.flush();
                }
            } catch (Collecting.ConflictException e) {
                contended.put(holder.owner(), true);
                if (!alone) {
                    return false;
                }
            }
        }
        try {
            collecting.flush();
            return !collecting.isSpent();
        } catch (Collecting.ConflictException e) {
            contended.put(holder.owner(), true);
            return false;
        }
    }

    /** Whether another node has collected it, or begun to, since it was found. */
    private boolean isGone(Stored record) {
        return tools.reads()
                .get(record.key())
                .filter(it -> it.version() == record.version())
                .isEmpty();
    }

    private Scope scope(Names.Holder holder, List<Stored> garbage) {
        Optional<Scope> place =
                tools.reads()
                        .get(AccountRecord.key(holder.owner()))
                        .map(stored -> AccountRecord.place(stored.value()).scope());
        return place.orElseGet(
                () ->
                        garbage.stream()
                                .map(stored -> Garbage.decode(stored.value()))
                                .filter(Garbage.Account.class::isInstance)
                                .map(gone -> ((Garbage.Account) gone).scope())
                                .findFirst()
                                .orElse(Scope.of("")));
    }
}
