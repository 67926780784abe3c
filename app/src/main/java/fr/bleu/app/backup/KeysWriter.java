package fr.bleu.app.backup;

import fr.bleu.keys.PrivateFiles;
import fr.bleu.keys.SealingKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a keys file as {@link KeysFile} says; it has another name until it is whole. */
final class KeysWriter implements AutoCloseable {

    private static final int LINE_BYTES = 256 << 10;

    private final Path name;
    private final Path unfinished;
    private final KeysFile.Header header;
    private final SealingKey key;
    private final FileChannel file;
    private ByteArrayOutputStream rows = new ByteArrayOutputStream();
    private int lines;

    /** Begins a file, in a folder of 0700, and writes its first two lines. */
    KeysWriter(
            Path name,
            KeysFile.Header header,
            SealingKey backups,
            byte[] secret,
            KeysFile.Content content)
            throws IOException {
        this.name = name;
        this.unfinished = name.resolveSibling(name.getFileName() + ".new");
        this.header = header;
        this.key = KeysFile.key(backups, secret);
        Files.deleteIfExists(unfinished);
        file = PrivateFiles.begin(unfinished);
        line(KeysFile.first(header, backups.seal(secret, header.bytes())));
        seal(content.encode());
    }

    /** Takes a wrapped key. */
    void add(byte[] recordKey, byte[] value) throws IOException {
        RowChunks.append(rows, recordKey, value);
        if (rows.size() >= LINE_BYTES) {
            write();
        }
    }

    /** Makes the file whole and durable. */
    void finish() throws IOException {
        if (rows.size() > 0) {
            write();
        }
        seal(new byte[0]);
        file.force(true);
        file.close();
        PrivateFiles.rename(unfinished, name);
    }

    private void write() throws IOException {
        seal(rows.toByteArray());
        rows = new ByteArrayOutputStream();
    }

    private void seal(byte[] bytes) throws IOException {
        lines++;
        line(KeysFile.text(key.seal(bytes, header.line(lines))));
    }

    private void line(String line) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.US_ASCII));
        while (rest.hasRemaining()) {
            file.write(rest);
        }
    }

    /** Takes away what was not finished. */
    @Override
    public void close() throws IOException {
        file.close();
        Files.deleteIfExists(unfinished);
    }
}
