package fr.bleu.storage;

import static fr.bleu.storage.LifecycleAction.Deed.DELETE;
import static fr.bleu.storage.Lifecycles.ANY;
import static fr.bleu.storage.Lifecycles.base;
import static fr.bleu.storage.Lifecycles.created;
import static fr.bleu.storage.Lifecycles.modified;
import static fr.bleu.storage.Lifecycles.past;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules delete nothing that is held, whatever holds it and whatever it is. */
class LifecycleHeldTest {
    private final LifecycleRule[] all = {
        base("blobs", ANY, modified(DELETE, 0)), past("past", created(DELETE, 0))
    };

    @ParameterizedTest
    @EnumSource(HeldPlaces.Kind.class)
    void aHeldBlobStays(HeldPlaces.Kind kind) {
        for (boolean versioning : new boolean[] {true, false}) {
            try (World world = new World()) {
                HeldPlaces places = new HeldPlaces(world);
                HeldPlaces.Place place = places.make(kind);
                places.versioning(versioning);
                Lifecycles lifecycles = new Lifecycles(world);
                lifecycles.set(all);
                lifecycles.run(1);
                assertTrue(places.isIntact(place), "versioning " + versioning);
                world.clock.advance(Duration.ofHours(23));
                lifecycles.set(all);
                lifecycles.run();
                assertTrue(places.isIntact(place), "versioning " + versioning);
                ContentOracle.check(world);
            }
        }
    }

    /** Nothing of it would live on as a version. */
    @ParameterizedTest
    @EnumSource(
            value = HeldPlaces.Kind.class,
            names = {"LOCKED_CONTAINER", "CONTAINER_ON_LEGAL_HOLD"})
    void aHeldBlobThatIsNoVersionStays(HeldPlaces.Kind kind) {
        try (World world = new World()) {
            HeldPlaces places = new HeldPlaces(world);
            places.versioning(false);
            HeldPlaces.Place place = places.make(kind);
            Lifecycles lifecycles = new Lifecycles(world);
            lifecycles.set(all);
            lifecycles.run(1);
            assertTrue(places.isIntact(place));
            assertEquals(1, lifecycles.noted().orElseThrow().tally().left());
        }
    }

    /** What the blob was, with the blob itself changed or gone. */
    @ParameterizedTest
    @EnumSource(HeldPlaces.Kind.class)
    void aHeldVersionStays(HeldPlaces.Kind kind) {
        try (World world = new World()) {
            HeldPlaces places = new HeldPlaces(world);
            HeldPlaces.Place place = places.make(kind);
            world.send("DELETE", place.target());
            Lifecycles lifecycles = new Lifecycles(world);
            lifecycles.set(all);
            lifecycles.run(1);
            assertTrue(places.isIntact(place));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = HeldPlaces.Kind.class,
            names = {"LOCKED_VERSION", "VERSION_ON_LEGAL_HOLD"})
    void aSnapshotOfAHeldBlobStays(HeldPlaces.Kind kind) {
        try (World world = new World()) {
            HeldPlaces places = new HeldPlaces(world);
            HeldPlaces.Place place = places.make(kind);
            places.versioning(false);
            Answer taken = world.send("PUT", place.target() + "?comp=snapshot");
            assertEquals("201", World.outcome(taken));
            Lifecycles lifecycles = new Lifecycles(world);
            lifecycles.set(all);
            lifecycles.run(1);
            String snapshot = place.target() + "?snapshot=" + World.header(taken, "x-ms-snapshot");
            assertEquals("200", World.outcome(world.send("GET", snapshot)));
            assertTrue(places.isIntact(place));
        }
    }

    /** Under a container's hold none is taken; older ones stay as the blobs do. */
    @ParameterizedTest
    @EnumSource(
            value = HeldPlaces.Kind.class,
            names = {"LOCKED_CONTAINER", "CONTAINER_ON_LEGAL_HOLD"})
    void aSnapshotInAHeldContainerStays(HeldPlaces.Kind kind) {
        try (World world = new World()) {
            HeldPlaces places = new HeldPlaces(world);
            places.versioning(false);
            String container = places.container();
            String blob = "/" + container + "/b";
            world.put(blob, new byte[] {1});
            Answer taken = world.send("PUT", blob + "?comp=snapshot");
            places.hold(kind, container);
            assertEquals(409, world.send("PUT", blob + "?comp=snapshot").status());
            Lifecycles lifecycles = new Lifecycles(world);
            lifecycles.set(all);
            lifecycles.run(1);
            String snapshot = blob + "?snapshot=" + World.header(taken, "x-ms-snapshot");
            assertEquals("200", World.outcome(world.send("GET", snapshot)));
        }
    }

    /** A policy's time passes; a legal hold's does not. */
    @ParameterizedTest
    @EnumSource(HeldPlaces.Kind.class)
    void whatIsHeldNoLongerGoes(HeldPlaces.Kind kind) {
        try (World world = new World()) {
            HeldPlaces places = new HeldPlaces(world);
            HeldPlaces.Place place = places.make(kind);
            places.versioning(false);
            Lifecycles lifecycles = new Lifecycles(world);
            lifecycles.set(all);
            lifecycles.run(3);
            lifecycles.run(1);
            boolean forGood =
                    switch (kind) {
                        case LOCKED_VERSION,
                                LOCKED_CONTAINER,
                                LOCKED_PAST_VERSION,
                                LOCKED_SNAPSHOT ->
                                false;
                        case VERSION_ON_LEGAL_HOLD,
                                CONTAINER_ON_LEGAL_HOLD,
                                PAST_VERSION_ON_LEGAL_HOLD ->
                                true;
                    };
            assertEquals(forGood, places.isIntact(place));
        }
    }
}
