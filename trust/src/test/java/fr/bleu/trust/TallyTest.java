package fr.bleu.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TallyTest {

    private static final UUID TENANT = UUID.randomUUID();

    @Test
    void whatNoLongerFitsIsCountedTogetherAndNothingIsLost() {
        Tally tally = new Tally();
        int all = Tally.MAX_KINDS_OF_TENANT + 500;
        for (int i = 0; i < all; i++) {
            tally.add(subject(TENANT, "/scope" + i));
        }
        List<Tally.Count> counts = tally.take();
        assertEquals(Tally.MAX_KINDS_OF_TENANT + 1, counts.size());
        assertEquals(all, counts.stream().mapToLong(Tally.Count::times).sum());
        assertTrue(counts.stream().anyMatch(c -> c.subject().isOverflow()));
        assertEquals(List.of(), tally.take());
    }

    @Test
    void whatOverflowsIsNeverTheFirstOfItsKind() {
        Tally tally = new Tally();
        fill(tally, TENANT);
        assertTrue(tally.add(subject(TENANT, "/one-more")) > 1);
    }

    @Test
    void oneTenantsFloodLeavesTheOthersTheirRoom() {
        Tally tally = new Tally();
        fill(tally, TENANT);
        tally.add(subject(TENANT, "/one-more"));
        assertEquals(1, tally.add(subject(UUID.randomUUID(), "/scope")));
    }

    @Test
    void allTenantsTogetherAreBoundedToo() {
        Tally tally = new Tally();
        for (int i = 0; i < Tally.MAX_KINDS / Tally.MAX_KINDS_OF_TENANT; i++) {
            fill(tally, UUID.randomUUID());
        }
        assertTrue(tally.add(subject(UUID.randomUUID(), "/scope")) > 1);
        assertEquals(Tally.MAX_KINDS + 1, tally.take().size());
    }

    @Test
    void eachMinuteHasItsOwnRoom() {
        Tally tally = new Tally();
        fill(tally, TENANT);
        tally.take();
        assertEquals(1, tally.add(subject(TENANT, "/scope")));
    }

    private static void fill(Tally tally, UUID tenant) {
        for (int i = 0; i < Tally.MAX_KINDS_OF_TENANT; i++) {
            assertEquals(1, tally.add(subject(tenant, "/scope" + i)));
        }
    }

    private static Tally.Subject subject(UUID tenant, String path) {
        return new Tally.Subject(
                Entry.Kind.REFUSAL, tenant, Who.ANONYMOUS, "a", Scope.of(path), "r");
    }
}
