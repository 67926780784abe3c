package fr.bleu.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Percent-encoding (RFC 3986, section 2.1) over strict UTF-8. */
public final class Percent {
    private static final String UNRESERVED = "-._~";

    private Percent() {}

    /**
     * Decodes; a plus stays a plus.
     *
     * @throws IllegalArgumentException for a broken escape, bytes that are not UTF-8, and NUL
     */
    public static String decode(String raw) {
        if (raw.indexOf('%') < 0 && raw.indexOf('\0') < 0) {
            return raw;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
        int at = 0;
        while (at < raw.length()) {
            char c = raw.charAt(at);
            if (c == '%') {
                bytes.write(escaped(raw, at));
                at += 3;
            } else {
                int end = raw.indexOf('%', at);
                end = end < 0 ? raw.length() : end;
                bytes.writeBytes(raw.substring(at, end).getBytes(StandardCharsets.UTF_8));
                at = end;
            }
        }
        String decoded = utf8(bytes.toByteArray());
        if (decoded.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a NUL character");
        }
        return decoded;
    }

    /** Decodes a query's or form's part, in which a plus is a space. */
    public static String decodeForm(String raw) {
        return decode(raw.indexOf('+') < 0 ? raw : raw.replace('+', ' '));
    }

    /** Encodes everything but RFC 3986's unreserved characters. */
    public static String encode(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (isUnreserved(c)) {
                out.append(c);
            } else {
                out.append('%')
                        .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            }
        }
        return out.toString();
    }

    private static boolean isUnreserved(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || UNRESERVED.indexOf(c) >= 0;
    }

    private static int escaped(String raw, int at) {
        if (at + 2 >= raw.length()) {
            throw new IllegalArgumentException("a broken percent escape");
        }
        return (digit(raw.charAt(at + 1)) << 4) | digit(raw.charAt(at + 2));
    }

    /** ASCII digits only: {@link Character#digit} takes those of every script. */
    private static int digit(char c) {
        if (c < 128) {
            int value = Character.digit(c, 16);
            if (value >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a broken percent escape");
    }

    private static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("an escape that is not UTF-8", e);
        }
    }
}
