package fr.bleu.app.stamp;

import fr.bleu.app.CommandFailure;
import fr.bleu.app.Instance;
import fr.bleu.keys.PrivateFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a further node of a stamp needs of one that runs, in one private file: the root key, the CA
 * with its issuing key, the last published checkpoint, what clients are told, and the new node's
 * own key and certificate. The administrator's key is not among it: nodes do not need it.
 *
 * <p>JSON: {@code {"format": 2, "instance": ID, "files": {NAME: base64, …}}}.
 */
public final class NodePack {
    private static final int FORMAT = 2;
    private static final int MAX_FILE_BYTES = 64 << 10;
    private static final int MAX_PACK_BYTES = 1 << 20;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** In the order in which they are written: a start takes the details for the end of a first. */
    private static final Map<String, Function<Instance, Path>> FILES = files();

    /** The one file that is not the packing node's. */
    private static final String CERTIFICATE = "node.pem";

    private NodePack() {}

    private static Map<String, Function<Instance, Path>> files() {
        Map<String, Function<Instance, Path>> files = new LinkedHashMap<>();
        files.put("root.key", Instance::rootKey);
        files.put("checkpoint", Instance::checkpoint);
        files.put("issuer.key", Instance::issuerKey);
        files.put("root.pem", Instance::caCertificate);
        files.put("issuer.pem", Instance::issuerCertificate);
        files.put(CERTIFICATE, Instance::nodeCertificate);
        files.put("instance.json", Instance::details);
        return files;
    }

    /**
     * Writes the pack of an instance.
     *
     * @param certificate the new node's, with its key
     * @param file must not be there, in a folder of 0700
     */
    public static void write(Instance instance, byte[] certificate, Path file) throws IOException {
        ObjectNode pack = JSON.createObjectNode();
        pack.put("format", FORMAT).put("instance", instance.id());
        ObjectNode files = pack.putObject("files");
        for (Map.Entry<String, Function<Instance, Path>> part : FILES.entrySet()) {
            byte[] content =
                    part.getKey().equals(CERTIFICATE)
                            ? certificate
                            : PrivateFiles.read(part.getValue().apply(instance), MAX_FILE_BYTES);
            files.put(part.getKey(), Base64.getEncoder().encodeToString(content));
        }
        PrivateFiles.create(file, JSON.writeValueAsBytes(pack));
    }

    /**
     * Makes a node's folders from a pack.
     *
     * @param data absent or empty
     * @throws CommandFailure with one line that says why it cannot
     */
    public static Instance unpack(Path file, Path data) {
        try {
            JsonNode pack = read(file);
            Instance instance = Instance.join(data, text(pack, "instance"));
            restoreOrUndo(pack, instance);
            return instance;
        } catch (JacksonException | IllegalArgumentException e) {
            // What was read is secret, so that not even the parser's message is told.
            throw new CommandFailure(file + " is not a node's pack of this version");
        } catch (IOException e) {
            throw new CommandFailure("cannot unpack " + file + ": " + CommandFailure.reason(e));
        }
    }

    static JsonNode read(Path file) throws IOException {
        JsonNode pack = JSON.readTree(PrivateFiles.read(file, MAX_PACK_BYTES));
        boolean whole = pack.path("format").asInt(0) == FORMAT;
        for (String name : FILES.keySet()) {
            whole &= pack.path("files").path(name).isString();
            // Before anything is made of it.
            part(pack, name);
        }
        if (!whole) {
            throw new IllegalArgumentException("format");
        }
        return pack;
    }

    /** Nothing is left of a node that did not come about: the next attempt begins anew. */
    static void restoreOrUndo(JsonNode pack, Instance instance) throws IOException {
        try {
            PrivateFiles.createFolder(instance.caCertificate().getParent());
            restore(pack, instance);
        } catch (IOException | RuntimeException e) {
            instance.undo();
            throw e;
        }
    }

    static void restore(JsonNode pack, Instance instance) throws IOException {
        for (Map.Entry<String, Function<Instance, Path>> part : FILES.entrySet()) {
            PrivateFiles.create(part.getValue().apply(instance), part(pack, part.getKey()));
        }
    }

    private static byte[] part(JsonNode pack, String name) {
        return Base64.getDecoder().decode(text(pack.path("files"), name));
    }

    private static String text(JsonNode node, String name) {
        if (!node.path(name).isString()) {
            throw new IllegalArgumentException(name);
        }
        return node.path(name).asString();
    }
}
