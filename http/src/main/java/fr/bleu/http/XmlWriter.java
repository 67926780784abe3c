package fr.bleu.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** Writes an XML 1.0 document in UTF-8, element by element. */
public final class XmlWriter {
    private final StringBuilder out =
            new StringBuilder(1024).append("<?xml version=\"1.0\" encoding=\"utf-8\"?>");
    private final Deque<String> open = new ArrayDeque<>();
    private boolean startTagOpen;

    /** Begins an element; names are constants of the protocol and are not escaped. */
    public XmlWriter start(String name) {
        closeStartTag();
        out.append('<').append(name);
        open.push(name);
        startTagOpen = true;
        return this;
    }

    /**
     * Adds an attribute to the element just begun.
     *
     * @throws IllegalArgumentException for a character that XML cannot hold
     */
    public XmlWriter attribute(String name, String value) {
        if (!startTagOpen) {
            throw new IllegalStateException("attributes come before content");
        }
        out.append(' ').append(name).append("=\"");
        escape(value, true);
        out.append('"');
        return this;
    }

    /**
     * Adds character data.
     *
     * @throws IllegalArgumentException for a character that XML cannot hold: see {@link #canHold}
     */
    public XmlWriter text(String value) {
        closeStartTag();
        escape(value, false);
        return this;
    }

    /** Ends the innermost element. */
    public XmlWriter end() {
        String name = open.pop();
        if (startTagOpen) {
            out.append(" />");
            startTagOpen = false;
        } else {
            out.append("</").append(name).append('>');
        }
        return this;
    }

    /** An element with character data and nothing else. */
    public XmlWriter element(String name, String text) {
        start(name);
        if (!text.isEmpty()) {
            text(text);
        }
        return end();
    }

    /** The document; every element must have been ended. */
    public byte[] bytes() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("still open: " + open.peek());
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** An XML answer: {@code application/xml}. */
    public Answer answer(int status) {
        return Answer.of(status, "application/xml", bytes());
    }

    /**
     * Whether XML 1.0 (section 2.2) can hold the text at all, escaped or not. It cannot hold most
     * control characters, U+FFFE, U+FFFF and lone surrogates.
     */
    public static boolean canHold(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean hasNext = i + 1 < text.length();
            if (hasNext && Character.isSurrogatePair(c, text.charAt(i + 1))) {
                i++;
            } else if (!canHold(c)) {
                return false;
            }
        }
        return true;
    }

    private static boolean canHold(char c) {
        if (c < 0x20) {
            return c == '\t' || c == '\n' || c == '\r';
        }
        return c <= 0xFFFD && !Character.isSurrogate(c);
    }

    private void closeStartTag() {
        if (startTagOpen) {
            out.append('>');
            startTagOpen = false;
        }
    }

    /** Copies what needs no escape in runs: a list has thousands of values, and few escapes. */
    private void escape(String value, boolean inAttribute) {
        if (!canHold(value)) {
            throw new IllegalArgumentException("a character that XML cannot hold");
        }
        int copied = 0;
        for (int i = 0; i < value.length(); i++) {
            String escape = escape(value.charAt(i), inAttribute);
            if (!escape.isEmpty()) {
                out.append(value, copied, i).append(escape);
                copied = i + 1;
            }
        }
        out.append(value, copied, value.length());
    }

    /** How a character is written; empty for as it is. */
    private static String escape(char c, boolean inAttribute) {
        return switch (c) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '"' -> inAttribute ? "&quot;" : "";
            // A reader would turn a bare carriage return into a line feed.
            case '\r' -> "&#xD;";
            case '\n' -> inAttribute ? "&#xA;" : "";
            case '\t' -> inAttribute ? "&#x9;" : "";
            default -> "";
        };
    }
}
