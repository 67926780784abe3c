package fr.bleu.extents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FreeRunsTest {

    private static final SegmentName ONE = new SegmentName(1, 0);
    private static final SegmentName TWO = new SegmentName(1, 1);

    private final FreeRuns free = new FreeRuns();

    @Test
    void neighboursAreJoinedInWhateverOrderTheyComeBack() {
        Run left = new Run(ONE, 0, 100);
        Run middle = new Run(ONE, 100, 100);
        Run right = new Run(ONE, 200, 100);
        for (List<Run> order :
                List.of(
                        List.of(left, middle, right),
                        List.of(right, middle, left),
                        List.of(left, right, middle))) {
            order.forEach(free::give);
            assertEquals(Optional.of(new Run(ONE, 0, 300)), free.take(300, 1_000));
            assertTrue(free.take(1, 1).isEmpty());
        }
    }

    @Test
    void piecesOfTwoSegmentsAreNotJoined() {
        free.give(new Run(ONE, 0, 100));
        free.give(new Run(TWO, 100, 100));
        assertTrue(free.take(101, 200).isEmpty());
    }

    @Test
    void noMorePiecesAreRememberedThanItsLimit() {
        for (int i = 0; i < 5_000; i++) {
            free.give(new Run(ONE, i * 20, 10));
        }
        int pieces = 0;
        while (free.take(1, 10).isPresent()) {
            pieces++;
        }
        assertEquals(4_096, pieces);
    }
}
