package fr.bleu.extents;

import fr.bleu.keys.SealingKey;
import fr.bleu.store.Write;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * Writes one extent. Stored bytes gather in memory: an extent of one chunk in an array of its size,
 * a larger one in a lent array of a part. What fits into a part is sent whole at the end.
 */
final class S3ExtentWriter implements ExtentWriter {

    private final Bucket bucket;
    private final S3Limits limits;
    private final PartBuffers parts;
    private final EpochKeeper.Started started;
    private final UUID owner;
    private final String name;
    private final byte[] wrappedKey;
    private final ChunkSealer sealer;
    private final List<CompletedPart> sent = new ArrayList<>();
    private byte[] gathered;
    private boolean lent;
    private int filled;
    private long stored;
    private Uploads.Open upload;
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
        this.bucket = bucket;
        this.limits = limits;
        this.parts = parts;
        this.started = started;
        this.owner = owner;
        this.name = ObjectName.of(id).text();
        this.wrappedKey = account.seal(keyBytes, ChunkCipher.keyPlace(id));
        this.gathered =
                new byte[ExtentLayout.HEADER_BYTES + limits.chunkBytes() + ChunkCipher.TAG_BYTES];
        ChunkCipher cipher = new ChunkCipher(id, keyBytes);
        this.sealer = new ChunkSealer(limits.chunkBytes(), cipher, buffers, this::store);
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
        if (upload == null) {
            putWhole();
        } else {
            sendPart();
            bucket.uploads().complete(upload, sent, stored);
            upload = null;
        }
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
        if (upload != null) {
            try {
                bucket.uploads().abort(upload);
            } catch (IOException e) {
                System.getLogger(S3ExtentWriter.class.getName())
                        .log(Level.WARNING, "an upload is left for later: " + e.getMessage());
            }
        }
    }

    private void store(byte[] bytes, int count) throws IOException {
        int done = 0;
        while (done < count) {
            if (filled == gathered.length) {
                makeRoom();
            }
            int part = Math.min(count - done, gathered.length - filled);
            System.arraycopy(bytes, done, gathered, filled, part);
            filled += part;
            done += part;
        }
        stored += count;
    }

    private void makeRoom() throws IOException {
        if (lent) {
            sendPart();
            return;
        }
        byte[] larger = parts.take();
        lent = true;
        System.arraycopy(gathered, 0, larger, 0, filled);
        gathered = larger;
    }

    private void sendPart() throws IOException {
        if (upload == null) {
            upload = bucket.uploads().begin(name);
        }
        sent.add(bucket.uploads().part(upload, sent.size() + 1, gathered, filled));
        filled = 0;
    }

    private void putWhole() throws IOException {
        if (!bucket.putNew(name, gathered, filled)) {
            throw new IOException("the bucket has an object " + name + " that is not this one's");
        }
    }

    private void end() {
        ended = true;
        sealer.release();
        if (lent) {
            parts.give(gathered);
        }
    }

    private void refuseWhenEnded() throws IOException {
        if (ended) {
            throw new IOException("the extent is finished or given up");
        }
    }
}
