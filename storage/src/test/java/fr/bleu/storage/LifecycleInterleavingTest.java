package fr.bleu.storage;

import static fr.bleu.storage.LifecycleAction.Deed.ARCHIVE;
import static fr.bleu.storage.LifecycleAction.Deed.DELETE;
import static fr.bleu.storage.Lifecycles.base;
import static fr.bleu.storage.Lifecycles.modified;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.trust.Scope;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Something happens to a blob in the midst of a run, wherever that looks at the clock. What takes
 * the blob out of the rule, and found it still there, has saved it.
 */
class LifecycleInterleavingTest {
    private static final int MOST_LOOKS = 200;

    private enum Rescue {
        PUT,
        SET_METADATA,
        TAKE_THE_TAG_AWAY,
        LEASE,
        SNAPSHOT,
        DISABLE_THE_RULE,
        HOLD_THE_CONTAINER
    }

    private int places;

    @Test
    void whatIsRescuedIsNotDeleted() {
        int met = 0;
        for (boolean versioning : new boolean[] {false, true}) {
            try (World world = world(versioning)) {
                for (Rescue rescue : Rescue.values()) {
                    met += rescues(world, rescue, DELETE, "/b");
                }
                ContentOracle.check(world);
                ContentOracle.checkMarks(world);
            }
        }
        assertTrue(met > 60, "only " + met + " interleavings");
    }

    @Test
    void whatIsRescuedIsNotArchived() {
        int met = 0;
        try (World world = world(false)) {
            for (Rescue rescue : List.of(Rescue.PUT, Rescue.LEASE, Rescue.DISABLE_THE_RULE)) {
                met += rescues(world, rescue, ARCHIVE, "/b");
            }
        }
        assertTrue(met > 15, "only " + met + " interleavings");
    }

    private static World world(boolean versioning) {
        World world = new World();
        world.grant(world.owner, "Storage Blob Data Owner", Scope.of(""));
        world.management.settings(old -> old.withVersioning(versioning));
        return world;
    }

    private int rescues(World world, Rescue rescue, LifecycleAction.Deed deed, String name) {
        for (int look = 1; look <= MOST_LOOKS; look++) {
            String container = "con" + places++;
            String blob = "/" + container + name;
            prepare(world, container, blob, deed);
            boolean[] saved = {false};
            world.clock.atLook(
                    look,
                    () -> {
                        rescue(world, rescue, container, blob);
                        saved[0] = isWhole(world, blob);
                    });
            new Lifecycles(world).run();
            if (!world.clock.looked()) {
                return look - 1;
            }
            boolean whole = isWhole(world, blob);
            String message = rescue + " at look " + look;
            assertTrue(!saved[0] || whole, () -> message + " found it and did not save it");
        }
        throw new AssertionError("a run looks at the clock too often");
    }

    private static boolean isWhole(World world, String blob) {
        return world.send("GET", blob).status() == 200;
    }

    private static void prepare(
            World world, String container, String blob, LifecycleAction.Deed deed) {
        world.send("PUT", "/" + container + "?restype=container");
        Answer put =
                world.send(
                        world.request("PUT", blob)
                                .with("x-ms-blob-type", "BlockBlob")
                                .with("x-ms-tags", "old=yes")
                                .body("x".repeat(20_000)));
        assertEquals("201", World.outcome(put));
        world.clock.advance(Duration.ofDays(2));
        lay(world, container, deed, true);
    }

    private static void lay(
            World world, String container, LifecycleAction.Deed deed, boolean enabled) {
        LifecycleFilter filter =
                new LifecycleFilter(
                        Set.of(BlobType.BLOCK),
                        List.of(container + "/"),
                        List.of(new LifecycleFilter.Tag("old", "yes")));
        LifecycleRule rule = base("end", filter, modified(deed, 1));
        new Lifecycles(world)
                .set(new LifecycleRule("end", enabled, filter, rule.base(), List.of(), List.of()));
    }

    private static void rescue(World world, Rescue rescue, String container, String blob) {
        switch (rescue) {
            case PUT -> world.put(blob, new byte[20_000]);
            case SET_METADATA ->
                    world.send(
                            world.request("PUT", blob + "?comp=metadata").with("x-ms-meta-a", "1"));
            case TAKE_THE_TAG_AWAY ->
                    world.send(
                            world.request("PUT", blob + "?comp=tags")
                                    .body("<Tags><TagSet></TagSet></Tags>"));
            case LEASE ->
                    world.send(
                            world.request("PUT", blob + "?comp=lease")
                                    .with("x-ms-lease-action", "acquire")
                                    .with("x-ms-lease-duration", "-1"));
            case SNAPSHOT -> world.send("PUT", blob + "?comp=snapshot");
            case DISABLE_THE_RULE -> lay(world, container, DELETE, false);
            case HOLD_THE_CONTAINER -> hold(world, container);
        }
    }

    private static void hold(World world, String container) {
        world.storage
                .containerPolicies()
                .setHolds(
                        world.trust
                                .authorizer()
                                .permit(
                                        world.owner,
                                        fr.bleu.storage.Actions.WRITE_CONTAINER,
                                        fr.bleu.trust.Target.in(
                                                world.tenant,
                                                world.account("acct").id(),
                                                ContainerTarget.scope(
                                                        world.accountScope("acct"), container))),
                        List.of("case17"));
    }

    /** A snapshot goes only under the policy that says so. */
    @Test
    void aPolicyThatIsTakenBackDeletesNoSnapshot() {
        try (World world = world(false)) {
            int met = 0;
            for (int look = 1; look <= MOST_LOOKS; look++) {
                String container = "con" + places++;
                String blob = "/" + container + "/b";
                prepare(world, container, blob, DELETE);
                Answer taken = world.send("PUT", blob + "?comp=snapshot");
                String snapshot = blob + "?snapshot=" + World.header(taken, "x-ms-snapshot");
                world.clock.advance(Duration.ofDays(2));
                LifecycleAction old =
                        new LifecycleAction(
                                DELETE, LifecycleAction.Age.CREATION, 1, OptionalInt.empty());
                Lifecycles lifecycles = new Lifecycles(world);
                LifecycleFilter filter = Lifecycles.prefix(container + "/");
                lifecycles.set(
                        new LifecycleRule("s", true, filter, List.of(), List.of(old), List.of()));
                boolean[] saved = {false};
                world.clock.atLook(
                        look,
                        () -> {
                            lay(world, container, DELETE, false);
                            saved[0] = isWhole(world, snapshot);
                        });
                lifecycles.run();
                if (!world.clock.looked()) {
                    break;
                }
                met++;
                boolean whole = isWhole(world, snapshot);
                assertEquals(saved[0], whole, "look " + look);
            }
            assertTrue(met > 5, "only " + met + " interleavings");
        }
    }
}
