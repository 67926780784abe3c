package fr.bleu.extents;

import fr.bleu.keys.SealingKey;
import fr.bleu.store.Check;
import fr.bleu.store.Write;
import java.io.IOException;
import java.util.List;
import java.util.UUID;

/** Writes one extent: a chunk of plaintext is gathered, sealed, and laid over the runs. */
final class FileExtentWriter implements ExtentWriter {

    private final FreedSpace space;
    private final Check epoch;
    private final UUID id;
    private final UUID owner;
    private final byte[] wrappedKey;
    private final RunWriter runs;
    private final ChunkSealer sealer;

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
        this.space = space;
        this.epoch = epoch.check();
        this.id = id;
        this.owner = owner;
        this.wrappedKey = account.seal(keyBytes, ChunkCipher.keyPlace(id));
        ChunkCipher cipher = new ChunkCipher(id, keyBytes);
        this.runs = new RunWriter(segments, options);
        this.sealer = new ChunkSealer(options.chunkBytes(), cipher, buffers, runs::write);
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
        runs.sync();
        ended = true;
        byte[] location = Location.encode(runs.finish());
        sealer.release();
        return new Finished(
                new Extent(id, sealer.length(), wrappedKey),
                List.of(epoch),
                List.of(new Write.Put(Location.key(owner, id), location)));
    }

    @Override
    public void close() {
        if (!ended) {
            ended = true;
            runs.giveUp(space);
            sealer.release();
        }
    }

    private void refuseWhenEnded() throws IOException {
        if (ended) {
            throw new IOException("the extent is finished or given up");
        }
    }
}
