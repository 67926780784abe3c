package fr.bleu.storage;

import java.util.Comparator;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads of blobs' bytes that are under way. A blob that was replaced while somebody reads it keeps
 * its content until they have ended.
 */
final class ActiveReads {
    private final AtomicLong clock = new AtomicLong();
    private final ConcurrentSkipListSet<Read> reads =
            new ConcurrentSkipListSet<>(
                    Comparator.comparing(Read::account)
                            .thenComparingLong(Read::opened)
                            .thenComparingLong(Read::id));

    /** One read; closing it ends it. */
    record Read(ActiveReads all, UUID account, long opened, long id) implements AutoCloseable {
        @Override
        public void close() {
            all.reads.remove(this);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Read that && id == that.id;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(id);
        }
    }

    /** A moment; later calls give later ones. */
    long moment() {
        return clock.incrementAndGet();
    }

    /**
     * Begins.
     *
     * @param opened the {@link #moment} before the blob's record was read
     */
    Read begin(UUID account, long opened) {
        Read read = new Read(this, account, opened, moment());
        reads.add(read);
        return read;
    }

    /** Whether no read of the account's is under way that was opened before a moment. */
    boolean haveEnded(UUID account, long before) {
        Read first = reads.ceiling(new Read(this, account, Long.MIN_VALUE, Long.MIN_VALUE));
        return first == null || !first.account().equals(account) || first.opened() > before;
    }
}
