package fr.bleu.extents;

import fr.bleu.keys.SealingKey;
import fr.bleu.store.Write;
import java.io.IOException;
import java.util.List;
import java.util.UUID;

/** Writes one extent as an object. */
final class S3ExtentWriter implements ExtentWriter {

    private final S3Limits limits;
    private final EpochKeeper.Started started;
    private final UUID owner;
    private final byte[] wrappedKey;
    private final ObjectWriter object;
    private final ChunkSealer sealer;
    private boolean ended;

    S3ExtentWriter(
            Bucket bucket,
            S3Limits limits,
            PartBuffers parts,
            Buffers buffers,
            EpochKeeper.Started started,
            UUID owner,
            SealingKey account,
            byte[] keyBytes)
            throws IOException {
        UUID id = started.extent();
        this.limits = limits;
        this.started = started;
        this.owner = owner;
        this.wrappedKey = account.seal(keyBytes, ChunkCipher.keyPlace(id));
        // An extent of one chunk.
        int few = ExtentLayout.HEADER_BYTES + limits.chunkBytes() + ChunkCipher.TAG_BYTES;
        this.object = new ObjectWriter(bucket, parts, ObjectName.of(id).text(), few);
        ChunkCipher cipher = new ChunkCipher(id, keyBytes);
        this.sealer = new ChunkSealer(limits.chunkBytes(), cipher, buffers, object::write);
        sealer.begin();
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
        refuseWhenEnded();
        sealer.write(buffer, offset, length);
    }

    @Override
    public Finished finish() throws IOException {
        refuseWhenEnded();
        sealer.finish();
        long stored = object.finish();
        end();
        UUID id = started.extent();
        ObjectLocation location = new ObjectLocation(limits.chunkBytes(), stored);
        return new Finished(
                new Extent(id, sealer.length(), wrappedKey),
                List.of(started.epoch().check()),
                List.of(new Write.Put(Location.key(owner, id), location.encode())));
    }

    @Override
    public void close() {
        if (ended) {
            return;
        }
        end();
        object.giveUp();
    }

    private void end() {
        ended = true;
        sealer.release();
    }

    private void refuseWhenEnded() throws IOException {
        if (ended) {
            throw new IOException("the extent is finished or given up");
        }
    }
}
