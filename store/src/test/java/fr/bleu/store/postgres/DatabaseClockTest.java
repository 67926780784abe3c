package fr.bleu.store.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nodes agree on the time, by the database's clock and their own monotonic ones alone. */
class DatabaseClockTest {

    private static final Instant BEGIN = Instant.parse("2026-11-26T09:00:00Z");
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Random random = new Random(7);

    /** What passes for everybody, in nanoseconds. */
    private long passed;

    /** How far the database's clock is off the time that passes. */
    private long databaseOff;

    /** A machine, whose monotonic clock began somewhere and is fast or slow. */
    private final class Node {
        private final long origin;
        private final double rate;
        final DatabaseClock clock;

        Node(long origin, double rate) {
            this.origin = origin;
            this.rate = rate;
            clock = new DatabaseClock(this::nanos);
        }

        long nanos() {
            return origin + (long) (passed * rate);
        }

        /** Asks the database, whose answer takes its time both ways. */
        void look(long most) {
            long sent = nanos();
            passed += random.nextLong(1, most);
            long micros = Math.floorDiv(databaseNanos(), 1_000L);
            passed += random.nextLong(1, most);
            clock.observe(new ClockReading(sent, micros, nanos()));
        }

        Duration off() {
            return Duration.between(database(), clock.instant());
        }
    }

    private long databaseNanos() {
        return Duration.between(Instant.EPOCH, BEGIN).toNanos() + passed + databaseOff;
    }

    private Instant database() {
        return Instant.EPOCH.plusNanos(databaseNanos());
    }

    @Test
    void nodesAgreeWithinTheErrorWhereverTheirClocksBeganAndHoweverTheyDrift() {
        List<Node> nodes =
                List.of(
                        new Node(0, 1),
                        new Node(-600 * SECOND, 1.000_5),
                        new Node(Long.MAX_VALUE - 5 * SECOND, 0.999_5));
        nodes.forEach(node -> node.look(SECOND / 10));
        for (int i = 0; i < 5_000; i++) {
            passed += random.nextLong(SECOND);
            nodes.get(random.nextInt(3)).look(random.nextBoolean() ? SECOND / 5 : SECOND / 1_000);
            nodes.forEach(DatabaseClockTest::assertWithinError);
        }
        assertTrue(
                nodes.stream().allMatch(it -> it.clock.error().toMillis() < 20),
                () -> "errors " + nodes.stream().map(it -> it.clock.error()).toList());
    }

    private static void assertWithinError(Node node) {
        Duration off = node.off();
        Duration error = node.clock.error();
        assertTrue(off.abs().compareTo(error) <= 0, () -> off + " is more than " + error);
    }

    @Test
    void aLookNeverStepsByMoreThanTheErrorBeforeIt() {
        Node node = new Node(0, 1.000_3);
        node.look(SECOND);
        for (int i = 0; i < 5_000; i++) {
            passed += random.nextLong(2 * SECOND);
            Duration error = node.clock.error();
            Instant before = node.clock.instant();
            long beforeNanos = node.nanos();
            node.look(random.nextBoolean() ? 2 * SECOND : SECOND / 100);
            Duration went = Duration.ofNanos(node.nanos() - beforeNanos);
            Duration step = Duration.between(before.plus(went), node.clock.instant());
            // While the answer was on its way the error has grown.
            Duration most = error.plus(went.dividedBy(1_000));
            assertTrue(step.abs().compareTo(most) <= 0, () -> step + " is more than " + most);
        }
    }

    @Test
    void withoutTheDatabaseTimeGoesOnByTheMonotonicClock() {
        Node node = new Node(3 * SECOND, 1);
        node.look(SECOND / 1_000);
        Instant before = node.clock.instant();
        passed += 3_600 * SECOND;
        assertEquals(Duration.ofHours(1), Duration.between(before, node.clock.instant()));
        assertEquals(3_600, node.clock.error().toMillis(), 2, "a millisecond for each second");
    }

    /** As when another server takes over: all nodes follow it within a second. */
    @Test
    void aDatabaseWhoseClockIsSetIsFollowed() {
        Node node = new Node(0, 1);
        node.look(SECOND / 1_000);
        for (long set : Stream.of(600L, -600L).map(it -> it * SECOND).toList()) {
            databaseOff += set;
            passed += SECOND;
            node.look(SECOND / 1_000);
            assertWithinError(node);
        }
    }

    @Test
    void itTellsNothingBeforeItHasLooked() {
        DatabaseClock clock = new DatabaseClock();
        assertThrows(IllegalStateException.class, clock::instant);
    }
}
