package fr.bleu.extents;

import fr.bleu.store.Room;

/**
 * Sizes of the {@code files} engine, in bytes; tests shrink them.
 *
 * @param chunkBytes plaintext per chunk
 * @param segmentBytes the length of a segment file
 * @param firstRunBytes what an extent takes of a segment first; it doubles from run to run
 * @param largestRunBytes up to here
 * @param alignBytes runs begin at multiples of it, so that no two extents share a disk's block;
 *     what is stored relies on it, so it never changes
 * @param reserveBytes room that the disk keeps for everything else; extents are refused below it
 */
public record ExtentOptions(
        int chunkBytes,
        int segmentBytes,
        int firstRunBytes,
        int largestRunBytes,
        int alignBytes,
        long reserveBytes) {

    /** The largest extent, in plaintext bytes: above any single upload of the Blob protocol. */
    public static final long MAX_EXTENT_BYTES = 5L << 30;

    static final int MAX_CHUNK_BYTES = 16 << 20;

    /**
     * The product's sizes. Segments of 256 MiB: a terabyte has some four thousand files, and the
     * tail that a killed process leaves unused is small beside a disk.
     */
    public static ExtentOptions standard() {
        return new ExtentOptions(
                256 << 10, 256 << 20, 1 << 20, 8 << 20, 4 << 10, Room.RESERVE_BYTES);
    }

    /** Sizes of a disk that is filled to its end. */
    public ExtentOptions(
            int chunkBytes,
            int segmentBytes,
            int firstRunBytes,
            int largestRunBytes,
            int alignBytes) {
        this(chunkBytes, segmentBytes, firstRunBytes, largestRunBytes, alignBytes, 0);
    }

    public ExtentOptions {
        boolean fits =
                chunkBytes > 0
                        && chunkBytes <= MAX_CHUNK_BYTES
                        && alignBytes > 0
                        && firstRunBytes >= alignBytes
                        && largestRunBytes >= firstRunBytes
                        && segmentBytes >= largestRunBytes
                        && segmentBytes <= 1 << 30
                        && firstRunBytes % alignBytes == 0
                        && segmentBytes % alignBytes == 0;
        if (!fits) {
            throw new IllegalArgumentException("extent sizes do not fit each other");
        }
    }
}
