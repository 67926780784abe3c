package fr.bleu.app;

import fr.bleu.keys.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where one cloud lives: its data folder, and apart from it the folder of what must stay private.
 *
 * <p>The data folder names the instance in {@code INSTANCE}; the private folder is {@code
 * $XDG_CONFIG_HOME/bleu/<instance>} (by default below {@code ~/.config}) and holds the root key,
 * the issuing CA's key, the node's and the administrator's keys and the last published checkpoint.
 * A copied data folder therefore starts nothing.
 *
 * @param id 32 hexadecimal digits
 * @param kind what it is; {@code INSTANCE} says so, too
 * @param data records, extents, logs
 * @param secrets the private folder, 0700, its files 0600
 */
public record Instance(String id, Kind kind, Path data, Path secrets) {

    private static final String MARKER = "INSTANCE";
    private static final String ID = "[0-9a-f]{32}";

    /** The marker's second line; without one it is a cloud's. */
    private static final String DEVELOPMENT = "development storage";

    /** A cloud. */
    public Instance(String id, Path data, Path secrets) {
        this(id, Kind.CLOUD, data, secrets);
    }

    /** Whether the folder holds an instance already. */
    public static boolean existsIn(Path data) {
        return Files.exists(data.resolve(MARKER));
    }

    /**
     * Makes a new instance in an absent or empty folder.
     *
     * @throws CommandFailure when the folder holds anything else or cannot be written
     */
    public static Instance create(Path data, Kind kind) {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        return create(data, kind, HexFormat.of().formatHex(random));
    }

    /**
     * Makes the folders of a further node of a cloud.
     *
     * @throws CommandFailure also when this user has a node of that cloud on this machine already
     */
    public static Instance join(Path data, String id) {
        if (!id.matches(ID)) {
            throw new IllegalArgumentException("not an instance's id");
        }
        if (Files.exists(secretsOf(id))) {
            throw new CommandFailure(
                    secretsOf(id)
                            + " is there: this user has a node of that cloud already"
                            + " (another XDG_CONFIG_HOME keeps two apart)");
        }
        return create(data, Kind.CLOUD, id);
    }

    /**
     * Makes the folders of a cloud that is to be restored. They are nobody's until {@link
     * #complete}: what was cut before starts nothing.
     *
     * @throws CommandFailure when there is something in either folder
     */
    public static Instance prepare(Path data, String id) {
        Instance made = new Instance(id, data, secretsOf(id));
        if (Files.exists(made.secrets())) {
            throw new CommandFailure(
                    made.secrets()
                            + " is there: this user has that cloud already"
                            + " (another XDG_CONFIG_HOME keeps two apart)");
        }
        made.prepare();
        return made;
    }

    /** Makes both folders, of which the data's must be absent or empty. */
    public void prepare() {
        try {
            if (Files.exists(data) && !isEmpty(data)) {
                throw new CommandFailure(data + " is not empty; choose another with --data");
            }
            PrivateFiles.createFolder(data);
            PrivateFiles.createFolder(secrets);
        } catch (IOException e) {
            throw cannotMake(this, e);
        }
    }

    /** Marks the data folder as the cloud's. */
    public void complete() throws IOException {
        PrivateFiles.create(data.resolve(MARKER), (id + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static Instance create(Path data, Kind kind, String id) {
        Instance made = new Instance(id, kind, data, secretsOf(id));
        try {
            if (Files.exists(data) && !isEmpty(data)) {
                throw new CommandFailure(
                        data + " is not empty and holds no Bleu data; choose another with --data");
            }
            // The data first: where it cannot be made, no private folder is left behind.
            PrivateFiles.createFolder(data);
        } catch (IOException e) {
            throw cannotMake(made, e);
        }
        try {
            PrivateFiles.createFolder(made.secrets());
            String marker =
                    switch (kind) {
                        case CLOUD -> id + "\n";
                        case DEVELOPMENT_STORAGE -> id + "\n" + DEVELOPMENT + "\n";
                    };
            PrivateFiles.create(data.resolve(MARKER), marker.getBytes(StandardCharsets.US_ASCII));
            return made;
        } catch (IOException e) {
            made.undo();
            throw cannotMake(made, e);
        }
    }

    private static CommandFailure cannotMake(Instance instance, IOException why) {
        return new CommandFailure(
                "cannot make "
                        + instance.kind()
                        + " in "
                        + instance.data()
                        + ": "
                        + CommandFailure.reason(why));
    }

    /**
     * Takes back an instance that was being made a moment ago, in folders of its own: empties the
     * data folder and removes the private one. What cannot be removed stays.
     */
    public void undo() {
        remove(data, data);
        remove(secrets, secrets.getParent());
    }

    private static void remove(Path folder, Path kept) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(kept)) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            // The caller says what failed first; who repeats it is told of what is left.
        }
    }

    /**
     * Finds the instance of a data folder.
     *
     * @throws CommandFailure when there is none, or its private folder is missing or too open
     */
    public static Instance load(Path data) {
        List<String> marker = readMarker(data);
        String id = marker.getFirst();
        Path secrets = secretsOf(id);
        if (!Files.isDirectory(secrets)) {
            throw new CommandFailure(
                    "the keys of instance "
                            + id
                            + " are missing: restore "
                            + secrets
                            + " from its backup; the data folder alone starts nothing");
        }
        try {
            PrivateFiles.checkFolder(secrets);
        } catch (IOException e) {
            throw new CommandFailure(CommandFailure.reason(e));
        }
        Kind kind = marker.size() == 1 ? Kind.CLOUD : Kind.DEVELOPMENT_STORAGE;
        return new Instance(id, kind, data, secrets);
    }

    /**
     * Finds the instance of a data folder, if it is a cloud.
     *
     * @throws CommandFailure also when it is development storage
     */
    public static Instance loadCloud(Path data) {
        Instance instance = load(data);
        instance.require(Kind.CLOUD);
        return instance;
    }

    /**
     * Holds a command to the kind of instance that it is for: neither becomes the other.
     *
     * @throws CommandFailure when it is of the other kind
     */
    public void require(Kind wanted) {
        if (kind != wanted) {
            throw new CommandFailure(
                    data + " holds " + kind + ", not " + wanted + "; --data names another folder");
        }
    }

    private static List<String> readMarker(Path data) {
        Path marker = data.resolve(MARKER);
        if (!Files.exists(marker)) {
            throw new CommandFailure(
                    "no cloud in " + data + " (./bleu up makes one; --data names another folder)");
        }
        try {
            List<String> lines = Files.readString(marker).strip().lines().toList();
            boolean known =
                    lines.size() == 1
                            || lines.subList(1, lines.size()).equals(List.of(DEVELOPMENT));
            if (known && lines.getFirst().matches(ID)) {
                return lines;
            }
        } catch (IOException e) {
            throw new CommandFailure("cannot read " + marker + ": " + CommandFailure.reason(e));
        }
        throw new CommandFailure(
                marker + " does not hold an instance id; this is no Bleu data folder");
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    private static Path secretsOf(String id) {
        return configFolder().resolve("bleu").resolve(id).toAbsolutePath();
    }

    /** As the XDG base directory specification says; Java's own user.home does not heed HOME. */
    private static Path configFolder() {
        String configured = System.getenv("XDG_CONFIG_HOME");
        if (configured != null && !configured.isBlank()) {
            return Path.of(configured);
        }
        String home = System.getenv("HOME");
        boolean named = home != null && !home.isBlank();
        return Path.of(named ? home : System.getProperty("user.home"), ".config");
    }

    public Path rootKey() {
        return secrets.resolve("root.key");
    }

    public Path issuerKey() {
        return secrets.resolve("issuer.key");
    }

    /** The node's key and certificate, one PEM. */
    public Path nodeCertificate() {
        return secrets.resolve("node.pem");
    }

    /** The administrator's certificate and key, one PEM. */
    public Path administrator() {
        return secrets.resolve("administrator.pem");
    }

    /** The last published checkpoint; a store that opens shorter is refused. */
    public Path checkpoint() {
        return secrets.resolve("checkpoint");
    }

    /** The operator's control socket, 0600. */
    public Path controlSocket() {
        return secrets.resolve("control.sock");
    }

    /** Where the data went, if it was moved from or to another engine. */
    public Path moved() {
        return data.resolve("MOVED");
    }

    /** Records and ledger. */
    public Path store() {
        return data.resolve("store");
    }

    /** Encrypted bytes. */
    public Path extents() {
        return data.resolve("extents");
    }

    /** What clients need to know, as the last start wrote it; its presence ends the first start. */
    public Path details() {
        return data.resolve("instance.json");
    }

    /** The ids that the first start chose, kept before they were committed. */
    public Path firstStart() {
        return data.resolve("first-start.json");
    }

    /** az's own configuration folder. */
    public Path azFolder() {
        return secrets.resolve("az");
    }

    /** The certificate of the issuing CA. */
    public Path issuerCertificate() {
        return data.resolve("ca").resolve("issuer.pem");
    }

    /** The root certificate, which clients trust. */
    public Path caCertificate() {
        return data.resolve("ca").resolve("root.pem");
    }

    public Path log() {
        return data.resolve("log").resolve("bleu.log");
    }
}
