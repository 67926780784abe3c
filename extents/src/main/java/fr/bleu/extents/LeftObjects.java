package fr.bleu.extents;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Objects that nothing refers to and whose deletion failed, to be tried again. In memory and
 * bounded: what it forgets, {@link OrphanObjects} finds once its epoch is closed.
 */
final class LeftObjects {

    /** Sixteen bytes each. */
    static final int MOST = 10_000;

    private final ArrayDeque<UUID> left = new ArrayDeque<>();

    /** Remembers one, if there is room. */
    synchronized void add(UUID extent) {
        if (left.size() < MOST) {
            left.add(extent);
        }
    }

    /** Takes up to so many out, the oldest first. */
    synchronized List<UUID> take(int most) {
        List<UUID> taken = new ArrayList<>();
        while (taken.size() < most && !left.isEmpty()) {
            taken.add(left.remove());
        }
        return taken;
    }
}
