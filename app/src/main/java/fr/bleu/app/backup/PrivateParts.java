package fr.bleu.app.backup;

import fr.bleu.app.Instance;
import fr.bleu.keys.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The machine's files that its clients know it by. What they are told comes back as the ids of a
 * first start that was cut: the next start goes on from there, under its own port.
 */
final class PrivateParts {

    private static final int MAX_BYTES = 64 << 10;

    private static final Map<String, Function<Instance, Path>> FROM =
            Map.of(
                    "issuer.key", Instance::issuerKey,
                    "root.pem", Instance::caCertificate,
                    "issuer.pem", Instance::issuerCertificate,
                    "administrator.pem", Instance::administrator,
                    "instance.json", Instance::details);

    private PrivateParts() {}

    /** Those that are there: a further node lacks the administrator's key. */
    static Map<String, byte[]> read(Instance instance) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (var part : FROM.entrySet()) {
            Path file = part.getValue().apply(instance);
            if (Files.exists(file)) {
                files.put(part.getKey(), PrivateFiles.read(file, MAX_BYTES));
            }
        }
        return files;
    }

    static void write(Instance instance, Map<String, byte[]> files) throws IOException {
        PrivateFiles.createFolder(instance.caCertificate().getParent());
        for (var part : FROM.entrySet()) {
            byte[] content = files.get(part.getKey());
            Path file =
                    part.getKey().equals("instance.json")
                            ? instance.firstStart()
                            : part.getValue().apply(instance);
            if (content != null) {
                PrivateFiles.create(file, content);
            }
        }
    }
}
