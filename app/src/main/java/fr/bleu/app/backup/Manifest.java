package fr.bleu.app.backup;

import fr.bleu.keys.OpenFailedException;
import fr.bleu.keys.SealingKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One backup: its chunks, in order. A file {@code backups/NAME}, sealed under the backup's own key,
 * so that without its keys file nothing of the backup can be opened.
 */
record Manifest(List<byte[]> records, List<byte[]> ledger, List<byte[]> extents) {

    private static final byte FORMAT = 1;

    /** Its file. */
    static String file(String name) {
        return "backups/" + name;
    }

    void write(BackupFolder folder, String name, SealingKey key) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(FORMAT);
        Hashes.write(out, records);
        Hashes.write(out, ledger);
        Hashes.write(out, extents);
        folder.write(file(name), key.seal(bytes.toByteArray(), place(name)));
    }

    /**
     * Reads a backup's.
     *
     * @throws DamagedBackupException when it is missing, or not this backup's
     */
    static Manifest read(BackupFolder folder, String name, SealingKey key) throws IOException {
        try {
            byte[] bytes = key.open(folder.read(file(name)), place(name));
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
            if (in.read() != FORMAT) {
                throw new DamagedBackupException(file(name), "has another format");
            }
            return new Manifest(Hashes.read(in), Hashes.read(in), Hashes.read(in));
        } catch (OpenFailedException e) {
            throw new DamagedBackupException(file(name), "is not what was written");
        }
    }

    private static byte[] place(String name) {
        return ("bleu backup manifest 1 " + name).getBytes(StandardCharsets.UTF_8);
    }
}
