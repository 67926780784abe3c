package fr.bleu.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Strict reading of the small text pieces that the formats share. */
final class Texts {

    private static final int LONG_DIGITS = 19;

    private Texts() {}

    /** Canonical standard base64: what decodes must encode to the same text. */
    static byte[] base64(String text, String what) throws MalformedException {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (Base64.getEncoder().encodeToString(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw new MalformedException(what + " is not base64");
        }
        throw new MalformedException(what + " is not canonical base64");
    }

    /** A base64 hash. */
    static byte[] hash(String text, String what) throws MalformedException {
        byte[] hash = base64(text, what);
        if (hash.length != Merkle.HASH_BYTES) {
            throw new MalformedException(what + " is not 32 bytes");
        }
        return hash;
    }

    /** A decimal number from 0, without sign or leading zeros. */
    static long number(String text, String what) throws MalformedException {
        boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits
                || text.length() > LONG_DIGITS
                || (text.length() > 1 && text.charAt(0) == '0')) {
            throw new MalformedException(what + " is not a number");
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new MalformedException(what + " is too large");
        }
    }

    /** UTF-8 without replacement. */
    static String utf8(byte[] bytes, String what) throws MalformedException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedException(what + " is not UTF-8");
        }
    }
}
