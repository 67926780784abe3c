package fr.bleu.storage;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Stands still until it is moved. */
public final class TestClock implements InstantSource {
    private volatile Instant now = Instant.parse("2026-11-23T12:00:00.5Z");
    private volatile Thread looker;
    private int looksLeft;
    private Runnable atLook = () -> {};

    @Override
    public Instant instant() {
        if (Thread.currentThread().equals(looker) && --looksLeft == 0) {
            looker = null;
            atLook.run();
        }
        return now;
    }

    /** Runs something when this thread looks at the clock for the {@code n}-th time from now. */
    void atLook(int n, Runnable action) {
        looksLeft = n;
        atLook = action;
        looker = Thread.currentThread();
    }

    /** Whether that came; if not, it never will. */
    boolean looked() {
        boolean came = looker == null;
        looker = null;
        return came;
    }

    public void advance(Duration by) {
        now = now.plus(by);
    }
}
