package fr.bleu.store.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits for the committer: one bounded queue for each tenant, taken in turn, so that one
 * tenant's flood delays another's change by one change at most per turn.
 */
public final class CommitQueues {

    /** The changes of one batch; bounds how long a change that just missed one waits. */
    private static final int BATCH_CHANGES = 1_024;

    /** A batch takes no further change once it has this many bytes. */
    private static final long BATCH_BYTES = 4 << 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Map<UUID, Tenant> tenants = new HashMap<>();
    private final Deque<Tenant> turns = new ArrayDeque<>();
    private final QueueBounds bounds;

    private long bytes;
    private boolean closed;

    public CommitQueues(QueueBounds bounds) {
        this.bounds = bounds;
    }

    /** Queues a change; false when its tenant's queue, or all of them, are full or closed. */
    public boolean offer(Ticket ticket) {
        lock.lock();
        try {
            long size = ticket.change().bytes();
            if (closed || bytes + size > bounds.allBytes()) {
                return false;
            }
            Tenant tenant = tenants.computeIfAbsent(ticket.change().queue(), Tenant::new);
            if (tenant.waiting.size() >= bounds.tenantChanges()
                    || (tenant.bytes + size > bounds.tenantBytes() && tenant.bytes > 0)) {
                return false;
            }
            if (tenant.waiting.isEmpty()) {
                turns.add(tenant);
            }
            tenant.waiting.add(ticket);
            tenant.bytes += size;
            bytes += size;
            filled.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for changes; false when there are none, and it is closed. */
    public boolean await() {
        lock.lock();
        try {
            while (turns.isEmpty() && !closed) {
                filled.awaitUninterruptibly();
            }
            return !turns.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for changes and takes a batch, one of each tenant in turn; empty once closed. */
    public List<Ticket> take() {
        lock.lock();
        try {
            while (turns.isEmpty() && !closed) {
                filled.awaitUninterruptibly();
            }
            List<Ticket> batch = new ArrayList<>();
            long taken = 0;
            while (!turns.isEmpty() && batch.size() < BATCH_CHANGES && taken < BATCH_BYTES) {
                Tenant tenant = turns.poll();
                Ticket ticket = tenant.waiting.poll();
                long size = ticket.change().bytes();
                tenant.bytes -= size;
                bytes -= size;
                taken += size;
                batch.add(ticket);
                if (tenant.waiting.isEmpty()) {
                    tenants.remove(tenant.id);
                } else {
                    turns.add(tenant);
                }
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /** Lets nothing in any more; what waits can still be taken. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    private static final class Tenant {
        private final UUID id;
        private final Deque<Ticket> waiting = new ArrayDeque<>();
        private long bytes;

        Tenant(UUID id) {
            this.id = id;
        }
    }
}
