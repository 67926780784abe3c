package fr.bleu.extents;

import fr.bleu.keys.SealingKey;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Encrypted write-once bytes. Each extent has its own random AES-256-GCM key, wrapped in the {@link
 * Extent} that a record keeps. Chunks of 256 KiB (the size stands in the header); associated data =
 * format ‖ extent id ‖ chunk number ‖ last, never a name, so that copies and block commits share
 * extents within an account.
 */
public interface Extents extends AutoCloseable {

    /** Begins an extent; the account's key will wrap its key. */
    ExtentWriter create(SealingKey account) throws IOException;

    /**
     * Writes plaintext bytes {@code [offset, offset + length)} of an extent to {@code out}.
     *
     * @throws ExtentDamagedException when a chunk does not authenticate; nothing of it was written
     */
    void read(Extent extent, SealingKey account, long offset, long length, OutputStream out)
            throws IOException;

    @Override
    void close();
}
