package fr.bleu.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * A signed note (c2sp.org/signed-note): text, an empty line, signature lines.
 *
 * @param text what is signed; ends with a newline
 * @param signatures in the order of their lines
 */
public record Note(String text, List<Line> signatures) {

    /** The longest note that is read, in characters. */
    public static final int LIMIT = 64 * 1024;

    private static final int SIGNATURES_LIMIT = 16;
    private static final String DASH = "\u2014 ";

    public Note {
        signatures = List.copyOf(signatures);
    }

    /**
     * A signature line.
     *
     * @param name the key's name
     * @param id the key's id, 4 bytes
     * @param signature the signature's bytes
     */
    public record Line(String name, byte[] id, byte[] signature) {}

    /** What a key says of a note. */
    public enum Verdict {
        /** The key has signed this text. */
        VALID,
        /** A line bears the key's name and id, and does not verify: text or line were altered. */
        INVALID,
        /** No line bears the key's name and id. */
        ABSENT
    }

    /** Signs a text, which must end with a newline, and returns the whole note. */
    public static String sign(String text, SignerKey key) {
        if (!text.endsWith("\n") || hasControls(text)) {
            throw new IllegalArgumentException("not the text of a note");
        }
        byte[] signature = key.sign(text.getBytes(StandardCharsets.UTF_8));
        byte[] tagged =
                ByteBuffer.allocate(VerifierKey.ID_BYTES + signature.length)
                        .put(key.verifier().id())
                        .put(signature)
                        .array();
        String base64 = Base64.getEncoder().encodeToString(tagged);
        return text + "\n" + DASH + key.verifier().name() + " " + base64 + "\n";
    }

    /** Parses a note; verifies nothing. */
    public static Note parse(String note) throws MalformedException {
        if (note.length() > LIMIT) {
            throw new MalformedException("the note is longer than 64 KiB");
        }
        if (hasControls(note)) {
            throw new MalformedException("the note holds control characters");
        }
        int split = note.lastIndexOf("\n\n");
        if (split < 0 || !note.endsWith("\n")) {
            throw new MalformedException("the note has no signatures after an empty line");
        }
        String lines = note.substring(split + 2);
        if (lines.isEmpty()) {
            throw new MalformedException("the note has no signatures after an empty line");
        }
        List<Line> signatures = new ArrayList<>();
        for (String line : lines.substring(0, lines.length() - 1).split("\n", -1)) {
            if (signatures.size() == SIGNATURES_LIMIT) {
                throw new MalformedException("the note has more than 16 signatures");
            }
            signatures.add(line(line));
        }
        return new Note(note.substring(0, split + 1), signatures);
    }

    /**
     * What a key says of this note. One line of the key that fails fails the note, whatever other
     * lines say.
     */
    public Verdict verify(VerifierKey key) {
        byte[] message = text.getBytes(StandardCharsets.UTF_8);
        Verdict verdict = Verdict.ABSENT;
        for (Line line : signatures) {
            if (line.name().equals(key.name()) && Arrays.equals(line.id(), key.id())) {
                if (!key.verify(message, line.signature())) {
                    return Verdict.INVALID;
                }
                verdict = Verdict.VALID;
            }
        }
        return verdict;
    }

    private static Line line(String line) throws MalformedException {
        int space = line.lastIndexOf(' ');
        if (!line.startsWith(DASH) || space < DASH.length()) {
            throw new MalformedException("a signature line of the note is malformed");
        }
        String name = line.substring(DASH.length(), space);
        byte[] tagged = Texts.base64(line.substring(space + 1), "a signature of the note");
        if (!VerifierKey.isName(name) || tagged.length <= VerifierKey.ID_BYTES) {
            throw new MalformedException("a signature line of the note is malformed");
        }
        return new Line(
                name,
                Arrays.copyOf(tagged, VerifierKey.ID_BYTES),
                Arrays.copyOfRange(tagged, VerifierKey.ID_BYTES, tagged.length));
    }

    private static boolean hasControls(String text) {
        return text.chars().anyMatch(c -> c < ' ' && c != '\n');
    }
}
