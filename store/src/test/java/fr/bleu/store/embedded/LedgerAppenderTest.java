package fr.bleu.store.embedded;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import fr.bleu.ledger.CompactRange;
import fr.bleu.store.Changes;
import fr.bleu.store.engine.EngineBatch;
import fr.bleu.store.engine.Head;
import fr.bleu.store.engine.LedgerAppender;
import fr.bleu.store.engine.TreeEdge;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What a reader of an older moment may look at never changes while the tree grows. */
class LedgerAppenderTest {

    private final LedgerAppender appender =
            new LedgerAppender(
                    new Head(0, 0, new CompactRange()),
                    new TreeEdge(0, new byte[TreeEdge.LEVELS][TreeEdge.TILE_BYTES]));

    @Test
    void anOlderEdgeKeepsItsHashesWhenItsTilesAreComplete() {
        append(255);
        TreeEdge older = appender.edge();
        assertEquals(255, older.size());
        byte[] hashes = Arrays.copyOf(older.tiles()[0], 255 * 32);

        append(300);

        assertArrayEquals(hashes, Arrays.copyOf(older.tiles()[0], 255 * 32));
    }

    private void append(int count) {
        for (int i = 0; i < count; i++) {
            appender.append(
                    Changes.entry(1, "entry " + appender.size(), false), 1, new EngineBatch());
        }
    }
}
