package fr.bleu.ledger;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A receipt as the {@code bleu-receipt} header carries it. */
public sealed interface ReceiptText {

    /** The longest receipt that is read, in characters. */
    int LIMIT = 128 * 1024;

    /** The change's id: 32 hexadecimal digits. It is not part of what is proven. */
    String change();

    /** The entry's index. */
    long index();

    /** The leaf's 57 bytes. */
    byte[] leaf();

    /** {@code promised; change=…; index=…; leaf=…}. */
    record Promised(String change, long index, byte[] leaf) implements ReceiptText {}

    /** {@code included; change=…; index=…; leaf=…; proof=…}. */
    record Included(String change, long index, byte[] leaf, TlogProof proof)
            implements ReceiptText {}

    /** Parses the header's value; verifies nothing. */
    static ReceiptText parse(String header) throws MalformedException {
        if (header.length() > LIMIT) {
            throw new MalformedException("it is longer than 128 KiB");
        }
        List<String> parts = List.of(header.strip().split("; ", -1));
        return switch (parts.getFirst()) {
            case "promised" -> promised(fields(parts, List.of("change", "index", "leaf")));
            case "included" -> included(fields(parts, List.of("change", "index", "leaf", "proof")));
            default -> throw new MalformedException("it is neither promised nor included");
        };
    }

    private static Promised promised(Map<String, String> fields) throws MalformedException {
        return new Promised(change(fields), index(fields), leaf(fields));
    }

    private static Included included(Map<String, String> fields) throws MalformedException {
        byte[] text = Texts.base64(fields.get("proof"), "its proof");
        TlogProof proof = TlogProof.parse(Texts.utf8(text, "its proof"));
        if (proof.index() != index(fields)) {
            throw new MalformedException("its proof is for another index");
        }
        return new Included(change(fields), index(fields), leaf(fields), proof);
    }

    private static Map<String, String> fields(List<String> parts, List<String> names)
            throws MalformedException {
        Map<String, String> fields = new HashMap<>();
        if (parts.size() != names.size() + 1) {
            throw new MalformedException("it does not have the fields " + names);
        }
        for (int i = 0; i < names.size(); i++) {
            String prefix = names.get(i) + "=";
            if (!parts.get(i + 1).startsWith(prefix)) {
                throw new MalformedException("it does not have the fields " + names);
            }
            fields.put(names.get(i), parts.get(i + 1).substring(prefix.length()));
        }
        return fields;
    }

    private static String change(Map<String, String> fields) throws MalformedException {
        String change = fields.get("change");
        if (!change.matches("[0-9a-f]{32}")) {
            throw new MalformedException("its change is not 32 hexadecimal digits");
        }
        return change;
    }

    private static long index(Map<String, String> fields) throws MalformedException {
        return Texts.number(fields.get("index"), "its index");
    }

    private static byte[] leaf(Map<String, String> fields) throws MalformedException {
        byte[] leaf = Texts.base64(fields.get("leaf"), "its leaf");
        if (leaf.length != Leaf.BYTES) {
            throw new MalformedException("its leaf is not 57 bytes");
        }
        return leaf;
    }
}
