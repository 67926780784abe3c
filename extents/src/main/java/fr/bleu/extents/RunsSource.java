package fr.bleu.extents;

import java.io.IOException;
import java.util.List;

/** The stored bytes of an extent that lies in segments, over its runs. */
record RunsSource(SegmentReaders segments, List<Run> runs) implements ExtentReader.Source {

    @Override
    public void read(long position, byte[] into, int count) throws IOException {
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

    /** The layout that the extent's header tells. */
    ExtentLayout layout(long extentLength) throws IOException {
        byte[] header = new byte[ExtentLayout.HEADER_BYTES];
        read(0, header, header.length);
        return ExtentLayout.of(header, extentLength);
    }
}
