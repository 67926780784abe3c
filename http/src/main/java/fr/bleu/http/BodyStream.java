package fr.bleu.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http.HttpException;

/** A request's body: counts, and remembers how it failed, whatever its reader makes of that. */
final class BodyStream extends InputStream {
    /** Nobody is called slow before this much waiting. */
    private static final long GRACE_NANOS = 5_000_000_000L;

    private final InputStream in;
    private final long limitBytes;
    private final long minBytesPerSecond;
    private final LongSupplier nanoTime;
    private final Site site;
    private long count;
    private long waitedNanos;
    private boolean touched;
    private boolean ended;
    private Failure failure;

    /**
     * @param minBytesPerSecond the least rate, over the time that was spent waiting for the client
     */
    BodyStream(
            InputStream in,
            long limitBytes,
            long minBytesPerSecond,
            LongSupplier nanoTime,
            Site site) {
        this.in = in;
        this.limitBytes = limitBytes;
        this.minBytesPerSecond = minBytesPerSecond;
        this.nanoTime = nanoTime;
        this.site = site;
    }

    /** Whether anyone asked for content, so that 100 Continue was sent to who waits for it. */
    boolean touched() {
        return touched;
    }

    boolean ended() {
        return ended;
    }

    /** Why the body could not be read to its end; null if that is not so. */
    Failure failure() {
        return failure;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        touched = true;
        if (failure != null) {
            throw new IOException(failure.getMessage());
        }
        int read;
        long from = nanoTime.getAsLong();
        try {
            read = in.read(buffer, offset, length);
        } catch (IOException e) {
            failure = isTimeout(e) ? Refusals.tooSlow(site) : Refusals.bodyTruncated(site);
            throw e;
        }
        if (read < 0) {
            ended = true;
            return read;
        }
        count += read;
        waitedNanos += nanoTime.getAsLong() - from;
        if (count > limitBytes) {
            failure = Refusals.bodyTooLarge(site, limitBytes);
        } else if (isTooSlow()) {
            failure = Refusals.tooSlow(site);
        }
        if (failure != null) {
            throw new IOException(failure.getMessage());
        }
        return read;
    }

    private boolean isTooSlow() {
        return waitedNanos > GRACE_NANOS && count < minBytesPerSecond * (waitedNanos / 1e9);
    }

    /** Leaves what is unread: the server decides about the connection. */
    @Override
    public void close() {}

    private static boolean isTimeout(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof TimeoutException
                    || (t instanceof HttpException http && http.getCode() == 408)) {
                return true;
            }
        }
        return false;
    }
}
