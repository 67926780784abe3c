package fr.bleu.trust;

import fr.bleu.store.Check;
import fr.bleu.store.Key;
import fr.bleu.store.Reads.Stored;
import fr.bleu.store.Snapshot;
import fr.bleu.store.Store;
import fr.bleu.store.Write;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What tenants' role assignments and narrowed policies say, cached by policy epoch. The epoch is
 * the version of one record of the tenant: each decision reads it, each commit checks it, and
 * everything that changes what is permitted writes it.
 */
final class TenantAccess {

    /** Most tenants that are cached at once. */
    static final int MAX_CACHED = 4_096;

    private static final byte[] EPOCH_VALUE = {1};

    private final Store store;
    private final InstantSource clock;
    private final Map<UUID, State> cache = new ConcurrentHashMap<>();

    TenantAccess(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * One epoch of a tenant.
     *
     * @param epoch holds as long as the tenant is in this epoch
     */
    record State(
            Check epoch, Map<UUID, List<RoleAssignment>> grants, Optional<Set<String>> narrowed) {
        List<RoleAssignment> grantsOf(UUID principal) {
            return grants.getOrDefault(principal, List.of());
        }

        List<RoleAssignment> all() {
            return grants.values().stream().flatMap(List::stream).toList();
        }
    }

    /** What holds now: one read of the store, more when the epoch has changed. */
    State of(UUID tenant) {
        return in(tenant, epoch(tenant, store.get(epochKey(tenant))));
    }

    /** What holds in the epoch that was read a moment ago, if it was; else now. */
    State of(UUID tenant, Optional<PolicyEpoch> read) {
        return read.filter(it -> it.holds(clock.instant()))
                .map(it -> in(tenant, it.check()))
                .orElseGet(() -> of(tenant));
    }

    Records.UnderEpoch underEpoch(UUID tenant, Key key) {
        // Before the store is asked: what is read is no older.
        Instant asked = clock.instant();
        List<Optional<Stored>> found = store.getAll(List.of(key, epochKey(tenant)));
        return new Records.UnderEpoch(
                found.getFirst(), new PolicyEpoch(epoch(tenant, found.getLast()), asked));
    }

    private State in(UUID tenant, Check now) {
        State known = cache.get(tenant);
        return known != null && known.epoch().equals(now) ? known : load(tenant);
    }

    static Key epochKey(UUID tenant) {
        return Key.of(tenant, Tables.POLICY_EPOCH);
    }

    /** The write that begins a new epoch. */
    static Write newEpoch(UUID tenant) {
        return new Write.Put(epochKey(tenant), EPOCH_VALUE.clone());
    }

    private State load(UUID tenant) {
        try (Snapshot snapshot = store.snapshot()) {
            Check epoch = epoch(tenant, snapshot.get(epochKey(tenant)));
            Map<UUID, List<RoleAssignment>> grants = new HashMap<>();
            Key table = Key.of(tenant, Tables.ROLE_ASSIGNMENTS);
            for (Stored stored : snapshot.scanPrefix(table, RoleAssignments.MAX_PER_TENANT)) {
                RoleAssignment assignment = RoleAssignmentFormat.read(stored.value());
                grants.computeIfAbsent(assignment.principal(), _ -> new ArrayList<>())
                        .add(assignment);
            }
            Optional<Set<String>> narrowed =
                    snapshot.get(Key.of(tenant, Tables.TIGHTENED_POLICY))
                            .map(stored -> PolicyFormat.readRegions(stored.value()));
            State state = new State(epoch, Map.copyOf(grants), narrowed);
            remember(tenant, state);
            return state;
        }
    }

    private void remember(UUID tenant, State state) {
        if (cache.size() >= MAX_CACHED && !cache.containsKey(tenant)) {
            cache.clear();
        }
        cache.put(tenant, state);
    }

    private static Check epoch(UUID tenant, Optional<Stored> stored) {
        return stored.map(Stored::unchanged).orElseGet(() -> new Check.Absent(epochKey(tenant)));
    }
}
