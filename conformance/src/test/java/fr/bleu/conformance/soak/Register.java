package fr.bleu.conformance.soak;

import java.util.ArrayList;
import java.util.List;

/**
 * The oracle of one name that many threads overwrite: what a read may see, when each write has
 * happened at one moment between its begin and its answer. A write is over for every read that
 * begins after the end of another write which had itself begun after the first one's end.
 *
 * <p>A write whose outcome is unknown ends when the process that had it is known to be dead; it
 * ends no other, until it is read.
 */
final class Register {

    /** The value of a name that holds nothing. */
    static final long ABSENT = 0;

    private final List<Write> writes = new ArrayList<>();
    private long clock;

    Register() {
        Write none = new Write(ABSENT, 0);
        none.end = 0;
        writes.add(none);
    }

    /** One write; {@code overFrom} is when it can no longer be what a new read sees. */
    static final class Write {
        private final long value;
        private final long begin;
        private long end = Long.MAX_VALUE;
        private long overFrom = Long.MAX_VALUE;

        private Write(long value, long begin) {
            this.value = value;
            this.begin = begin;
        }
    }

    /** A write is about to be sent. */
    synchronized Write begin(long value) {
        Write write = new Write(value, ++clock);
        writes.add(write);
        return write;
    }

    /** It was acknowledged. */
    synchronized void acknowledged(Write write) {
        write.end = ++clock;
        endThoseBefore(write.begin, write);
    }

    /** Its outcome is unknown, and it is no longer under way. */
    synchronized void lost(Write write) {
        write.end = ++clock;
    }

    /** It found nothing to delete and changed nothing; whether a read may have seen that. */
    synchronized boolean foundNothing(Write write) {
        writes.remove(write);
        return seen(write.begin, ABSENT);
    }

    /** A read is about to be sent; to be given to {@link #seen}. */
    synchronized long beginRead() {
        return ++clock;
    }

    /** Whether a read that began then may have seen this value. */
    synchronized boolean seen(long begin, long value) {
        boolean possible =
                writes.stream().anyMatch(it -> it.value == value && it.overFrom >= begin);
        if (possible) {
            clock++;
            for (Write write : List.copyOf(writes)) {
                if (write.value != value && write.end < begin) {
                    write.overFrom = Math.min(write.overFrom, clock);
                }
            }
        }
        return possible;
    }

    private void endThoseBefore(long begin, Write except) {
        for (Write write : writes) {
            if (write != except && write.end < begin) {
                write.overFrom = Math.min(write.overFrom, clock);
            }
        }
    }

    /** What a read that begins now may see. */
    @Override
    public synchronized String toString() {
        List<String> possible = new ArrayList<>();
        for (Write write : writes) {
            if (write.overFrom == Long.MAX_VALUE) {
                possible.add(Long.toHexString(write.value));
            }
        }
        return possible.toString();
    }
}
