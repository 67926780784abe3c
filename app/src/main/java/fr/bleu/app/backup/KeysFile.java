package fr.bleu.app.backup;

import fr.bleu.app.CommandFailure;
import fr.bleu.keys.OpenFailedException;
import fr.bleu.keys.PrivateFiles;
import fr.bleu.keys.SealingKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
 * sealed under that the wrapped keys of tenants and accounts, where the ledger stood, and the
 * machine's private files but the root key. Without this file the backup is noise.
 *
 * <p>JSON: {@code {"format", "instance", "backup", "created", "expires", "secret", "sealed"}}; the
 * first five are bound to the last two, so an altered expiry opens nothing.
 */
record KeysFile(Header header, Content content) {

    private static final String FORMAT = "bleu-backup-keys/1";
    private static final int SECRET_BYTES = 32;
    private static final int MAX_BYTES = 1 << 30;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** What may be read without any key. */
    record Header(String instance, String backup, Instant created, Instant expires) {

        private byte[] bytes() {
            return String.join(
                            "\n", FORMAT, instance, backup, created.toString(), expires.toString())
                    .getBytes(StandardCharsets.UTF_8);
        }
    }

    /**
     * What is sealed.
     *
     * @param generation the ledger's
     * @param head the store's, encoded
     * @param checkpoint signed, of that head
     * @param vkey what verifies it
     * @param keys wrapped keys, as rows
     * @param files the machine's, by name
     */
    record Content(
            int generation,
            byte[] head,
            String checkpoint,
            String vkey,
            byte[] keys,
            Map<String, byte[]> files) {}

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

    /** Writes the file, which must not be there, in a folder of 0700. */
    void write(Path file, SealingKey backups, byte[] secret) throws IOException {
        byte[] bound = header.bytes();
        ObjectNode json = JSON.createObjectNode();
        json.put("format", FORMAT)
                .put("instance", header.instance())
                .put("backup", header.backup())
                .put("created", header.created().toString())
                .put("expires", header.expires().toString())
                .put("secret", text(backups.seal(secret, bound)))
                .put("sealed", text(key(backups, secret).seal(encoded(), bound)));
        PrivateFiles.create(file, JSON.writeValueAsBytes(json));
    }

    private byte[] encoded() {
        ObjectNode json = JSON.createObjectNode();
        json.put("generation", content.generation())
                .put("head", text(content.head()))
                .put("checkpoint", content.checkpoint())
                .put("vkey", content.vkey())
                .put("keys", text(content.keys()));
        ObjectNode files = json.putObject("files");
        content.files().forEach((name, bytes) -> files.put(name, text(bytes)));
        return JSON.writeValueAsBytes(json);
    }

    /** A file that was opened, and the key of its backup. */
    record Opened(KeysFile file, SealingKey key) {}

    /**
     * Opens a file.
     *
     * @throws CommandFailure when it has expired, was altered, or is of another root key
     */
    static Opened open(Path file, SealingKey backups, Instant now) throws IOException {
        try {
            JsonNode json = JSON.readTree(PrivateFiles.read(file, MAX_BYTES));
            if (!json.path("format").asString("").equals(FORMAT)) {
                throw new CommandFailure(file + " is not a backup's keys file");
            }
            Header header = header(json);
            requireRootKey(json, backups, header);
            byte[] secret = backups.open(bytes(json, "secret"), header.bytes());
            if (!now.isBefore(header.expires())) {
                throw new CommandFailure(
                        file + " has expired on " + header.expires() + ": nothing opens with it");
            }
            SealingKey key = key(backups, secret);
            Content content =
                    content(JSON.readTree(key.open(bytes(json, "sealed"), header.bytes())));
            return new Opened(new KeysFile(header, content), key);
        } catch (OpenFailedException e) {
            throw new CommandFailure(file + " was altered: it does not open");
        } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
            throw new CommandFailure(file + " is not a backup's keys file, or it is damaged");
        }
    }

    private static void requireRootKey(JsonNode json, SealingKey backups, Header header) {
        if (!SealingKey.idIn(bytes(json, "secret")).equals(backups.id())) {
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

    private static Content content(JsonNode json) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> file : json.required("files").properties()) {
            files.put(file.getKey(), Base64.getDecoder().decode(file.getValue().asString()));
        }
        return new Content(
                json.required("generation").asInt(),
                bytes(json, "head"),
                json.required("checkpoint").asString(),
                json.required("vkey").asString(),
                bytes(json, "keys"),
                files);
    }

    private static byte[] bytes(JsonNode json, String name) {
        return Base64.getDecoder().decode(json.required(name).asString());
    }

    private static String text(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "KeysFile[" + header.backup() + "]";
    }
}
