package fr.bleu.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A response. */
public record Answer(int status, Headers headers, Body body) {

    /** A response's content. */
    public sealed interface Body {

        /** No content; Content-Length 0 where the status allows content. */
        record Empty() implements Body {}

        /**
         * No content is sent, but the length is told: the answer to a HEAD.
         *
         * @param length what a GET would send, in bytes
         */
        record Head(long length) implements Body {}

        /** Bytes at hand. */
        record Bytes(byte[] bytes) implements Body {}

        /**
         * Bytes written while they are sent.
         *
         * @param length exactly how many bytes the writer writes; fewer breaks the connection
         */
        record Stream(long length, Writer writer) implements Body {}
    }

    /** Writes a streamed body; blocks while the client is slow. */
    @FunctionalInterface
    public interface Writer {
        void writeTo(OutputStream out) throws IOException;
    }

    /** A status without content. */
    public static Answer of(int status) {
        return new Answer(status, Headers.EMPTY, new Body.Empty());
    }

    /** Bytes with their content type. */
    public static Answer of(int status, String contentType, byte[] bytes) {
        return new Answer(
                status, Headers.EMPTY.with("Content-Type", contentType), new Body.Bytes(bytes));
    }

    /** Text with its content type. */
    public static Answer of(int status, String contentType, String text) {
        return of(status, contentType, text.getBytes(StandardCharsets.UTF_8));
    }

    /** This answer and one more header. */
    public Answer with(String name, String value) {
        return new Answer(status, headers.with(name, value), body);
    }
}
