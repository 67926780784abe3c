package fr.bleu.extents;

import fr.bleu.store.disk.Disk;
import fr.bleu.store.disk.DiskFile;
import java.io.IOException;
import java.util.List;

/**
 * Cuts the unused ends of the segments that a killed process left, so that restarts do not eat the
 * disk. What an extent stores is ciphertext, so a long enough end of zeros was never written.
 */
final class Tails {

    /** Zeros that stay: an extent ends in more zero bytes than this once in 2^512. */
    private static final int SLACK_BYTES = 64;

    private static final int STEP_BYTES = 1 << 20;

    private Tails() {}

    /** Cuts the segments of one epoch that is not live; empty ones are deleted. */
    static void cut(Disk disk, long epoch) throws IOException {
        List<SegmentName> segments =
                disk.list("").stream()
                        .flatMap(name -> SegmentName.parse(name).stream())
                        .filter(segment -> segment.epoch() == epoch)
                        .toList();
        for (SegmentName segment : segments) {
            long written;
            try (DiskFile file = disk.open(segment.fileName())) {
                written = written(file);
                if (written > 0) {
                    file.truncate(Math.min(file.size(), written + SLACK_BYTES));
                    // Once the epoch is closed nobody looks here again.
                    file.force();
                }
            }
            if (written == 0) {
                disk.delete(segment.fileName());
            }
        }
        disk.forceFolder("");
    }

    /** Bytes up to the last one that is not zero. */
    private static long written(DiskFile file) throws IOException {
        byte[] step = new byte[STEP_BYTES];
        long end = file.size();
        while (end > 0) {
            int count = (int) Math.min(STEP_BYTES, end);
            file.read(end - count, step, 0, count);
            for (int i = count - 1; i >= 0; i--) {
                if (step[i] != 0) {
                    return end - count + i + 1;
                }
            }
            end -= count;
        }
        return 0;
    }
}
