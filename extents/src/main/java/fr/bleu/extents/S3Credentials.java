package fr.bleu.extents;

import fr.bleu.keys.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The key pair that requests are signed with, from a file that nobody else can read:
 *
 * <pre>
 * access-key = …
 * secret-key = …
 * </pre>
 *
 * <p>Empty lines and lines that begin with {@code #} are left out. The file is read once: replace
 * it and restart to use another pair.
 */
record S3Credentials(String accessKey, String secretKey) {

    private static final String ACCESS = "access-key";
    private static final String SECRET = "secret-key";
    private static final int MAX_BYTES = 4 << 10;

    /**
     * @throws fr.bleu.keys.PrivateFileException when others could read or change it
     * @throws IOException when it holds something else; its content is never told
     */
    static S3Credentials read(Path file) throws IOException {
        Map<String, String> found = new HashMap<>();
        String text = new String(PrivateFiles.read(file, MAX_BYTES), StandardCharsets.UTF_8);
        for (String line : text.lines().map(String::strip).toList()) {
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            int equals = line.indexOf('=');
            String name = equals < 0 ? "" : line.substring(0, equals).strip();
            boolean known = name.equals(ACCESS) || name.equals(SECRET);
            if (!known || found.put(name, line.substring(equals + 1).strip()) != null) {
                throw unusable(file);
            }
        }
        S3Credentials pair =
                new S3Credentials(found.getOrDefault(ACCESS, ""), found.getOrDefault(SECRET, ""));
        if (pair.accessKey.isEmpty() || pair.secretKey.isEmpty()) {
            throw unusable(file);
        }
        return pair;
    }

    private static IOException unusable(Path file) {
        return new IOException(
                file + " needs one line " + ACCESS + " = … and one line " + SECRET + " = …");
    }

    @Override
    public String toString() {
        return "S3Credentials[hidden]";
    }
}
