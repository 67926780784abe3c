package fr.bleu.trust;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Counts what happens often, to become one entry per minute. Bounded, for each tenant and in all:
 * what no longer fits is counted per tenant and kind. One tenant's flood therefore takes neither
 * the others' room nor more of the ledger than its own share.
 */
final class Tally {

    /** Most different things counted in one minute. */
    static final int MAX_KINDS = 10_000;

    /** Most of them that are one tenant's. */
    static final int MAX_KINDS_OF_TENANT = 1_000;

    /** Stands for the action of all that no longer fitted. */
    static final String OVERFLOW = "*";

    /** What is counted together: who did what where, and which rule said what. */
    record Subject(Entry.Kind kind, UUID tenant, Who who, String action, Scope scope, String rule) {
        Subject overflow() {
            return new Subject(kind, tenant, Who.PLATFORM, OVERFLOW, Scope.of(""), "");
        }

        boolean isOverflow() {
            return action.equals(OVERFLOW);
        }
    }

    /** A subject and how often it happened. */
    record Count(Subject subject, long times) {}

    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private Map<Subject, AtomicLong> counts = new ConcurrentHashMap<>();
    private Map<UUID, AtomicInteger> kinds = new ConcurrentHashMap<>();

    /** Counts once more; returns how often it has happened in this minute. */
    long add(Subject subject) {
        return add(subject, 1);
    }

    long add(Subject subject, long times) {
        lock.readLock().lock();
        try {
            AtomicLong known = counts.get(subject);
            if (known != null) {
                return known.addAndGet(times);
            }
            Subject counted = fits(subject.tenant()) ? subject : subject.overflow();
            long sum = counts.computeIfAbsent(counted, _ -> new AtomicLong()).addAndGet(times);
            // What overflows is only ever counted: it is never the first of its kind.
            return counted.isOverflow() ? sum + 1 : sum;
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Takes one more place of the tenant's, if there is one. */
    private boolean fits(UUID tenant) {
        return counts.size() < MAX_KINDS
                && kinds.computeIfAbsent(tenant, _ -> new AtomicInteger()).incrementAndGet()
                        <= MAX_KINDS_OF_TENANT;
    }

    /** Takes what was counted and begins anew. */
    List<Count> take() {
        lock.writeLock().lock();
        try {
            List<Count> taken = new ArrayList<>(counts.size());
            counts.forEach((subject, times) -> taken.add(new Count(subject, times.get())));
            counts = new ConcurrentHashMap<>();
            kinds = new ConcurrentHashMap<>();
            return taken;
        } finally {
            lock.writeLock().unlock();
        }
    }
}
