package fr.bleu.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.store.Key;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * One operation in the midst of another that bears on a blob's snapshots, versions or deletion,
 * wherever the latter looks at the clock: the outcome is that of one after the other.
 */
class PastInterleavingTest {
    private static final int MOST_LOOKS = 40;

    private enum Operation {
        PUT,
        SET_METADATA,
        SNAPSHOT,
        DELETE,
        DELETE_WITH_SNAPSHOTS,
        DELETE_SNAPSHOTS,
        UNDELETE
    }

    private int places;

    @Test
    void everyPairIsAsOneAfterTheOther() {
        int met = 0;
        for (boolean versioning : new boolean[] {false, true}) {
            for (int days : new int[] {0, 7}) {
                try (World world = new World()) {
                    world.send("PUT", "/con?restype=container");
                    world.management.settings(
                            old -> old.withVersioning(versioning).withDeletion(days, false));
                    met += pairs(world);
                    ContentOracle.check(world);
                    ContentOracle.checkMarks(world);
                }
            }
        }
        assertTrue(met > 300, "only " + met + " interleavings");
    }

    private int pairs(World world) {
        int met = 0;
        for (Operation outer : Operation.values()) {
            for (Operation inner : Operation.values()) {
                met += pair(world, outer, inner, false);
                met += pair(world, outer, inner, true);
            }
        }
        return met;
    }

    private int pair(World world, Operation outer, Operation inner, boolean deleted) {
        List<String> allowed =
                List.of(
                        oneAfterTheOther(world, outer, inner, deleted, true),
                        oneAfterTheOther(world, outer, inner, deleted, false));
        for (int look = 1; look <= MOST_LOOKS; look++) {
            String blob = prepared(world, deleted);
            String[] answered = {""};
            world.clock.atLook(look, () -> answered[0] = run(world, inner, blob));
            String answer = run(world, outer, blob);
            if (!world.clock.looked()) {
                return look - 1;
            }
            String found = answer + ", " + answered[0] + ": " + state(world, blob);
            assertTrue(
                    allowed.contains(found),
                    () -> outer + " around " + inner + ": " + found + " is none of " + allowed);
        }
        throw new AssertionError(outer + " looks at the clock too often");
    }

    private String oneAfterTheOther(
            World world, Operation outer, Operation inner, boolean deleted, boolean outerFirst) {
        String blob = prepared(world, deleted);
        String first = run(world, outerFirst ? outer : inner, blob);
        String second = run(world, outerFirst ? inner : outer, blob);
        String answers = outerFirst ? first + ", " + second : second + ", " + first;
        return answers + ": " + state(world, blob);
    }

    /** A blob with a snapshot, both deleted or not. */
    private String prepared(World world, boolean deleted) {
        String blob = "/con/b" + places++;
        world.put(blob, new byte[20_000]);
        run(world, Operation.SNAPSHOT, blob);
        if (deleted) {
            run(world, Operation.DELETE_WITH_SNAPSHOTS, blob);
        }
        return blob;
    }

    private String run(World world, Operation operation, String blob) {
        Answer answer =
                switch (operation) {
                    case PUT -> world.put(blob, new byte[17_000]);
                    case SET_METADATA ->
                            world.send(
                                    world.request("PUT", blob + "?comp=metadata")
                                            .with("x-ms-meta-a", "1"));
                    case SNAPSHOT -> world.send("PUT", blob + "?comp=snapshot");
                    case DELETE -> world.send("DELETE", blob);
                    case DELETE_WITH_SNAPSHOTS -> delete(world, blob, "include");
                    case DELETE_SNAPSHOTS -> delete(world, blob, "only");
                    case UNDELETE -> world.send("PUT", blob + "?comp=undelete");
                };
        return World.outcome(answer);
    }

    private static Answer delete(World world, String blob, String snapshots) {
        return world.send(world.request("DELETE", blob).with("x-ms-delete-snapshots", snapshots));
    }

    /** All states of the blob in order, without their times. */
    private static String state(World world, String blob) {
        String name = blob.substring("/con/".length());
        String list =
                World.text(
                        world.send(
                                "GET",
                                "/con?restype=container&comp=list&include=snapshots,versions,"
                                        + "deleted,metadata&prefix="
                                        + name));
        StringBuilder state = new StringBuilder();
        for (String part : list.split("<Blob>")) {
            if (part.contains("<Name>" + name + "</Name>")) {
                state.append(part.contains("<Snapshot>") ? "snapshot" : "")
                        .append(part.contains("<VersionId>") ? "version" : "")
                        .append(part.contains("<IsCurrentVersion>") ? "current" : "")
                        .append(part.contains("<Deleted>") ? "deleted" : "")
                        .append(part.contains("<a>1</a>") ? "a" : "")
                        .append(part.replaceAll("(?s).*<Content-Length>(\\d+)<.*", "$1"))
                        .append(' ');
            }
        }
        return state.toString();
    }

    /** A snapshot that is held outlives its blob's deletion, whoever asks for it. */
    @Test
    void whatIsHeldIsNotDeleted() {
        try (World world = new World()) {
            HeldPlaces places = new HeldPlaces(world);
            world.storage
                    .containers()
                    .create(
                            places.permit("con"),
                            Metadata.EMPTY,
                            PublicAccess.NONE,
                            true,
                            ContainerEncryption.ACCOUNT);
            places.versioning(false);
            world.put("/con/b", new byte[1]);
            hold(world, true);
            String at = World.header(world.send("PUT", "/con/b?comp=snapshot"), "x-ms-snapshot");
            hold(world, false);
            String refused = "409 BlobImmutableDueToLegalHold";
            assertEquals(refused, World.outcome(world.send("DELETE", "/con/b?snapshot=" + at)));
            assertEquals(refused, World.outcome(delete(world, "/con/b", "include")));
            assertEquals(refused, World.outcome(delete(world, "/con/b", "only")));
            assertEquals("200", World.outcome(world.send("GET", "/con/b?snapshot=" + at)));
        }
    }

    /** A hold that is answered before the end keeps what was deleted. */
    @Test
    void whatIsHeldMeanwhileDoesNotEnd() {
        int kept = 0;
        for (int look = 1; ; look++) {
            try (World world = new World()) {
                HeldPlaces places = new HeldPlaces(world);
                places.versioning(false);
                world.management.settings(old -> old.withDeletion(1, false));
                world.send("PUT", "/con?restype=container");
                world.put("/con/b", new byte[1]);
                world.send("DELETE", "/con/b");
                world.clock.advance(Duration.ofDays(2));
                // Within the look that unwraps a tenant's key nothing else could use it.
                world.put("/con/other", new byte[1]);
                boolean[] there = {false};
                world.clock.atLook(
                        look,
                        () -> {
                            there[0] = isKept(world);
                            world.storage
                                    .containerPolicies()
                                    .setHolds(places.permit("con"), List.of("case1"));
                        });
                world.housekeeping.endDeleted();
                if (!world.clock.looked()) {
                    break;
                }
                assertEquals(there[0], isKept(world), "look " + look);
                kept += there[0] ? 1 : 0;
            }
        }
        assertTrue(kept > 1, "kept " + kept);
    }

    private static boolean isKept(World world) {
        Key history = Key.of(world.account("acct").id(), Tables.HISTORY);
        return !world.store.scanPrefix(history, 1).isEmpty();
    }

    private static void hold(World world, boolean legalHold) {
        BlobCommits commits =
                new BlobCommits(
                        world.trust.records(),
                        world.trust.commits(),
                        new AccountGuard(world.storage.accounts()),
                        world.clock,
                        new RunningCopies(world.extents));
        BlobAccess access = new BlobAccess(world.storage.accounts(), world.trust.authorizer());
        commits.change(
                access.blob("acct", world.owner, Actions.WRITE_BLOB, "con", "b"),
                Conditions.NONE,
                (found, old) ->
                        BlobEdit.of(
                                old.withTraits(old.traits().withLegalHold(legalHold)),
                                Retirement.Effect.PROPERTIES));
    }
}
