package fr.bleu.extents;

/**
 * Sizes of the {@code files} engine, in bytes; tests shrink them.
 *
 * @param chunkBytes plaintext per chunk
 * @param segmentBytes the length of a segment file
 * @param firstRunBytes what an extent takes of a segment first; it doubles from run to run
 * @param largestRunBytes up to here
 * @param alignBytes runs begin at multiples of it, so that no two extents share a disk's block
 */
public record ExtentOptions(
        int chunkBytes, int segmentBytes, int firstRunBytes, int largestRunBytes, int alignBytes) {

    /** The largest extent, in plaintext bytes: above any single upload of the Blob protocol. */
    public static final long MAX_EXTENT_BYTES = 5L << 30;

    static final int MAX_CHUNK_BYTES = 16 << 20;

    /**
     * The product's sizes. Segments of 256 MiB: a terabyte has some four thousand files, and the
     * tail that a killed process leaves unused is small beside a disk.
     */
    public static ExtentOptions standard() {
        return new ExtentOptions(256 << 10, 256 << 20, 1 << 20, 8 << 20, 4 << 10);
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
