package fr.bleu.resources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.store.Key;
import fr.bleu.store.Snapshot;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Records;
import fr.bleu.trust.Target;
import fr.bleu.trust.UnavailableException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes, as two objects over one store, run the deletion of one group. */
final class NodesDeletionTest {

    private static final String PLACE = "{\"location\":\"francecentral\"}";

    private World world;
    private World.Tenant tenant;
    private GroupId group;
    private Operations operations;
    private Groups groups;

    @BeforeEach
    void aGroup() {
        world = new World();
        tenant = world.tenant(true);
        world.prepare(tenant, "one");
        group = new GroupId(tenant.subscription(), "one");
        operations =
                new Operations(world.trust.records(), InstantSource.system(), new SecureRandom());
        groups = new Groups(world.trust.records(), world.trust.commits(), operations);
    }

    @AfterEach
    void close() {
        world.close();
    }

    /** Commits the intent, and nobody goes on from it. */
    private UUID begin() {
        Target target = Target.of(tenant.id(), group.scope());
        Permit permit =
                world.trust.authorizer().permit(tenant.owner(), GroupDeletion.ACTION, target);
        return groups.beginDelete(permit, tenant.owner()).operation();
    }

    private GroupDeletion node(Records seen) {
        return RevokedDeletionTest.deletion(world.trust, seen, groups, operations);
    }

    private void make(String thing) {
        assertEquals(
                200, world.call(tenant.owner(), "PUT", tenant.thing("one", thing), PLACE).status());
    }

    /** Sleeps once before, or once after, it has looked for what is left in the group. */
    private record Sleepy(
            Records real, AtomicReference<Runnable> before, AtomicReference<Runnable> after)
            implements Records {

        static Sleepy before(Records real, Runnable meanwhile) {
            return new Sleepy(
                    real, new AtomicReference<>(meanwhile), new AtomicReference<>(() -> {}));
        }

        static Sleepy after(Records real, Runnable meanwhile) {
            return new Sleepy(
                    real, new AtomicReference<>(() -> {}), new AtomicReference<>(meanwhile));
        }

        @Override
        public Optional<Stored> get(Key key) {
            return real.get(key);
        }

        @Override
        public List<Stored> scan(Key from, Key to, int limit) {
            before.getAndSet(() -> {}).run();
            List<Stored> found = real.scan(from, to, limit);
            after.getAndSet(() -> {}).run();
            return found;
        }

        @Override
        public Snapshot snapshot() {
            return real.snapshot();
        }

        @Override
        public UnderEpoch underEpoch(UUID tenant, Key key) {
            return real.underEpoch(tenant, key);
        }
    }

    @Test
    void theLosersEndIsNotWrittenOverTheWinners() {
        UUID operation = begin();
        Runnable other = () -> node(world.trust.records()).run(tenant.id(), operation, () -> false);
        node(Sleepy.after(world.trust.records(), other)).run(tenant.id(), operation, () -> false);
        Operation ended = operations.find(tenant.id(), operation).orElseThrow();
        assertTrue(ended.finished().isPresent());
        assertEquals(Optional.empty(), ended.error());
        assertEquals(Optional.empty(), groups.find(tenant.id(), group));
    }

    @Test
    void aNodeThatSleptDeletesNothingOfTheNextGroupOfThatName() {
        make("thing1");
        UUID operation = begin();
        Runnable meanwhile =
                () -> {
                    node(world.trust.records()).run(tenant.id(), operation, () -> false);
                    world.prepare(tenant, "one");
                    make("thing1");
                };
        // It has read the old group, and finds the new one's thing.
        GroupDeletion slept = node(Sleepy.before(world.trust.records(), meanwhile));
        assertThrows(
                UnavailableException.class, () -> slept.run(tenant.id(), operation, () -> false));
        slept.run(tenant.id(), operation, () -> false);
        assertEquals(
                200, world.call(tenant.owner(), "GET", tenant.thing("one", "thing1")).status());
        assertEquals(Optional.empty(), groups.get(tenant.id(), group).deletion());
    }

    @Test
    void aFailureOfAnEarlierDeletionDoesNotEndALaterOne() {
        UUID first = begin();
        Operations.Unfinished stale = operations.unfinished(tenant.id(), first).orElseThrow();
        node(world.trust.records()).run(tenant.id(), first, () -> false);
        world.prepare(tenant, "one");
        UUID second = begin();
        node(world.trust.records()).fail(stale, new Operation.Error("Late", "late"));
        assertEquals(Optional.of(second), groups.get(tenant.id(), group).deletion());
        assertEquals(Optional.empty(), operations.find(tenant.id(), first).orElseThrow().error());
    }

    @Test
    void whatANodeLeavesAnotherOneFindsWithoutAStart() throws InterruptedException {
        make("thing1");
        try (Deletions deletions =
                new Deletions(
                        node(world.trust.records()),
                        operations,
                        world.identity.tenants(),
                        Duration.ofMillis(5))) {
            deletions.start();
            UUID earlier = begin();
            await(earlier);
            world.prepare(tenant, "one");
            UUID later = begin();
            await(later);
        }
        assertEquals(Optional.empty(), groups.find(tenant.id(), group));
    }

    private void await(UUID operation) throws InterruptedException {
        for (int i = 0;
                i < 2_000 && operations.unfinished(tenant.id(), operation).isPresent();
                i++) {
            Thread.sleep(10);
        }
        assertEquals(Optional.empty(), operations.unfinished(tenant.id(), operation));
    }
}
