package fr.bleu.app.platform;

import fr.bleu.app.CommandFailure;
import fr.bleu.keys.PrivateFiles;
import fr.bleu.ledger.Checkpoint;
import fr.bleu.ledger.MalformedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The last published checkpoint, kept outside the store: a store that opens shorter was cut.
 * Written once a second at most, so that signing never waits for this file's sync; what a crash
 * loses of it only makes the bound a second older.
 */
public final class CheckpointFile implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(CheckpointFile.class.getName());
    private static final int MAX_BYTES = 64 * 1024;

    private final Path file;
    private final AtomicReference<String> newest = new AtomicReference<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread writer;

    CheckpointFile(Path file) {
        this.file = file;
        this.writer = Thread.ofPlatform().daemon().name("checkpoint-file").start(this::run);
    }

    /** The checkpoint that was last kept, signed, if any was. */
    public static Optional<String> read(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            byte[] note = PrivateFiles.read(file, MAX_BYTES);
            return Optional.of(new String(note, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new CommandFailure(
                    "the last published checkpoint cannot be read: " + CommandFailure.reason(e));
        }
    }

    /** Size and root that a kept checkpoint names. */
    public static Checkpoint parse(String signed) {
        try {
            // The signatures follow an empty line; trust checks them.
            return Checkpoint.parse(signed.substring(0, signed.indexOf("\n\n") + 1));
        } catch (MalformedException e) {
            throw new CommandFailure("the last published checkpoint is damaged: " + e.getMessage());
        }
    }

    /** Takes a newly signed checkpoint; never waits. */
    void published(String signed) {
        newest.set(signed);
    }

    private void run() {
        try {
            while (!stop.await(1, TimeUnit.SECONDS)) {
                write();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        String signed = newest.getAndSet(null);
        if (signed == null) {
            return;
        }
        try {
            PrivateFiles.replace(file, signed.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.log(Level.SEVERE, "the published checkpoint cannot be kept in " + file, e);
        }
    }

    /** Writes the newest checkpoint. */
    @Override
    public void close() {
        stop.countDown();
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        write();
    }
}
