package fr.bleu.extents;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * Writes one object. Its bytes gather in memory: a few in an array of their size, more in a lent
 * array of a part. What fits into a part is sent whole at the end.
 */
final class ObjectWriter {

    private final Bucket bucket;
    private final PartBuffers parts;
    private final String name;
    private final List<CompletedPart> sent = new ArrayList<>();
    private byte[] gathered;
    private boolean lent;
    private int filled;
    private long written;
    private Uploads.Open upload;

    /**
     * @param few so many bytes need no array of a part
     */
    ObjectWriter(Bucket bucket, PartBuffers parts, String name, int few) {
        this.bucket = bucket;
        this.parts = parts;
        this.name = name;
        this.gathered = new byte[few];
    }

    void write(byte[] bytes, int count) throws IOException {
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
        written += count;
    }

    /**
     * Makes the object of what was written, which must not be there yet.
     *
     * @return how many bytes it has
     */
    long finish() throws IOException {
        if (upload == null) {
            putWhole();
        } else {
            sendPart();
            bucket.uploads().complete(upload, sent, written);
            upload = null;
        }
        release();
        return written;
    }

    /** Gives up what was not finished. */
    void giveUp() {
        release();
        if (upload != null) {
            try {
                bucket.uploads().abort(upload);
            } catch (IOException e) {
                System.getLogger(ObjectWriter.class.getName())
                        .log(Level.WARNING, "an upload is left for later: " + e.getMessage());
            }
        }
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

    private void release() {
        if (lent) {
            lent = false;
            parts.give(gathered);
        }
    }
}
