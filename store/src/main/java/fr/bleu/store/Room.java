package fr.bleu.store;

/** How full the disk of a store is. */
public enum Room {
    /** Everything is taken. */
    ENOUGH,
    /** The reserve is touched: only what frees space, or leads to it, is to be committed. */
    SCARCE,
    /** Nothing is taken, so that the engine never meets the disk's end, which would stop it. */
    NONE;

    /**
     * What a disk keeps, in bytes: room for the log, the write buffers and a compaction of the
     * embedded store, and for the deletions that free more.
     */
    public static final long RESERVE_BYTES = 512L << 20;

    /** The room of a disk with so many usable bytes: scarce below the reserve, none below half. */
    public static Room of(long usableBytes, long reserveBytes) {
        if (usableBytes >= reserveBytes) {
            return ENOUGH;
        }
        return usableBytes >= reserveBytes / 2 ? SCARCE : NONE;
    }
}
