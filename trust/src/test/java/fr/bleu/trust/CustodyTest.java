package fr.bleu.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.keys.Keys;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CustodyTest {

    private final World world = new World();
    private final World.Tenant tenant = world.tenant();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void eachUnwrapOfATenantsKeyHasItsEntry() {
        world.keys.tenant(tenant.id());
        world.keys.tenant(tenant.id());
        List<String> entries = world.entries(tenant.id(), "custody");
        assertEquals(1, entries.size());
        assertTrue(entries.getFirst().contains("Bleu.Keys/unwrap"), entries.getFirst());
        world.clock.advance(Keys.LONGEST.plus(Duration.ofSeconds(1)));
        world.keys.tenant(tenant.id());
        assertEquals(2, world.entries(tenant.id(), "custody").size());
    }

    @Test
    void anUnwrapThatCannotBeRecordedIsRefused() {
        world.store.busy(_ -> true);
        assertThrows(UnavailableException.class, () -> world.keys.tenant(tenant.id()));
        world.store.busy(_ -> false);
        world.keys.tenant(tenant.id());
        assertEquals(1, world.entries(tenant.id(), "custody").size());
    }
}
