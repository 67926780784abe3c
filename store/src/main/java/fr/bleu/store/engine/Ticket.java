package fr.bleu.store.engine;

import fr.bleu.store.Change;
import fr.bleu.store.Outcome;
import java.util.concurrent.locks.LockSupport;

/** A change on its way through the committer, and the thread that waits for its outcome. */
public final class Ticket {

    private final Change change;
    private final Thread waiter = Thread.currentThread();
    private final long queuedNanos = System.nanoTime();

    private volatile Outcome outcome;
    private volatile RuntimeException refusal;

    /** A ticket of the calling thread. */
    public Ticket(Change change) {
        this.change = change;
    }

    public Change change() {
        return change;
    }

    /** When it was queued, by {@link System#nanoTime}. */
    public long queuedNanos() {
        return queuedNanos;
    }

    public void answer(Outcome what) {
        outcome = what;
        LockSupport.unpark(waiter);
    }

    /** Answers that the change can never commit, whatever the state: its author's mistake. */
    public void refuse(RuntimeException why) {
        refusal = why;
        LockSupport.unpark(waiter);
    }

    /**
     * Waits for the answer. An interrupt does not end the wait, since the change may commit all the
     * same; it is pending again afterwards.
     */
    public Outcome await() {
        boolean interrupted = false;
        while (outcome == null && refusal == null) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (refusal != null) {
            throw refusal;
        }
        return outcome;
    }
}
