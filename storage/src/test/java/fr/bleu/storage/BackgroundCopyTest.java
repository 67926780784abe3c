package fr.bleu.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import fr.bleu.extents.Extents;
import fr.bleu.extents.Finished;
import fr.bleu.http.FakeRequest;
import fr.bleu.keys.RootKey;
import fr.bleu.keys.SealingKey;
import fr.bleu.store.Key;
import fr.bleu.store.disk.SimulatedDisk;
import fr.bleu.trust.Action;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Target;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Copies that are done after the answer: pending, ended, aborted, interrupted. */
class BackgroundCopyTest {
    private static final byte[] BYTES = new byte[70_000];

    static {
        new Random(5).nextBytes(BYTES);
    }

    private final TestClock clock = new TestClock();
    private final SimulatedDisk disk = new SimulatedDisk(7);
    private final RootKey root = RootKey.generate(new SecureRandom());
    private final UUID tenant = UUID.randomUUID();
    private final UUID principal = UUID.randomUUID();
    private final List<Runnable> launched = new ArrayList<>();
    private World world;

    @BeforeEach
    void open() {
        world = new World(clock, disk, disk, root, tenant, principal);
        world.bearAccount();
        world.send("PUT", "/con?restype=container");
        assertEquals("201", World.outcome(world.put("/con/source", BYTES)));
    }

    @AfterEach
    void close() {
        world.close();
    }

    private Permit on(Action action, String blob) {
        return world.trust
                .authorizer()
                .permit(
                        world.owner,
                        action,
                        Target.in(
                                tenant,
                                world.account("acct").id(),
                                ContainerTarget.scope(world.accountScope("acct"), "con")
                                        .item(blob)));
    }

    /** Begins a copy; it is carried out when the test says so. */
    private String begin() {
        Permit source = on(Actions.READ_BLOB, "source");
        CopyPlan plan =
                new CopyPlan(
                        source,
                        Moment.NOW,
                        "https://x/con/source",
                        Conditions.NONE,
                        true,
                        new ContentHeaders("", "", "", "", "", Checksums.NONE),
                        Metadata.EMPTY,
                        PutOptions.NONE,
                        Checksums.UNDECLARED,
                        Conditions.NONE);
        Changed<Blob> changed =
                world.storage
                        .backgroundCopies()
                        .start(
                                on(Actions.WRITE_BLOB, "to"),
                                plan,
                                world.storage
                                        .copySources()
                                        .find(source, Moment.NOW, Conditions.NONE),
                                launched::add);
        return changed.value().traits().copy().orElseThrow().id().toString();
    }

    private String told(String name) {
        return World.header(world.send("HEAD", "/con/to"), name);
    }

    private String abort(String id) {
        FakeRequest abort = world.request("PUT", "/con/to?comp=copy&copyid=" + id);
        return World.outcome(world.send(abort.with("x-ms-copy-action", "abort")));
    }

    private void requireNoWrites() {
        String refused = "409 PendingCopyOperation";
        assertEquals(refused, World.outcome(world.put("/con/to", BYTES)));
        assertEquals(refused, World.outcome(world.send("DELETE", "/con/to")));
        assertEquals(refused, World.outcome(world.send("PUT", "/con/to?comp=metadata")));
        assertEquals(
                refused,
                World.outcome(
                        world.send(
                                world.request("PUT", "/con/to?comp=block&blockid=AAAA")
                                        .body("x"))));
        assertEquals(
                refused,
                World.outcome(
                        world.send(
                                world.request("PUT", "/con/other")
                                        .with(
                                                "x-ms-copy-source",
                                                "https://localhost:8443/acct/con/to"))));
    }

    @Test
    void whilePendingTheDestinationIsEmptyAndTakesNoWrites() {
        String id = begin();
        assertEquals("pending", told("x-ms-copy-status"));
        assertEquals("0/70000", told("x-ms-copy-progress"));
        assertEquals("", told("x-ms-copy-completion-time"));
        assertEquals(0, World.bytes(world.send("GET", "/con/to")).length);
        requireNoWrites();
        assertEquals("409 CopyIdMismatch", abort(UUID.randomUUID().toString()));
        launched.getFirst().run();
        assertEquals("success", told("x-ms-copy-status"));
        assertEquals("70000/70000", told("x-ms-copy-progress"));
        assertArrayEquals(BYTES, World.bytes(world.send("GET", "/con/to")));
        assertEquals("409 NoPendingCopyOperation", abort(id));
        assertEquals("201", World.outcome(world.put("/con/to", BYTES)));
    }

    @Test
    void anAbortedCopyWritesNothing() {
        String id = begin();
        assertEquals("204", World.outcome(world.send(abortRequest(id))));
        launched.getFirst().run();
        assertEquals("aborted", told("x-ms-copy-status"));
        assertEquals(0, World.bytes(world.send("GET", "/con/to")).length);
        assertEquals("409 NoPendingCopyOperation", abort(id));
        assertEquals("202", World.outcome(world.send("DELETE", "/con/to")));
    }

    private FakeRequest abortRequest(String id) {
        return world.request("PUT", "/con/to?comp=copy&copyid=" + id)
                .with("x-ms-copy-action", "abort");
    }

    @Test
    void whatAborts() {
        assertEquals("404 BlobNotFound", abort(UUID.randomUUID().toString()));
        assertEquals("400 InvalidQueryParameterValue", abort("x"));
        assertEquals(
                "400 MissingRequiredHeader",
                World.outcome(world.send("PUT", "/con/to?comp=copy&copyid=x")));
        assertEquals(
                "400 InvalidHeaderValue",
                World.outcome(
                        world.send(
                                world.request("PUT", "/con/to?comp=copy&copyid=x")
                                        .with("x-ms-copy-action", "go"))));
    }

    @Test
    void aCopyThatARestartInterruptedHasFailed() {
        String id = begin();
        world.close();
        disk.crash();
        world = new World(clock, disk, disk, root, tenant, principal);
        assertEquals("failed", told("x-ms-copy-status"));
        assertEquals(id, told("x-ms-copy-id"));
        assertEquals(
                "500 InternalError \"The copy was interrupted.\"",
                told("x-ms-copy-status-description"));
        assertEquals("409 NoPendingCopyOperation", abort(id));
        assertEquals("201", World.outcome(world.put("/con/to", BYTES)));
    }

    /** As other nodes of a stamp see it, which learn from its writer's epoch whether it lives. */
    @Test
    void anotherNodesCopyIsPendingAsLongAsThatNodeLives() {
        begin();
        long there = world.extents.writer();
        assertEquals(there, stored().traits().copy().orElseThrow().writer());
        RunningCopies alive = new RunningCopies(() -> there + 1, writer -> writer == there);
        assertEquals(true, RunningCopies.isPending(alive.seen(stored())));
        RunningCopies dead = new RunningCopies(() -> there + 1, writer -> false);
        assertEquals(false, RunningCopies.isPending(dead.seen(stored())));
        launched.getFirst().run();
        assertEquals("success", told("x-ms-copy-status"));
    }

    @Test
    void whatAnotherNodeHasEndedEndsHereToo() throws IOException {
        UUID id = UUID.fromString(begin());
        Permit permit = on(Actions.WRITE_BLOB, "to");
        CopyStream.Progress here = world.storage.backgroundCopies().progress(permit, id);
        here.read(64L << 20);
        // To the other one the copy looks failed, so that it may delete the destination.
        world.another().deletions().blob(permit, Deletions.Scope.BLOB, Conditions.NONE);
        // It looks from time to time only.
        here.read(1);
        assertThrows(IOException.class, () -> here.read(64L << 20));
    }

    @Test
    void anExtentThatAnAbortOnAnotherNodeMadeUselessIsGivenUp() throws IOException {
        List<Object> given = new ArrayList<>();
        Extents counting =
                (Extents)
                        Proxy.newProxyInstance(
                                Extents.class.getClassLoader(),
                                new Class<?>[] {Extents.class},
                                (_, method, arguments) -> {
                                    if (method.getName().equals("giveUp")) {
                                        given.add(arguments[0]);
                                    }
                                    return method.invoke(world.extents, arguments);
                                });
        BodyReader bodies = new BodyReader(counting);
        SealingKey key = world.keys.account(tenant, world.account("acct").id());
        for (Object nothing : List.of(false, Optional.empty())) {
            Body body =
                    new Body(new ByteArrayInputStream(BYTES), BYTES.length, Checksums.UNDECLARED);
            Finished extent =
                    bodies.inExtent(body, Digests.of(false, false), world.account("acct").id(), key)
                            .finished();
            bodies.committing(extent, () -> true);
            assertEquals(List.of(), given);
            assertEquals(nothing, bodies.committing(extent, () -> nothing));
            assertEquals(List.of(extent), given);
            given.clear();
        }
    }

    /** The destination as its record says, whoever carries the copy out. */
    private Blob stored() {
        Key blobs = Key.of(world.account("acct").id(), Tables.BLOB);
        return world.store.scanPrefix(blobs, 10).stream()
                .map(it -> Blob.decode(it.value()))
                .filter(RunningCopies::isPending)
                .findFirst()
                .orElseThrow();
    }

    /** What is pending has nothing yet that could be held; what has come is held. */
    @Test
    void aCopyComesIntoAContainerWithAPolicy() {
        HeldPlaces places = new HeldPlaces(world);
        world.storage.containerPolicies().set(places.permit("con"), 2, Optional.empty());
        begin();
        launched.getFirst().run();
        assertEquals("success", told("x-ms-copy-status"));
        assertArrayEquals(BYTES, World.bytes(world.send("GET", "/con/to")));
        String refused = "409 BlobImmutableDueToPolicy";
        assertEquals(refused, World.outcome(world.put("/con/to", BYTES)));
        assertEquals(refused, World.outcome(world.send("DELETE", "/con/to")));
    }

    @Test
    void aCopyIntoAContainerWithAPolicyCanBeAborted() {
        HeldPlaces places = new HeldPlaces(world);
        world.storage.containerPolicies().set(places.permit("con"), 2, Optional.empty());
        assertEquals("204", World.outcome(world.send(abortRequest(begin()))));
        launched.getFirst().run();
        assertEquals("aborted", told("x-ms-copy-status"));
    }

    @Test
    void aPlaceIsGivenBackAndThereAreOnlySoMany() {
        for (int i = 0; i < RunningCopies.MAX + 1; i++) {
            launched.clear();
            begin();
            launched.getFirst().run();
        }
        RunningCopies running = new RunningCopies(world.extents);
        for (int i = 0; i < RunningCopies.MAX_OF_TENANT; i++) {
            assertEquals(true, running.begin(UUID.randomUUID(), tenant));
        }
        assertEquals(false, running.begin(UUID.randomUUID(), tenant), "others have places");
        for (int i = RunningCopies.MAX_OF_TENANT; i < RunningCopies.MAX; i++) {
            assertEquals(true, running.begin(UUID.randomUUID(), UUID.randomUUID()));
        }
        assertEquals(false, running.begin(UUID.randomUUID(), UUID.randomUUID()));
    }
}
