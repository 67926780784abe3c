package fr.bleu.extents;

import fr.bleu.store.Key;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** Fills an empty prefix of a bucket with objects. */
final class S3ExtentsLoad implements ExtentsLoad {

    private final Bucket bucket;
    private final byte[] part;

    S3ExtentsLoad(Bucket bucket, S3Limits limits) throws IOException {
        this.bucket = bucket;
        this.part = new byte[limits.partBytes()];
        if (!bucket.list("", 1).isEmpty()) {
            throw new IOException("the bucket holds objects below the prefix");
        }
    }

    @Override
    public byte[] put(Key location, InputStream stored, long length) throws IOException {
        String name = ObjectName.of(StoredExtents.extent(location)).text();
        int first = read(stored, length);
        int chunkBytes = ByteBuffer.wrap(part).getInt(Integer.BYTES);
        if (first == length) {
            if (!bucket.putNew(name, part, first)) {
                throw new IOException("the bucket has an object " + name + " already");
            }
        } else {
            upload(name, stored, first, length);
        }
        return new ObjectLocation(chunkBytes, length).encode();
    }

    private void upload(String name, InputStream stored, int first, long length)
            throws IOException {
        Uploads uploads = bucket.uploads();
        Uploads.Open upload = uploads.begin(name);
        List<CompletedPart> sent = new ArrayList<>();
        long rest = length;
        for (int count = first; rest > 0; count = read(stored, rest)) {
            sent.add(uploads.part(upload, sent.size() + 1, part, count));
            rest -= count;
        }
        uploads.complete(upload, sent, length);
    }

    private int read(InputStream stored, long most) throws IOException {
        int wanted = (int) Math.min(part.length, most);
        if (stored.readNBytes(part, 0, wanted) < wanted) {
            throw new EOFException("an extent's stored bytes end early");
        }
        return wanted;
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
