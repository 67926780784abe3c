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
        int all = Tally.MAX_KINDS + 500;
        for (int i = 0; i < all; i++) {
            tally.add(subject("/scope" + i));
        }
        List<Tally.Count> counts = tally.take();
        assertEquals(Tally.MAX_KINDS + 1, counts.size());
        assertEquals(all, counts.stream().mapToLong(Tally.Count::times).sum());
        assertTrue(counts.stream().anyMatch(c -> c.subject().action().equals(Tally.OVERFLOW)));
        assertEquals(List.of(), tally.take());
    }

    @Test
    void whatOverflowsIsNeverTheFirstOfItsKind() {
        Tally tally = new Tally();
        for (int i = 0; i < Tally.MAX_KINDS; i++) {
            assertEquals(1, tally.add(subject("/scope" + i)));
        }
        assertTrue(tally.add(subject("/one-more")) > 1);
    }

    private static Tally.Subject subject(String path) {
        return new Tally.Subject(
                Entry.Kind.REFUSAL, TENANT, Who.ANONYMOUS, "a", Scope.of(path), "r");
    }
}
