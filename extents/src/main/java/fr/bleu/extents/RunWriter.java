package fr.bleu.extents;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Lays the stored bytes of one extent over runs of segments. */
final class RunWriter {

    private final Segments segments;
    private final ExtentOptions options;
    private final List<Run> runs = new ArrayList<>();
    private final Set<LiveSegment> touched = new HashSet<>();

    private LiveSegment segment;
    private int usedOfRun;

    RunWriter(Segments segments, ExtentOptions options) throws IOException {
        this.segments = segments;
        this.options = options;
        takeRun();
    }

    void write(byte[] bytes, int count) throws IOException {
        int done = 0;
        while (done < count) {
            if (usedOfRun == runs.getLast().length()) {
                takeRun();
            }
            Run run = runs.getLast();
            int part = Math.min(count - done, run.length() - usedOfRun);
            try {
                segment.write((long) run.offset() + usedOfRun, bytes, done, part);
            } catch (IOException e) {
                throw Failures.of(e);
            }
            usedOfRun += part;
            done += part;
        }
    }

    /** Makes what was written durable. */
    void sync() throws IOException {
        for (LiveSegment each : touched) {
            each.sync();
        }
    }

    /** Where the bytes are; the rest of the last run is given back. */
    List<Run> finish() {
        Run last = runs.removeLast();
        runs.forEach(run -> segments.release(run, run.length()));
        segments.release(last, usedOfRun);
        runs.add(new Run(last.segment(), last.offset(), usedOfRun));
        return List.copyOf(runs);
    }

    /** Gives all runs back. */
    void giveUp(FreedSpace space) {
        // Before they are lent again.
        space.punch(runs);
        runs.forEach(run -> segments.release(run, 0));
    }

    private void takeRun() throws IOException {
        int doubled = Math.min(runs.size(), 30);
        long wanted =
                Math.min(options.largestRunBytes(), (long) options.firstRunBytes() << doubled);
        int least = runs.isEmpty() ? Segments.smallestRun(options) : options.firstRunBytes();
        Run run = segments.take(least, (int) wanted);
        runs.add(run);
        segment = segments.segment(run.segment());
        touched.add(segment);
        usedOfRun = 0;
    }
}
