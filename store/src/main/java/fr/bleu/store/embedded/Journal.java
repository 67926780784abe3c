package fr.bleu.store.embedded;

import fr.bleu.store.StoreUnusableException;
import fr.bleu.store.disk.Disk;
import fr.bleu.store.disk.DiskFile;
import fr.bleu.store.engine.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * An append-only file of batches: a header, then records {@code length(4) ‖ CRC-32C(4) ‖ payload}.
 * Each record is synced before the next is written, so only the last can be torn: it was not
 * acknowledged and is cut off by the next append.
 */
final class Journal implements AutoCloseable {

    private static final String FOLDER = "store";
    private static final String NAME = FOLDER + "/journal";
    private static final String NEW_NAME = NAME + ".new";
    private static final byte[] MAGIC = "bleu-journal".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HEADER = Arrays.copyOf(MAGIC, MAGIC.length + 1);

    static {
        HEADER[MAGIC.length] = Layout.FORMAT;
    }

    private static final int FRAME_BYTES = 2 * Integer.BYTES;

    private final DiskFile file;
    private long end;

    private Journal(DiskFile file, long end) {
        this.file = file;
        this.end = end;
    }

    /** Opens the disk's journal, or creates it, and replays every whole record. */
    static Journal open(Disk disk, Consumer<byte[]> replay) throws IOException {
        if (!disk.exists(NAME)) {
            create(disk);
        }
        DiskFile file = disk.open(NAME);
        byte[] bytes = new byte[Math.toIntExact(file.size())];
        file.read(0, bytes, 0, bytes.length);
        requireHeader(bytes);
        int at = HEADER.length;
        for (byte[] payload = record(bytes, at); payload != null; payload = record(bytes, at)) {
            replay.accept(payload);
            at += FRAME_BYTES + payload.length;
        }
        return new Journal(file, at);
    }

    /** Writes a record and syncs. */
    void append(byte[] payload) throws IOException {
        cutTail();
        byte[] record =
                ByteBuffer.allocate(FRAME_BYTES + payload.length)
                        .putInt(payload.length)
                        .putInt(checksum(payload))
                        .put(payload)
                        .array();
        file.write(end, record, 0, record.length);
        file.force();
        end += record.length;
    }

    /** Makes sure that nothing of a torn record can follow the next one. */
    private void cutTail() throws IOException {
        if (file.size() > end) {
            file.truncate(end);
            file.force();
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes the header durable under another name first: a journal is never without it. */
    private static void create(Disk disk) throws IOException {
        disk.createFolder(FOLDER);
        disk.forceFolder("");
        for (String name : disk.list(FOLDER)) {
            if (!NEW_NAME.equals(FOLDER + "/" + name)) {
                throw new StoreUnusableException("not a store of Bleu: it holds " + name);
            }
            disk.delete(NEW_NAME);
        }
        try (DiskFile file = disk.create(NEW_NAME)) {
            file.append(HEADER, 0, HEADER.length);
            file.force();
        }
        disk.rename(NEW_NAME, NAME);
        disk.forceFolder(FOLDER);
    }

    private static void requireHeader(byte[] bytes) {
        if (bytes.length < HEADER.length
                || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new StoreUnusableException("not a journal of Bleu");
        }
        if (bytes[MAGIC.length] != Layout.FORMAT) {
            throw new StoreUnusableException(
                    "the journal has format " + bytes[MAGIC.length] + ", newer than this version");
        }
    }

    /** The payload of the record at an offset, or null if none is whole there. */
    private static byte[] record(byte[] bytes, int at) {
        if (bytes.length - at < FRAME_BYTES) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, at, bytes.length - at);
        int length = in.getInt();
        int checksum = in.getInt();
        // No payload is empty: zeros where a record was never written are none.
        if (length <= 0 || length > in.remaining()) {
            return null;
        }
        byte[] payload = new byte[length];
        in.get(payload);
        return checksum(payload) == checksum ? payload : null;
    }

    private static int checksum(byte[] payload) {
        CRC32C crc = new CRC32C();
        crc.update(payload);
        return (int) crc.getValue();
    }
}
