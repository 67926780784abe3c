package fr.bleu.app.platform;

import java.util.ArrayDeque;
import java.util.Deque;

/** What is open: closed in the opposite order. */
final class Parts implements AutoCloseable {
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T part) {
        open.push(part);
        return part;
    }

    /** Closes all of them, whatever one of them throws. */
    @Override
    public void close() {
        RuntimeException failed = null;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                failed = new IllegalStateException("a part of the cloud did not close in order", e);
            }
        }
        if (failed != null) {
            throw failed;
        }
    }
}
