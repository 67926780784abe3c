package fr.bleu.app.platform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.trust.Node;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the store keeps of a node. */
class NodeRecordTest {
    private static final Instant JOINED = Instant.parse("2026-11-26T12:00:00Z");
    private static final Instant SEEN = Instant.parse("2026-11-26T13:00:00Z");

    private final NodeRecord record =
            new NodeRecord(
                    new Node("node2", "lyon", "FR", "Régie"),
                    "4a",
                    "ff00",
                    "1.0",
                    JOINED,
                    SEEN,
                    false,
                    1,
                    new UUID(1, 2));

    /** The bytes that the first version wrote. */
    private static final String FIRST =
            "\u0001{\"name\":\"node2\",\"site\":\"lyon\",\"country\":\"FR\",\"entity\":\"Régie\","
                    + "\"serial\":\"4a\",\"key\":\"ff00\",\"version\":\"1.0\","
                    + "\"joined\":\"2026-11-26T12:00:00Z\",\"seen\":\"2026-11-26T13:00:00Z\","
                    + "\"stopped\":false,\"generation\":1,"
                    + "\"run\":\"00000000-0000-0001-0000-000000000002\"}";

    @Test
    void theFirstVersionsBytesAreReadAndWritten() {
        byte[] first = FIRST.getBytes(StandardCharsets.UTF_8);
        assertEquals(record, NodeRecord.decode(first));
        assertArrayEquals(first, record.encode());
    }

    @Test
    void whoWasHeardOfLatelyMayBeAlive() {
        assertTrue(record.isLiving(SEEN.plusSeconds(89), 1));
        assertFalse(record.isLiving(SEEN.plusSeconds(90), 1));
        assertTrue(record.seen(SEEN.plusSeconds(30)).isLiving(SEEN.plusSeconds(90), 1));
        // A clock that was set back by more than that knows nothing of it.
        assertTrue(record.isLiving(SEEN.minusSeconds(89), 1));
        assertFalse(record.isLiving(SEEN.minusSeconds(90), 1));
    }

    @Test
    void whoStoppedOrWroteToAnotherGenerationIsNotAlive() {
        assertFalse(record.stopped(SEEN).isLiving(SEEN, 1));
        assertFalse(record.isLiving(SEEN, 2));
    }
}
