package fr.bleu.extents;

import fr.bleu.keys.SealingKey;
import fr.bleu.store.Check;
import fr.bleu.store.Write;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Writes one extent: a chunk of plaintext is gathered, sealed, and laid over the runs. */
final class FileExtentWriter implements ExtentWriter {

    private final Segments segments;
    private final FreedSpace space;
    private final ExtentOptions options;
    private final Check epoch;
    private final UUID id;
    private final UUID owner;
    private final byte[] wrappedKey;
    private final ChunkSealer sealer;
    private final List<Run> runs = new ArrayList<>();
    private final Set<LiveSegment> touched = new HashSet<>();

    private LiveSegment segment;
    private int usedOfRun;
    private boolean ended;

    FileExtentWriter(
            Segments segments,
            FreedSpace space,
            ExtentOptions options,
            Buffers buffers,
            Epoch epoch,
            UUID id,
            UUID owner,
            SealingKey account,
            byte[] keyBytes)
            throws IOException {
        this.segments = segments;
        this.space = space;
        this.options = options;
        this.epoch = epoch.check();
        this.id = id;
        this.owner = owner;
        this.wrappedKey = account.seal(keyBytes, ChunkCipher.keyPlace(id));
        ChunkCipher cipher = new ChunkCipher(id, keyBytes);
        takeRun();
        this.sealer = new ChunkSealer(options.chunkBytes(), cipher, buffers, this::store);
        try {
            sealer.begin();
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    @Override
    public void write(byte[] buffer, int offset, int count) throws IOException {
        refuseWhenEnded();
        sealer.write(buffer, offset, count);
    }

    @Override
    public Finished finish() throws IOException {
        refuseWhenEnded();
        sealer.finish();
        for (LiveSegment each : touched) {
            each.sync();
        }
        end(true);
        return new Finished(
                new Extent(id, sealer.length(), wrappedKey),
                List.of(epoch),
                List.of(new Write.Put(Location.key(owner, id), Location.encode(runs))));
    }

    @Override
    public void close() {
        if (!ended) {
            end(false);
        }
    }

    private void end(boolean finished) {
        ended = true;
        if (!finished) {
            // Before they are lent again.
            space.punch(runs);
        }
        for (int i = 0; i < runs.size(); i++) {
            Run run = runs.get(i);
            boolean whole = i < runs.size() - 1;
            segments.release(run, finished ? (whole ? run.length() : usedOfRun) : 0);
        }
        if (finished) {
            Run last = runs.removeLast();
            runs.add(new Run(last.segment(), last.offset(), usedOfRun));
        }
        sealer.release();
    }

    private void store(byte[] bytes, int count) throws IOException {
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

    private void refuseWhenEnded() throws IOException {
        if (ended) {
            throw new IOException("the extent is finished or given up");
        }
    }
}
