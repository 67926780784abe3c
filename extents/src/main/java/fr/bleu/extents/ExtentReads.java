package fr.bleu.extents;

import fr.bleu.keys.SealingKey;
import java.io.IOException;
import java.io.OutputStream;
import java.util.UUID;

/** Reads of extents. */
public interface ExtentReads {

    /**
     * Writes plaintext bytes {@code [offset, offset + length)} of an extent to {@code out}.
     *
     * @throws IndexOutOfBoundsException when the range reaches beyond the extent
     * @throws fr.bleu.keys.OpenFailedException when the account's key does not open the extent's
     * @throws MissingExtentException when it has no location: deleted, or never committed
     * @throws ExtentDamagedException when a chunk does not authenticate; nothing of it was written
     */
    void read(
            Extent extent,
            UUID owner,
            SealingKey account,
            long offset,
            long length,
            OutputStream out)
            throws IOException;
}
