package fr.bleu.app.backup;

import fr.bleu.keys.OpenFailedException;
import fr.bleu.keys.SealingKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Pieces of plaintext, compressed and sealed, each in a file of its own. A chunk's name and key
 * both follow from the hash of its plaintext and from the root key, so that what is there already
 * is known without a look into it, and nobody without the root key can test a guess. Who lacks the
 * hash, which stands in sealed manifests only, cannot open it, root key or not.
 */
final class Chunks {

    /** The most a chunk holds: what cuts a chunk ({@link RowChunks}) and the largest row. */
    static final int MAX_BYTES = 8 << 20;

    private static final byte[] PLACE = utf8("bleu backup chunk 1");
    private static final byte[] NAME = utf8("name of a backup's chunk\0");

    private final BackupFolder folder;
    private final SealingKey secret;
    private int written;

    Chunks(BackupFolder folder, SealingKey backups) {
        this.folder = folder;
        this.secret = backups.below("backup chunks", new byte[0]);
    }

    /** How many were not there before. */
    int written() {
        return written;
    }

    /**
     * Writes a chunk unless it is there.
     *
     * @return the plaintext's hash, by which it is found again
     */
    byte[] put(byte[] plaintext) throws IOException {
        byte[] hash = hash(plaintext);
        String name = name(hash);
        if (!folder.has(name)) {
            folder.write(name, key(hash).seal(deflated(plaintext), PLACE));
            written++;
        }
        return hash;
    }

    /**
     * The plaintext of a hash.
     *
     * @throws DamagedBackupException when the chunk is missing or altered
     */
    byte[] get(byte[] hash) throws IOException {
        String name = name(hash);
        try {
            byte[] plaintext = inflated(key(hash).open(folder.read(name), PLACE));
            if (MessageDigest.isEqual(hash(plaintext), hash)) {
                return plaintext;
            }
        } catch (OpenFailedException e) {
            // Said below.
        }
        throw new DamagedBackupException(name, "is not what was written");
    }

    private SealingKey key(byte[] hash) {
        return secret.below("backup chunk", hash);
    }

    /** The file of a chunk. */
    String name(byte[] hash) {
        byte[] context = Arrays.copyOf(NAME, NAME.length + hash.length);
        System.arraycopy(hash, 0, context, NAME.length, hash.length);
        return "chunks/" + HexFormat.of().formatHex(secret.derive(context));
    }

    static byte[] hash(byte[] bytes) {
        return sha256().digest(bytes);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static byte[] deflated(byte[] plaintext) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(plaintext.length / 2);
        Deflater fast = new Deflater(Deflater.BEST_SPEED);
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out, fast)) {
            deflater.write(plaintext);
        } finally {
            fast.end();
        }
        return out.toByteArray();
    }

    private static byte[] inflated(byte[] deflated) throws IOException {
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(deflated))) {
            return in.readNBytes(MAX_BYTES);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
