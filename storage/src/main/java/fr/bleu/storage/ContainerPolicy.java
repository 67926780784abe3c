package fr.bleu.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A container's time-based retention policy. Where versions are held one by one it is the default
 * that each new version is given, else it holds all blobs of the container.
 *
 * @param days how long a blob is held after its creation, 1 to 146,000
 * @param locked whether the days can only become more
 * @param modified its last change and its ETag
 * @param updates what was done to it, oldest first
 */
public record ContainerPolicy(
        int days, boolean locked, Stamp modified, List<PolicyUpdate> updates) {
    /** How often a locked policy can be extended. */
    public static final int MAX_EXTENSIONS = 5;

    /** The last change before the lock, the lock, and the extensions: none of these is dropped. */
    static final int MAX_UPDATES = MAX_EXTENSIONS + 2;

    public ContainerPolicy {
        updates = List.copyOf(updates);
    }

    /** A policy as it becomes by an update. */
    static ContainerPolicy after(Optional<ContainerPolicy> old, PolicyUpdate update) {
        List<PolicyUpdate> updates =
                new ArrayList<>(old.map(ContainerPolicy::updates).orElse(List.of()));
        updates.add(update);
        List<PolicyUpdate> last =
                updates.subList(Math.max(0, updates.size() - MAX_UPDATES), updates.size());
        return new ContainerPolicy(
                update.days(), update.kind() != PolicyUpdate.Kind.PUT, update.at(), last);
    }

    /** When the hold on something created then ends. */
    Stamp until(Stamp created) {
        return created.plusDays(days);
    }

    /** How often it was extended since it is locked. */
    long extensions() {
        return updates.stream().filter(it -> it.kind() == PolicyUpdate.Kind.EXTEND).count();
    }
}
