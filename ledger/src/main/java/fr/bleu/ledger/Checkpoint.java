package fr.bleu.ledger;

import java.util.Base64;
import java.util.List;

/**
 * A tree's head (c2sp.org/tlog-checkpoint).
 *
 * @param origin the tree's identity, such as {@code bleu.local/<instance>/stamp1/g1}: the stamp and
 *     the generation are part of it, so that no two trees share one
 * @param size leaves
 * @param root the root hash over them, 32 bytes
 * @param extensions further lines; none of ours has any
 */
public record Checkpoint(String origin, long size, byte[] root, List<String> extensions) {

    public Checkpoint {
        if (origin.isEmpty() || origin.contains("\n") || size < 0) {
            throw new IllegalArgumentException("not a checkpoint");
        }
        if (root.length != Merkle.HASH_BYTES) {
            throw new IllegalArgumentException("a root has 32 bytes");
        }
        if (extensions.stream().anyMatch(line -> line.isEmpty() || line.contains("\n"))) {
            throw new IllegalArgumentException("an extension is one line and not empty");
        }
        root = root.clone();
        extensions = List.copyOf(extensions);
    }

    /** A checkpoint without extensions. */
    public Checkpoint(String origin, long size, byte[] root) {
        this(origin, size, root, List.of());
    }

    /** The origin of a tree: domain, instance, stamp and generation, joined by slashes. */
    public static String origin(String domain, String instance, int stamp, long generation) {
        String origin = domain + "/" + instance + "/stamp" + stamp + "/g" + generation;
        if (!VerifierKey.isName(origin)) {
            throw new IllegalArgumentException("an origin holds no space, plus or control");
        }
        return origin;
    }

    @Override
    public byte[] root() {
        return root.clone();
    }

    /** The text that is signed. */
    public String text() {
        StringBuilder text = new StringBuilder();
        text.append(origin).append('\n').append(size).append('\n');
        text.append(Base64.getEncoder().encodeToString(root)).append('\n');
        extensions.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    /**
     * The signed note.
     *
     * @param key its name must be the origin
     */
    public String sign(SignerKey key) {
        if (!key.verifier().name().equals(origin)) {
            throw new IllegalArgumentException("a checkpoint is signed by its origin's own key");
        }
        return Note.sign(text(), key);
    }

    /** Parses the text of a checkpoint, without its signatures. */
    public static Checkpoint parse(String text) throws MalformedException {
        if (!text.endsWith("\n")) {
            throw new MalformedException("the checkpoint does not end with a newline");
        }
        List<String> lines = List.of(text.substring(0, text.length() - 1).split("\n", -1));
        if (lines.size() < 3 || lines.stream().anyMatch(String::isEmpty)) {
            throw new MalformedException(
                    "the checkpoint does not have origin, size and root, one on each line");
        }
        long size = Texts.number(lines.get(1), "the checkpoint's size");
        byte[] root = Texts.hash(lines.get(2), "the checkpoint's root hash");
        return new Checkpoint(lines.get(0), size, root, lines.subList(3, lines.size()));
    }

    /** Reads a signed checkpoint that a key has signed: the origin must be the key's own name. */
    static Checkpoint open(String signed, VerifierKey key, String where) throws Refusal {
        Note note;
        Checkpoint checkpoint;
        try {
            note = Note.parse(signed);
            checkpoint = Checkpoint.parse(note.text());
        } catch (MalformedException e) {
            throw new Refusal(new Finding.MalformedCheckpoint(where, e.getMessage()));
        }
        switch (note.verify(key)) {
            case VALID -> {}
            case INVALID -> throw new Refusal(new Finding.AlteredCheckpoint(where));
            case ABSENT ->
                    throw new Refusal(new Finding.OtherKey(where, key.name(), signers(note)));
        }
        if (!checkpoint.origin().equals(key.name())) {
            throw new Refusal(new Finding.OtherOrigin(where, checkpoint.origin(), key.name()));
        }
        return checkpoint;
    }

    private static List<String> signers(Note note) {
        return note.signatures().stream().map(Note.Line::name).toList();
    }
}
