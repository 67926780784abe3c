package fr.bleu.app.backup;

import fr.bleu.app.CommandFailure;
import fr.bleu.keys.OpenFailedException;
import fr.bleu.keys.PrivateFiles;
import fr.bleu.keys.SealingKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What opens one backup, in a private file apart from it: its key, sealed under the root key, and
 * sealed under that where the ledger stood, the machine's private files but the root key, and the
 * wrapped keys of tenants and accounts. Without this file the backup is noise.
 *
 * <p>Lines. The first is JSON, {@code {"format", "instance", "backup", "created", "expires",
 * "secret"}}; all others are sealed, and bound to it and to their number, so an altered expiry
 * opens nothing: the content, then rows of keys, an empty one last. Neither who writes nor who
 * reads holds more than a line.
 */
final class KeysFile {

    static final String FORMAT = "bleu-backup-keys/2";
    private static final int SECRET_BYTES = 32;
    private static final int MOST_LINE_CHARS = 8 << 20;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private KeysFile() {}

    /** What may be read without any key. */
    record Header(String instance, String backup, Instant created, Instant expires) {

        /** What a secret is bound to. */
        byte[] bytes() {
            return String.join(
                            "\n", FORMAT, instance, backup, created.toString(), expires.toString())
                    .getBytes(StandardCharsets.UTF_8);
        }

        /** What a sealed line is bound to, by its number from 1. */
        byte[] line(int number) {
            byte[] header = bytes();
            return ByteBuffer.allocate(header.length + 1 + Integer.BYTES)
                    .put(header)
                    .put((byte) '\n')
                    .putInt(number)
                    .array();
        }
    }

    /**
     * Where the ledger stood, and what the machine has.
     *
     * @param generation the ledger's
     * @param head the store's, encoded
     * @param checkpoint signed, of that head
     * @param vkey what verifies it
     * @param files the machine's, by name
     */
    record Content(
            int generation,
            byte[] head,
            String checkpoint,
            String vkey,
            Map<String, byte[]> files) {

        byte[] encode() {
            ObjectNode json = JSON.createObjectNode();
            json.put("generation", generation)
                    .put("head", text(head))
                    .put("checkpoint", checkpoint)
                    .put("vkey", vkey);
            ObjectNode named = json.putObject("files");
            files.forEach((name, bytes) -> named.put(name, text(bytes)));
            return JSON.writeValueAsBytes(json);
        }

        private static Content decode(byte[] bytes) {
            JsonNode json = JSON.readTree(bytes);
            Map<String, byte[]> files = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> file : json.required("files").properties()) {
                files.put(file.getKey(), bytes(file.getValue().asString()));
            }
            return new Content(
                    json.required("generation").asInt(),
                    bytes(json.required("head").asString()),
                    json.required("checkpoint").asString(),
                    json.required("vkey").asString(),
                    files);
        }
    }

    /** A fresh secret, from which and from the root key a backup's key follows. */
    static byte[] newSecret(SecureRandom random) {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return secret;
    }

    /** The key of a backup. */
    static SealingKey key(SealingKey backups, byte[] secret) {
        return backups.below("backup", secret);
    }

    /** The first line. */
    static String first(Header header, byte[] sealedSecret) {
        ObjectNode json = JSON.createObjectNode();
        json.put("format", FORMAT)
                .put("instance", header.instance())
                .put("backup", header.backup())
                .put("created", header.created().toString())
                .put("expires", header.expires().toString())
                .put("secret", text(sealedSecret));
        return JSON.writeValueAsString(json);
    }

    /** A file that was opened, and the key of its backup. */
    record Opened(Path file, Header header, SealingKey key, Content content) {

        /** The wrapped keys, which {@link KeysReader} reads as they are asked for. */
        KeysReader keys() throws IOException {
            return new KeysReader(this);
        }
    }

    /**
     * Opens a file.
     *
     * @throws CommandFailure when it has expired, was altered, or is of another root key
     */
    static Opened open(Path file, SealingKey backups, Instant now) throws IOException {
        PrivateFiles.checkFolder(file.toAbsolutePath().getParent());
        PrivateFiles.checkFile(file);
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.US_ASCII)) {
            JsonNode json = JSON.readTree(line(lines));
            if (!json.path("format").asString("").equals(FORMAT)) {
                throw new CommandFailure(file + " is not a backup's keys file");
            }
            Header header = header(json);
            byte[] sealed = bytes(json.required("secret").asString());
            requireRootKey(sealed, backups, header);
            byte[] secret = backups.open(sealed, header.bytes());
            if (!now.isBefore(header.expires())) {
                throw new CommandFailure(
                        file + " has expired on " + header.expires() + ": nothing opens with it");
            }
            SealingKey key = key(backups, secret);
            byte[] content = key.open(bytes(line(lines)), header.line(1));
            return new Opened(file, header, key, Content.decode(content));
        } catch (OpenFailedException e) {
            throw new CommandFailure(file + " was altered: it does not open");
        } catch (JacksonException
                | IllegalArgumentException
                | DateTimeException
                | CharacterCodingException e) {
            throw new CommandFailure(
                    file
                            + " is not a backup's keys file of this version, or it is damaged; what"
                            + " v0.3 backed up is restored with v0.3");
        }
    }

    private static void requireRootKey(byte[] sealed, SealingKey backups, Header header) {
        if (!SealingKey.idIn(sealed).equals(backups.id())) {
            throw new CommandFailure(
                    "this is not the root key of instance "
                            + header.instance()
                            + ", whose backup it is");
        }
    }

    private static Header header(JsonNode json) {
        return new Header(
                json.required("instance").asString(),
                json.required("backup").asString(),
                Instant.parse(json.required("created").asString()),
                Instant.parse(json.required("expires").asString()));
    }

    /**
     * The next line.
     *
     * @throws IllegalArgumentException when there is none, or it has no end
     */
    static String line(BufferedReader lines) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = lines.read(); next != '\n'; next = lines.read()) {
            if (next < 0 || line.length() == MOST_LINE_CHARS) {
                throw new IllegalArgumentException("a keys file's line is cut or too long");
            }
            line.append((char) next);
        }
        return line.toString();
    }

    static byte[] bytes(String text) {
        return Base64.getDecoder().decode(text);
    }

    static String text(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
