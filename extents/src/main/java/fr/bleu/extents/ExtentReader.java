package fr.bleu.extents;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Reads one extent's stored bytes over its runs and opens the chunks that a range needs. */
final class ExtentReader {

    private final SegmentReaders segments;
    private final Buffers buffers;
    private final List<Run> runs;
    private final ChunkCipher cipher;

    ExtentReader(SegmentReaders segments, Buffers buffers, List<Run> runs, ChunkCipher cipher) {
        this.segments = segments;
        this.buffers = buffers;
        this.runs = runs;
        this.cipher = cipher;
    }

    void read(long extentLength, long offset, long length, OutputStream out) throws IOException {
        byte[] header = new byte[ExtentLayout.HEADER_BYTES];
        stored(0, header, header.length);
        ExtentLayout layout = ExtentLayout.of(header, extentLength);
        long first = offset / layout.chunkBytes();
        long last = (offset + Math.max(length, 1) - 1) / layout.chunkBytes();
        // A small extent's chunk is small whatever the header says.
        int largest = (int) Math.min(layout.chunkBytes(), extentLength);
        byte[] sealed = buffers.take(largest);
        byte[] plain = buffers.take(largest);
        try {
            for (long number = first; number <= last; number++) {
                open(layout, number, sealed, plain);
                long begin = number * layout.chunkBytes();
                int from = (int) Math.max(0, offset - begin);
                int to = (int) Math.min(layout.plainBytes(number), offset + length - begin);
                out.write(plain, from, to - from);
            }
        } finally {
            buffers.give(sealed);
            buffers.give(plain);
        }
    }

    private void open(ExtentLayout layout, long number, byte[] sealed, byte[] plain)
            throws IOException {
        int count = layout.plainBytes(number) + ChunkCipher.TAG_BYTES;
        stored(layout.storedAt(number), sealed, count);
        cipher.open(number, layout.isLast(number), sealed, count, plain);
    }

    /** Reads {@code count} stored bytes from {@code position} on, over as many runs as it takes. */
    private void stored(long position, byte[] into, int count) throws IOException {
        long runStart = 0;
        int done = 0;
        for (Run run : runs) {
            long inRun = position + done - runStart;
            if (done < count && inRun < run.length()) {
                int part = (int) Math.min(count - done, run.length() - inRun);
                segments.read(run.segment(), run.offset() + inRun, into, done, part);
                done += part;
            }
            runStart += run.length();
        }
        if (done < count) {
            throw new ExtentDamagedException("an extent's location is shorter than the extent");
        }
    }
}
