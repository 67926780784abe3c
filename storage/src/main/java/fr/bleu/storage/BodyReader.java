package fr.bleu.storage;

import fr.bleu.extents.ExtentWriter;
import fr.bleu.extents.Extents;
import fr.bleu.extents.Finished;
import fr.bleu.http.Failure;
import fr.bleu.keys.SealingKey;
import fr.bleu.trust.DeniedException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/** Reads bodies, checking their checksums, into memory or into an extent. */
final class BodyReader {
    private static final int BUFFER_BYTES = 256 * 1024;

    private final Extents extents;

    BodyReader(Extents extents) {
        this.extents = extents;
    }

    /** A durable extent, which no record refers to yet, and the body's checksums. */
    record InExtent(Finished finished, Checksums checksums) {}

    /** Reads a small body into memory and adds it to {@code digests}. */
    static byte[] inMemory(Body body, Digests digests) throws IOException {
        byte[] bytes = body.in().readNBytes(Math.toIntExact(body.length()));
        if (bytes.length < body.length()) {
            throw new EOFException("the body ended early");
        }
        digests.update(bytes, 0, bytes.length);
        return bytes;
    }

    /**
     * Writes a body into an extent. Checksums are computed on a thread of their own, beside the
     * encryption and the disk, one buffer behind.
     *
     * @throws fr.bleu.http.Failure 400 when a declared checksum is wrong; the extent is given up
     */
    InExtent inExtent(Body body, Digests digests, java.util.UUID owner, SealingKey key)
            throws IOException {
        try (ExtentWriter writer = extents.create(owner, key)) {
            copy(body, digests, writer);
            Checksums checksums = digests.done();
            body.declared().require(checksums);
            return new InExtent(writer.finish(), checksums);
        }
    }

    /**
     * Commits what refers to the extent; when it is refused for good, the extent is given up. After
     * an unknown outcome it is not: the change may have committed.
     *
     * @param commit whose false, or empty, says that nothing was committed: somebody was earlier
     */
    <T> T committing(Finished finished, Supplier<T> commit) {
        try {
            T result = commit.get();
            if (Boolean.FALSE.equals(result) || Optional.empty().equals(result)) {
                extents.giveUp(finished);
            }
            return result;
        } catch (Failure | DeniedException refused) {
            extents.giveUp(finished);
            throw refused;
        }
    }

    private static void copy(Body body, Digests digests, ExtentWriter writer) throws IOException {
        long left = body.length();
        byte[] current = new byte[(int) Math.min(BUFFER_BYTES, Math.max(1, left))];
        byte[] other = new byte[left > BUFFER_BYTES ? BUFFER_BYTES : 0];
        FutureTask<Void> digesting = null;
        try {
            while (left > 0) {
                int size = fill(body.in(), current, (int) Math.min(current.length, left));
                left -= size;
                join(digesting);
                digesting = digests.any() ? start(digests, current, size) : null;
                writer.write(current, 0, size);
                byte[] swap = current;
                current = left > 0 ? other : current;
                other = swap;
            }
        } finally {
            join(digesting);
        }
    }

    private static FutureTask<Void> start(Digests digests, byte[] buffer, int size) {
        FutureTask<Void> task = new FutureTask<>(() -> digests.update(buffer, 0, size), null);
        Thread.startVirtualThread(task);
        return task;
    }

    private static void join(FutureTask<Void> task) throws IOException {
        if (task == null) {
            return;
        }
        try {
            task.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a checksum failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static int fill(InputStream in, byte[] buffer, int wanted) throws IOException {
        int size = in.readNBytes(buffer, 0, wanted);
        if (size < wanted) {
            throw new EOFException("the body ended early");
        }
        return size;
    }
}
