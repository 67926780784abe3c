package fr.bleu.storage;

/**
 * A container's time-based retention policy. Where versions are held one by one it is the default
 * that each new version is given, else it holds all blobs of the container.
 *
 * @param days how long a blob is held after its creation, 1 to 146,000
 * @param locked whether the days can only become more
 * @param modified its last change and its ETag
 */
public record ContainerPolicy(int days, boolean locked, Stamp modified) {

    /** When the hold on something created then ends. */
    Stamp until(Stamp created) {
        return created.plusDays(days);
    }
}
