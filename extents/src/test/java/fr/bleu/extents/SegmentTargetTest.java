package fr.bleu.extents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A move that was cut behind its renaming is begun again, and takes nothing else away. */
class SegmentTargetTest {

    @TempDir Path data;
    private Path folder;

    @BeforeEach
    void folder() {
        folder = data.resolve("extents");
    }

    private static String segment(long epoch) {
        return new SegmentName(epoch, 0).fileName();
    }

    private SegmentTarget filled(long epoch) throws IOException {
        SegmentTarget target = SegmentTarget.in(folder, epoch);
        Files.write(data.resolve("extents.loading").resolve(segment(epoch)), new byte[9]);
        target.finish();
        return target;
    }

    @Test
    void whatACutMoveLeftIsRemoved() throws IOException {
        filled(5).close();
        assertTrue(Files.exists(folder.resolve(segment(5))));
        SegmentTarget again = filled(6);
        again.close();
        SegmentTarget.unmark(folder);
        assertTrue(Files.exists(folder.resolve(segment(6))));
        assertFalse(Files.exists(folder.resolve(segment(5))));
        assertFalse(Files.exists(data.resolve("extents.moving")));
    }

    @Test
    void whatWasEndedIsLeft() throws IOException {
        SegmentTarget whole = filled(5);
        whole.close();
        assertTrue(SegmentTarget.isMarked(folder));
        SegmentTarget.unmark(folder);
        assertFalse(SegmentTarget.isMarked(folder));
        assertThrows(IOException.class, () -> SegmentTarget.in(folder, 6));
        assertTrue(Files.exists(folder.resolve(segment(5))));
    }

    /** Somebody has started a cloud on it, or put something there. */
    @Test
    void whatAnotherWroteThereIsLeft() throws IOException {
        filled(5).close();
        Files.write(folder.resolve(segment(6)), new byte[3]);
        IOException refused = assertThrows(IOException.class, () -> SegmentTarget.in(folder, 5));
        assertTrue(refused.getMessage().contains(segment(6)), refused.getMessage());
        assertEquals(9, Files.size(folder.resolve(segment(5))));
        assertEquals(3, Files.size(folder.resolve(segment(6))));
    }
}
