package fr.bleu.extents;

import java.time.Duration;

/**
 * Sizes (bytes) and times of the {@code s3} engine; tests shrink them. No single request carries
 * more than a part or a window, so that one time limit holds for all of it and it can be repeated
 * from memory.
 *
 * @param chunkBytes plaintext per chunk
 * @param windowBytes what a read fetches at once, unless it needs less or a chunk is larger
 * @param partBytes what an upload sends at once; an object that is no longer is sent whole
 * @param uploads how many writers may hold a part in memory at a time; the others wait
 * @param connect for a connection
 * @param attempt for one request, its body included
 * @param call after which a failed request is not repeated any more
 * @param lease a writer that the store has not heard for so long counts as dead
 */
public record S3Limits(
        int chunkBytes,
        int windowBytes,
        int partBytes,
        int uploads,
        Duration connect,
        Duration attempt,
        Duration call,
        Duration lease) {

    /** The product's: 5 MiB is the smallest part that every S3 takes; 10,000 are the most. */
    public static S3Limits standard() {
        return new S3Limits(
                256 << 10,
                1 << 20,
                5 << 20,
                32,
                Duration.ofSeconds(3),
                Duration.ofSeconds(15),
                Duration.ofSeconds(20),
                Duration.ofSeconds(60));
    }

    public S3Limits {
        boolean fits =
                chunkBytes > 0
                        && chunkBytes <= ExtentOptions.MAX_CHUNK_BYTES
                        && windowBytes > 0
                        && windowBytes <= ExtentOptions.MAX_CHUNK_BYTES
                        && partBytes
                                > ExtentLayout.HEADER_BYTES + chunkBytes + ChunkCipher.TAG_BYTES
                        && partBytes <= 64 << 20
                        && uploads > 0;
        if (!fits) {
            throw new IllegalArgumentException("sizes of the s3 engine do not fit each other");
        }
    }
}
