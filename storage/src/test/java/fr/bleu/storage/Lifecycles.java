package fr.bleu.storage;

import fr.bleu.storage.LifecycleAction.Age;
import fr.bleu.storage.LifecycleAction.Deed;
import fr.bleu.trust.Names;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Lifecycle policies of {@code acct}: made, laid down and carried out by hand. */
final class Lifecycles {
    private static final Set<BlobType> ALL = Set.of(BlobType.BLOCK, BlobType.APPEND);
    static final LifecycleFilter ANY = new LifecycleFilter(ALL, List.of(), List.of());

    private final World world;

    Lifecycles(World world) {
        this.world = world;
    }

    static LifecycleAction modified(Deed deed, int days) {
        return new LifecycleAction(deed, Age.MODIFICATION, days, OptionalInt.empty());
    }

    static LifecycleAction created(Deed deed, int days) {
        return new LifecycleAction(deed, Age.CREATION, days, OptionalInt.empty());
    }

    static LifecycleRule base(String name, LifecycleFilter filter, LifecycleAction... actions) {
        return new LifecycleRule(name, true, filter, List.of(actions), List.of(), List.of());
    }

    static LifecycleRule past(String name, LifecycleAction... actions) {
        List<LifecycleAction> all = List.of(actions);
        return new LifecycleRule(name, true, ANY, List.of(), all, all);
    }

    static LifecycleFilter prefix(String... prefixes) {
        return new LifecycleFilter(ALL, List.of(prefixes), List.of());
    }

    static LifecycleFilter tag(String name, String value) {
        return new LifecycleFilter(ALL, List.of(), List.of(new LifecycleFilter.Tag(name, value)));
    }

    Names.Holder account() {
        return new Names.Holder(world.tenant, world.account("acct").id());
    }

    void set(LifecycleRule... rules) {
        world.storage
                .lifecyclePolicies()
                .set(
                        world.management.onAccount("acct", "managementPolicies/write"),
                        List.of(rules));
    }

    Lifecycle lifecycle(Runnable rest) {
        return world.storage.lifecycle(world.trust.upkeep(), rest);
    }

    /** Carries out what is due, to the end of the run. */
    void run() {
        Lifecycle lifecycle = lifecycle(() -> {});
        for (int slices = 0; slices < 1_000; slices++) {
            if (lifecycle.slice(account()) == Lifecycle.Found.NOTHING) {
                return;
            }
        }
        throw new AssertionError("no end");
    }

    /** Some days later. */
    void run(int days) {
        world.clock.advance(Duration.ofDays(days));
        run();
    }

    Optional<LifecycleRun> noted() {
        return world.trust
                .records()
                .get(LifecycleRun.key(account().owner()))
                .map(stored -> LifecycleRun.decode(stored.value()));
    }
}
