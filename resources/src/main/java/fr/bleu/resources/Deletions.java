package fr.bleu.resources;

import fr.bleu.http.Redaction;
import fr.bleu.identity.Tenant;
import fr.bleu.identity.Tenants;
import fr.bleu.trust.UnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs deletions of groups, a few at a time: at its start those that an earlier run left, and every
 * minute those of a node that is gone. That a living node runs one too costs work and nothing else.
 * What waits is bounded by the groups that exist; what is not finished at {@link #close} is resumed
 * by another node or the next start.
 */
public final class Deletions implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Deletions.class);
    private static final int AT_ONCE = 4;
    private static final int PAGE = 1_000;
    private static final int MAX_TRIES = 1_000;
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    /** How often a node looks for what others have left. */
    static final Duration EVERY = Duration.ofMinutes(1);

    private static final Duration GRACE = Duration.ofSeconds(10);

    private static final Operation.Error INTERNAL =
            new Operation.Error("InternalServerError", "Encountered internal server error.");

    private final GroupDeletion deletion;
    private final Operations operations;
    private final Tenants tenants;
    private final Duration every;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore turns = new Semaphore(AT_ONCE);
    private final Set<UUID> running = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closing = new CountDownLatch(1);

    Deletions(GroupDeletion deletion, Operations operations, Tenants tenants, Duration every) {
        this.deletion = deletion;
        this.operations = operations;
        this.tenants = tenants;
        this.every = every;
    }

    /** Resumes what is pending, in the background, now and from time to time. */
    void start() {
        threads.execute(this::watch);
    }

    private void watch() {
        try {
            do {
                resumeQuietly();
            } while (!closing.await(every.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void resumeQuietly() {
        try {
            resume();
        } catch (RuntimeException e) {
            LOG.warn("pending operations are looked for again later: {}", Redaction.of(e));
        }
    }

    /** An operation, for 24 hours after its end at least. */
    public Optional<Operation> find(UUID tenant, UUID operation) {
        return operations.find(tenant, operation);
    }

    /** Runs an operation in the background, if it does not run already. */
    public void submit(UUID tenant, UUID operation) {
        if (running.add(operation)) {
            try {
                threads.execute(() -> run(tenant, operation));
            } catch (RejectedExecutionException closed) {
                LOG.debug("an operation waits for the next start");
            }
        }
    }

    private void resume() {
        Optional<UUID> after = Optional.empty();
        List<Tenant> page;
        do {
            page = tenants.list(after, PAGE);
            for (Tenant tenant : page) {
                operations.pending(tenant.id(), PAGE).forEach(it -> submit(tenant.id(), it));
                after = Optional.of(tenant.id());
            }
        } while (page.size() == PAGE && !isClosing());
    }

    private void run(UUID tenant, UUID operation) {
        turns.acquireUninterruptibly();
        try {
            long pauseMillis = FIRST_PAUSE_MILLIS;
            for (int i = 0; i < MAX_TRIES && !isClosing(); i++) {
                try {
                    deletion.run(tenant, operation, this::isClosing);
                    return;
                } catch (UnavailableException busy) {
                    LOG.info("operation {} is tried again: {}", operation, busy.getMessage());
                }
                closing.await(pauseMillis, TimeUnit.MILLISECONDS);
                pauseMillis = Math.min(pauseMillis * 2, LONGEST_PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("operation {} failed: {}", operation, Redaction.of(e));
            giveUp(tenant, operation);
        } finally {
            running.remove(operation);
            turns.release();
        }
    }

    /** A fault of ours ends the operation, so that nobody polls it for ever. */
    private void giveUp(UUID tenant, UUID id) {
        try {
            operations.unfinished(tenant, id).ifPresent(it -> deletion.fail(it, INTERNAL));
        } catch (RuntimeException e) {
            LOG.error("operation {} is resumed later: {}", id, Redaction.of(e));
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    /** Lets the steps that run end, and starts no more. */
    @Override
    public void close() {
        closing.countDown();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("a deletion did not stop in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
