package fr.bleu.app.operator;

import fr.bleu.store.StoreFailedException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Whether requests should come here. */
final class Readiness {

    /** The ledger is signed ten times a second. */
    private static final Duration MOST_UNSIGNED = Duration.ofSeconds(10);

    private static final String NO_ANSWER = "the store does not answer";

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Runnable store;
    private final Supplier<Duration> sinceSigned;
    private volatile boolean draining;

    /** The read of the store that was begun last; a store that hangs is asked by one thread. */
    private FutureTask<Void> probe = done();

    /**
     * @param store reads something of the store, and throws or hangs where that is not possible
     * @param sinceSigned for how long the ledger has been longer than its latest checkpoint
     */
    Readiness(Runnable store, Supplier<Duration> sinceSigned) {
        this.store = store;
        this.sinceSigned = sinceSigned;
    }

    private static FutureTask<Void> done() {
        FutureTask<Void> nothing = new FutureTask<>(() -> {}, null);
        nothing.run();
        return nothing;
    }

    /** From now on it is not ready, whatever else holds. */
    void drain() {
        draining = true;
    }

    boolean isDraining() {
        return draining;
    }

    /** Why it is not ready, one line each; none if it is. */
    List<String> reasons() {
        if (draining) {
            // The store may be closing.
            return List.of("it is draining");
        }
        if (!isStoreAnswering()) {
            // How much is unsigned would be asked of the store, too.
            return List.of(NO_ANSWER);
        }
        Duration unsigned;
        try {
            unsigned = sinceSigned.get();
        } catch (StoreFailedException e) {
            return List.of(NO_ANSWER);
        }
        return unsigned.compareTo(MOST_UNSIGNED) > 0
                ? List.of("the ledger has not been signed for " + unsigned.toSeconds() + " s")
                : List.of();
    }

    private boolean isStoreAnswering() {
        try {
            probe().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private synchronized FutureTask<Void> probe() {
        if (probe.isDone()) {
            probe = new FutureTask<>(store, null);
            Thread.ofVirtual().name("readiness").start(probe);
        }
        return probe;
    }
}
