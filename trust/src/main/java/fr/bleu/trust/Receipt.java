package fr.bleu.trust;

import fr.bleu.store.ChangeId;
import java.util.Base64;

/** What an answer's {@code bleu-receipt} header carries. */
public sealed interface Receipt {

    /** The header's name. */
    String HEADER = "bleu-receipt";

    /** The header's value. */
    String header();

    /**
     * The entry is durable; its proof follows within the ledger's stated delay.
     *
     * @param index the entry's place in the tree
     * @param leaf the leaf's bytes
     */
    record Promised(ChangeId change, long index, byte[] leaf) implements Receipt {
        @Override
        public String header() {
            return "promised; change="
                    + change
                    + "; index="
                    + index
                    + "; leaf="
                    + Base64.getEncoder().encodeToString(leaf);
        }
    }

    /**
     * The entry with its proof and the signed checkpoint, as c2sp.org/tlog-proof lays it out.
     *
     * @param proof the proof's text
     */
    record Included(ChangeId change, long index, byte[] leaf, String proof) implements Receipt {
        @Override
        public String header() {
            return "included; change="
                    + change
                    + "; index="
                    + index
                    + "; leaf="
                    + Base64.getEncoder().encodeToString(leaf)
                    + "; proof="
                    + Base64.getEncoder()
                            .encodeToString(
                                    proof.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
    }
}
