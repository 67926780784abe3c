package fr.bleu.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class GuessThrottleTest {
    private final World.TestClock clock = new World.TestClock();
    private final GuessThrottle throttle = new GuessThrottle(clock);
    private final GuessThrottle.Client client =
            new GuessThrottle.Client(UUID.randomUUID(), UUID.randomUUID());

    private void fail(String address, int times) {
        for (int i = 0; i < times; i++) {
            throttle.failed(client, address);
        }
    }

    @Test
    void anAddressWaitsWhenItsFailuresAreUsedUpAndTriesAgainLater() {
        fail("192.0.2.1", GuessThrottle.ADDRESS_BURST - 1);
        assertEquals(Optional.empty(), throttle.wait(client, "192.0.2.1"));
        fail("192.0.2.1", 1);
        assertEquals(
                GuessThrottle.ADDRESS_REFILL, throttle.wait(client, "192.0.2.1").orElseThrow());
        clock.advance(GuessThrottle.ADDRESS_REFILL);
        assertEquals(Optional.empty(), throttle.wait(client, "192.0.2.1"));
    }

    @Test
    void theClientsBucketSlowsOnlyAddressesWithFailures() {
        for (int i = 0; i < GuessThrottle.CLIENT_BURST; i++) {
            fail("198.51.100." + i, 1);
        }
        assertEquals(
                GuessThrottle.CLIENT_REFILL, throttle.wait(client, "198.51.100.3").orElseThrow());
        assertEquals(Optional.empty(), throttle.wait(client, "203.0.113.9"));
    }

    @Test
    void anotherClientIsNotSlowed() {
        fail("192.0.2.1", 50);
        GuessThrottle.Client other = new GuessThrottle.Client(client.tenant(), UUID.randomUUID());
        assertEquals(Optional.empty(), throttle.wait(other, "192.0.2.1"));
    }

    @Test
    void successForgivesTheAddress() {
        fail("192.0.2.1", 3);
        throttle.succeeded(client, "192.0.2.1", UUID.randomUUID());
        fail("192.0.2.1", GuessThrottle.ADDRESS_BURST - 1);
        assertEquals(Optional.empty(), throttle.wait(client, "192.0.2.1"));
    }

    @Test
    void oneIpv6HostCannotUseManyAddresses() {
        for (int i = 0; i < GuessThrottle.ADDRESS_BURST; i++) {
            fail("2001:db8::" + i, 1);
        }
        assertTrue(throttle.wait(client, "2001:db8::ffff").isPresent());
        assertTrue(throttle.wait(client, "2001:db8:0:1::1").isEmpty());
    }

    @Test
    void manyAddressesNeverFillMemory() {
        for (int i = 0; i < 3 * GuessThrottle.MAX_BUCKETS; i++) {
            throttle.failed(
                    new GuessThrottle.Client(client.tenant(), new UUID(0, i)),
                    "10." + (i >> 16 & 255) + "." + (i >> 8 & 255) + "." + (i & 255));
            throttle.succeeded(client, "192.0.2.1", new UUID(1, i));
        }
        assertTrue(throttle.size() <= 3 * GuessThrottle.MAX_BUCKETS, "" + throttle.size());
        clock.advance(Duration.ofDays(1));
        assertTrue(throttle.wait(client, "10.0.0.1").isEmpty());
    }
}
