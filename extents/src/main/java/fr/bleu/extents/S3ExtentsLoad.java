package fr.bleu.extents;

import fr.bleu.store.Key;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Fills an empty prefix of a bucket with objects. */
final class S3ExtentsLoad implements ExtentsLoad {

    private static final int BUFFER_BYTES = 256 << 10;

    private final Bucket bucket;
    private final S3Limits limits;
    private final PartBuffers parts;
    private final byte[] buffer = new byte[BUFFER_BYTES];

    /**
     * The bucket, which it closes, must be empty below its prefix, or hold what is its caller's.
     */
    S3ExtentsLoad(Bucket bucket, S3Limits limits) {
        this.bucket = bucket;
        this.limits = limits;
        this.parts = new PartBuffers(limits.partBytes(), 1, limits.call());
    }

    @Override
    public byte[] put(Key location, InputStream stored, long length) throws IOException {
        byte[] header = stored.readNBytes(ExtentLayout.HEADER_BYTES);
        ExtentLayout layout = ExtentLayout.of(header, 0);
        int few = (int) Math.min(length, limits.partBytes());
        String name = ObjectName.of(Location.extentIn(location)).text();
        ObjectWriter object = new ObjectWriter(bucket, parts, name, few);
        try {
            object.write(header, header.length);
            copy(stored, length - header.length, object);
            return new ObjectLocation(layout.chunkBytes(), object.finish()).encode();
        } catch (IOException | RuntimeException e) {
            object.giveUp();
            throw e;
        }
    }

    private void copy(InputStream stored, long length, ObjectWriter object) throws IOException {
        long rest = length;
        while (rest > 0) {
            int read = stored.read(buffer, 0, (int) Math.min(rest, buffer.length));
            if (read < 0) {
                throw new EOFException("an extent's stored bytes end early");
            }
            object.write(buffer, read);
            rest -= read;
        }
    }

    @Override
    public void finish() {
        // Each object is durable once S3 has answered.
    }

    @Override
    public void close() {
        bucket.close();
    }
}
