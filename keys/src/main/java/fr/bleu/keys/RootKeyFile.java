package fr.bleu.keys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The root key in a file of its own, outside the data folder.
 *
 * <p>What seals it: the rights of the file (0600) and of its folder (0700), and that it does not
 * lie with the data it protects, so that a copy of the data folder opens nothing. There is no
 * passphrase: whoever becomes the running user or root on the machine, or holds a backup of the
 * file, has the key. A token that never gives its key out is the answer to that.
 *
 * <p>Layout, four lines of ASCII: {@code bleu-root-key/1}, {@code id: UUID}, {@code key: base64 of
 * 32 bytes}, {@code sha256: hex} over the lines before it. The checksum finds damage; it is no
 * protection against alteration, which the store's key check finds.
 */
public final class RootKeyFile {

    private static final int MAX_BYTES = 1024;
    private static final Pattern LAYOUT =
            Pattern.compile(
                    "(bleu-root-key/1\nid: ([0-9a-f-]{36})\nkey: ([A-Za-z0-9+/]{43}=)\n)"
                            + "sha256: ([0-9a-f]{64})\n");

    private RootKeyFile() {}

    /**
     * Makes a fresh root key and its file, durably. The folder must be there and private.
     *
     * @throws java.nio.file.FileAlreadyExistsException when there is a file; a root key is never
     *     overwritten
     * @throws PrivateFileException when the folder is not private
     */
    public static RootKey create(Path file, SecureRandom random) throws IOException {
        byte[] key = new byte[AesKey.BYTES];
        random.nextBytes(key);
        UUID id = RootKey.randomId(random);
        byte[] content = encode(id, key);
        try {
            PrivateFiles.create(file, content);
            return RootKey.of(id, key, random);
        } finally {
            Arrays.fill(key, (byte) 0);
            Arrays.fill(content, (byte) 0);
        }
    }

    /**
     * Reads a root key.
     *
     * @param random draws the nonces of what the key will seal
     * @throws PrivateFileException when file or folder are not private, or the file is missing
     * @throws IOException when the file is damaged; the message never shows what it holds
     */
    public static RootKey load(Path file, SecureRandom random) throws IOException {
        byte[] content = PrivateFiles.read(file, MAX_BYTES);
        byte[] key = null;
        try {
            Matcher parts = LAYOUT.matcher(new String(content, StandardCharsets.ISO_8859_1));
            if (!parts.matches()) {
                throw new IOException(file + " is not a Bleu root key file, or it is damaged");
            }
            if (!MessageDigest.isEqual(
                    checksum(parts.group(1)).getBytes(StandardCharsets.US_ASCII),
                    parts.group(4).getBytes(StandardCharsets.US_ASCII))) {
                throw new IOException(file + " is damaged: its checksum does not match");
            }
            key = Base64.getDecoder().decode(parts.group(3));
            return RootKey.of(UUID.fromString(parts.group(2)), key, random);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is damaged", null);
        } finally {
            Arrays.fill(content, (byte) 0);
            if (key != null) {
                Arrays.fill(key, (byte) 0);
            }
        }
    }

    private static byte[] encode(UUID id, byte[] key) {
        String body =
                "bleu-root-key/1\nid: "
                        + id
                        + "\nkey: "
                        + Base64.getEncoder().encodeToString(key)
                        + "\n";
        return (body + "sha256: " + checksum(body) + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static String checksum(String body) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(body.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
