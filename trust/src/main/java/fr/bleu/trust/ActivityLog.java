package fr.bleu.trust;

import fr.bleu.ledger.Leaf;
import fr.bleu.store.LedgerEntry;
import fr.bleu.store.Store;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** A tenant's listed entries, newest first, read from the ledger. */
public final class ActivityLog {

    /** Most entries that one read looks at; a page may so be empty and not the last. */
    public static final int MAX_LOOKED_AT = 5_000;

    private static final int PAGE = 250;

    private final Store store;
    private final Tags tags;
    private final EntrySealer sealer;

    ActivityLog(Store store, Tags tags, EntrySealer sealer) {
        this.store = store;
        this.tags = tags;
        this.sealer = sealer;
    }

    /**
     * An entry as the activity log shows it.
     *
     * @param index its place in the ledger
     * @param kind {@code change}, {@code sign-in}, {@code custody}, {@code refusal}, …
     * @param result {@code done}, {@code intended}, {@code refused} or {@code failed}
     * @param caller the object id, account id or operator's name, or what the platform acts on; may
     *     be empty
     * @param node that wrote it; empty in entries of format 1, which did not say
     * @param count how many times within the minute
     */
    public record Activity(
            long index,
            Instant time,
            String kind,
            String result,
            String callerType,
            String caller,
            String action,
            Scope scope,
            String rule,
            String requestId,
            String address,
            Optional<Node> node,
            long count,
            Map<String, String> details) {}

    /**
     * Entries, newest first.
     *
     * @param before where the next page goes on; empty when there is none
     */
    public record Page(List<Activity> entries, OptionalLong before) {}

    /**
     * Reads.
     *
     * @param permit for {@link Actions#ACTIVITY_READ}; only entries at or below its scope, and all
     *     of them where that is the root
     * @param before only entries with a smaller index
     * @param from not older than this
     * @param to not younger than this
     * @param limit 1 to 1,000
     */
    public Page read(Permit permit, OptionalLong before, Instant from, Instant to, int limit) {
        permit.require(Actions.ACTIVITY_READ);
        if (limit < 1 || limit > 1_000) {
            throw new IllegalArgumentException("a page has 1 to 1,000 entries");
        }
        UUID tenant = permit.target().tenant();
        Scope scope = permit.target().scope();
        List<Activity> found = new ArrayList<>();
        long next = before.orElse(Long.MAX_VALUE);
        for (int seen = 0; seen < MAX_LOOKED_AT; seen += PAGE) {
            List<LedgerEntry> page = store.ledger().listed(tags.of(tenant), next, PAGE);
            for (LedgerEntry entry : page) {
                next = entry.index();
                Leaf leaf = Leaf.decode(entry.leaf());
                Instant time = Instant.EPOCH.plus(leaf.commitTimeMicros(), ChronoUnit.MICROS);
                if (time.isBefore(from)) {
                    return new Page(found, OptionalLong.empty());
                }
                if (!time.isAfter(to) && entry.sealed().length > 0) {
                    Activity activity = open(tenant, entry, leaf, time);
                    if (scope.contains(activity.scope())) {
                        found.add(activity);
                    }
                }
                if (found.size() == limit) {
                    return new Page(found, OptionalLong.of(next));
                }
            }
            if (page.size() < PAGE) {
                return new Page(found, OptionalLong.empty());
            }
        }
        return new Page(found, OptionalLong.of(next));
    }

    private Activity open(UUID tenant, LedgerEntry entry, Leaf leaf, Instant time) {
        Opened opened = sealer.open(tenant, leaf.commitment(), entry.sealed());
        return EntryReader.read(entry.index(), time, opened.entry());
    }
}
