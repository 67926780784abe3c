package fr.bleu.ledger;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * An inclusion proof with its signed checkpoint, as text (c2sp.org/tlog-proof). The optional extra
 * line is authenticated by nothing: it is neither written nor accepted.
 *
 * @param index the leaf's index
 * @param proof the audit path, the leaf's sibling first
 * @param checkpoint the signed checkpoint, whole
 */
public record TlogProof(long index, List<byte[]> proof, String checkpoint) {

    private static final String HEADER = "c2sp.org/tlog-proof@v1";
    private static final String INDEX = "index ";
    private static final int PATH_LIMIT = 63;
    private static final int LIMIT = Note.LIMIT + 4096;

    public TlogProof {
        proof = List.copyOf(proof);
    }

    /** The proof's text. */
    public String text() {
        StringBuilder text = new StringBuilder();
        text.append(HEADER).append('\n').append(INDEX).append(index).append('\n');
        for (byte[] hash : proof) {
            text.append(Base64.getEncoder().encodeToString(hash)).append('\n');
        }
        return text.append('\n').append(checkpoint).toString();
    }

    /** Parses a proof's text; verifies nothing. */
    public static TlogProof parse(String text) throws MalformedException {
        if (text.length() > LIMIT) {
            throw new MalformedException("the proof is longer than 68 KiB");
        }
        int end = text.indexOf("\n\n");
        if (end < 0) {
            throw new MalformedException("the proof has no checkpoint after an empty line");
        }
        List<String> lines = List.of(text.substring(0, end).split("\n", -1));
        if (!lines.getFirst().equals(HEADER)) {
            throw new MalformedException("the proof does not begin with " + HEADER);
        }
        if (lines.size() < 2 || !lines.get(1).startsWith(INDEX)) {
            throw new MalformedException("the proof's second line is not its index");
        }
        if (lines.size() - 2 > PATH_LIMIT) {
            throw new MalformedException("the proof has more hashes than any tree is high");
        }
        long index = Texts.number(lines.get(1).substring(INDEX.length()), "the proof's index");
        List<byte[]> proof = new ArrayList<>();
        for (String line : lines.subList(2, lines.size())) {
            proof.add(Texts.hash(line, "a hash of the proof"));
        }
        return new TlogProof(index, proof, text.substring(end + 2));
    }
}
