package fr.bleu.store.engine;

/**
 * How much may wait for the committer; more is answered {@link fr.bleu.store.Outcome.Busy}.
 *
 * @param tenantChanges changes of one tenant
 * @param tenantBytes bytes of one tenant's changes; a single change always fits
 * @param allBytes bytes of all changes
 */
public record QueueBounds(int tenantChanges, long tenantBytes, long allBytes) {

    /** 1,000 changes and 16 MiB for each tenant, 128 MiB in all. */
    public static final QueueBounds DEFAULT = new QueueBounds(1_000, 16 << 20, 128 << 20);
}
