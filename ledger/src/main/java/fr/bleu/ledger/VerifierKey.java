package fr.bleu.ledger;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The public half of a note's key: {@code <name>+<8 hex digits of key id>+<base64(0x01 ‖ public
 * key)>}, as c2sp.org/signed-note and the note package that it grew from write it.
 */
public final class VerifierKey {

    static final byte ED25519 = 1;
    static final int ID_BYTES = 4;

    private static final int NAME_LIMIT = 255;

    private final String name;
    private final byte[] id;
    private final byte[] raw;
    private final PublicKey key;

    private VerifierKey(String name, byte[] raw) throws GeneralSecurityException {
        this.name = name;
        this.raw = raw;
        this.id = id(name, raw);
        this.key = Ed25519.publicKey(raw);
    }

    /**
     * The key of a name and 32 raw bytes.
     *
     * @throws IllegalArgumentException when the name or the bytes cannot be a key's
     */
    public static VerifierKey of(String name, byte[] raw) {
        if (!isName(name) || raw.length != Ed25519.KEY_BYTES) {
            throw new IllegalArgumentException("not a name and public key of a note");
        }
        try {
            return new VerifierKey(name, raw.clone());
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not an Ed25519 public key", e);
        }
    }

    /** Parses a verifier key. */
    public static VerifierKey parse(String vkey) throws MalformedException {
        // The name and the id hold no plus sign; base64 may.
        String[] parts = vkey.split("\\+", 3);
        if (parts.length != 3 || !isName(parts[0])) {
            throw new MalformedException(
                    "the verifier key does not have the form <name>+<id>+<base64 key>");
        }
        byte[] typed = Texts.base64(parts[2], "the verifier key's third part");
        if (typed.length != 1 + Ed25519.KEY_BYTES || typed[0] != ED25519) {
            throw new MalformedException("the verifier key is not an Ed25519 key");
        }
        byte[] raw = Arrays.copyOfRange(typed, 1, typed.length);
        if (!HexFormat.of().formatHex(id(parts[0], raw)).equals(parts[1])) {
            throw new MalformedException("the verifier key's id does not belong to its key");
        }
        try {
            return new VerifierKey(parts[0], raw);
        } catch (GeneralSecurityException e) {
            throw new MalformedException("the verifier key is not an Ed25519 key");
        }
    }

    /** The key's name; for a ledger, its checkpoints' origin. */
    public String name() {
        return name;
    }

    /** The first 4 bytes of {@code SHA-256(name ‖ LF ‖ 0x01 ‖ public key)}. */
    byte[] id() {
        return id;
    }

    boolean verify(byte[] message, byte[] signature) {
        return Ed25519.verify(key, message, signature);
    }

    /** The text that {@link #parse} reads. */
    @Override
    public String toString() {
        byte[] typed = new byte[1 + raw.length];
        typed[0] = ED25519;
        System.arraycopy(raw, 0, typed, 1, raw.length);
        return name
                + "+"
                + HexFormat.of().formatHex(id)
                + "+"
                + Base64.getEncoder().encodeToString(typed);
    }

    /** Whether a text can name a key: not empty, no space, no plus sign, no control character. */
    static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= NAME_LIMIT
                && name.codePoints()
                        .noneMatch(
                                c ->
                                        c == '+'
                                                || Character.isISOControl(c)
                                                || Character.isWhitespace(c)
                                                || Character.isSpaceChar(c));
    }

    private static byte[] id(String name, byte[] raw) {
        MessageDigest digest = Merkle.sha256();
        digest.update(name.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
        digest.update(ED25519);
        return Arrays.copyOf(digest.digest(raw), ID_BYTES);
    }
}
