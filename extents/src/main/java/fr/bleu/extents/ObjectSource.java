package fr.bleu.extents;

import java.io.IOException;

/**
 * The stored bytes of an extent that is an object: a window of them is fetched at once, and none
 * beyond the end of what is wanted. No connection is held while the reader's own client is slow.
 */
final class ObjectSource implements ExtentReader.Source {

    private final Bucket bucket;
    private final String name;
    private final int windowBytes;
    private final long end;
    private byte[] window = new byte[0];
    private long windowAt;
    private int windowHas;

    /**
     * @param end where the last chunk that is wanted ends
     */
    ObjectSource(Bucket bucket, String name, int windowBytes, long end) {
        this.bucket = bucket;
        this.name = name;
        this.windowBytes = windowBytes;
        this.end = end;
    }

    @Override
    public void read(long position, byte[] into, int count) throws IOException {
        boolean has = position >= windowAt && position + count <= windowAt + windowHas;
        if (!has) {
            fetch(position, count);
        }
        System.arraycopy(window, (int) (position - windowAt), into, 0, count);
    }

    /** Whole chunks: what is asked next begins where this window ends. */
    private void fetch(long position, int count) throws IOException {
        long whole = (long) Math.max(1, windowBytes / count) * count;
        int wanted = (int) Math.min(Math.max(whole, count), end - position);
        if (window.length < wanted) {
            window = new byte[wanted];
        }
        windowHas = 0;
        if (!bucket.read(name, position, window, wanted)) {
            throw new ExtentDamagedException("the object " + name + " is missing or cut");
        }
        windowAt = position;
        windowHas = wanted;
    }
}
