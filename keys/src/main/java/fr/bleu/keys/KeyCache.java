package fr.bleu.keys;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Unwrapped keys, bounded in number (the least recently used goes first) and age. Concurrent first
 * uses of a key share one load; a key is in the cache only after its load returned.
 */
final class KeyCache<K> {

    /** A key, and since when its data may be opened with it. */
    record Held(XaesSealingKey key, Instant since) {}

    private record Slot(Thread loader, CompletableFuture<Held> future) {}

    private final int mostKeys;
    private final Duration longest;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashMap<K, Slot> slots = new LinkedHashMap<>(16, 0.75f, true);
    private boolean closed;

    KeyCache(int mostKeys, Duration longest, InstantSource clock) {
        this.mostKeys = mostKeys;
        this.longest = longest;
        this.clock = clock;
    }

    /**
     * The key, loaded if need be.
     *
     * @throws IllegalStateException when closed, or when a load asks for what it loads
     */
    Held get(K id, Supplier<Held> loader) {
        Slot slot;
        boolean mine = false;
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the keys are closed");
            }
            slot = slots.get(id);
            if (slot == null || isOver(slot)) {
                slot = new Slot(Thread.currentThread(), new CompletableFuture<>());
                slots.put(id, slot);
                mine = true;
            }
        } finally {
            lock.unlock();
        }
        return mine ? load(id, slot, loader) : await(slot);
    }

    /** Forgets and wipes every key. */
    void close() {
        List<Slot> all;
        lock.lock();
        try {
            closed = true;
            all = new ArrayList<>(slots.values());
            slots.clear();
        } finally {
            lock.unlock();
        }
        for (Slot slot : all) {
            if (slot.future.isDone() && !slot.future.isCompletedExceptionally()) {
                slot.future.join().key().destroy();
            }
        }
    }

    private boolean isOver(Slot slot) {
        if (!slot.future.isDone()) {
            return false;
        }
        Duration age = Duration.between(slot.future.join().since(), clock.instant());
        return age.isNegative() || age.compareTo(longest) >= 0;
    }

    private Held load(K id, Slot slot, Supplier<Held> loader) {
        try {
            Held held = loader.get();
            publish(slot, held);
            return held;
        } catch (RuntimeException | Error e) {
            forget(id, slot);
            slot.future.completeExceptionally(e);
            throw e;
        }
    }

    private void publish(Slot slot, Held held) {
        lock.lock();
        try {
            if (closed) {
                held.key().destroy();
                throw new IllegalStateException("the keys are closed");
            }
            slot.future.complete(held);
            evict();
        } finally {
            lock.unlock();
        }
    }

    private void evict() {
        var oldest = slots.entrySet().iterator();
        while (slots.size() > mostKeys && oldest.hasNext()) {
            Map.Entry<K, Slot> entry = oldest.next();
            if (entry.getValue().future.isDone()) {
                // Not wiped: a caller may be in the middle of using it.
                oldest.remove();
            }
        }
    }

    private void forget(K id, Slot slot) {
        lock.lock();
        try {
            slots.remove(id, slot);
        } finally {
            lock.unlock();
        }
    }

    private static Held await(Slot slot) {
        if (slot.loader.equals(Thread.currentThread()) && !slot.future.isDone()) {
            throw new IllegalStateException("custody asked for the key whose unwrap it records");
        }
        try {
            return slot.future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException refused) {
                throw refused;
            }
            throw e;
        }
    }
}
