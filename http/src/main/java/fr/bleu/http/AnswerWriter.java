package fr.bleu.http;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Response;

/** Puts an {@link Answer} on the wire; blocks while the client is slow. */
final class AnswerWriter {
    private static final int BUFFER_BYTES = 16 * 1024;

    private AnswerWriter() {}

    /**
     * Writes status, headers and content.
     *
     * @param head whether the request was a HEAD, whose answer tells a length and has no content
     * @throws IOException if the client is gone or the writer fails or writes another length than
     *     it said; if the response is committed by then, the connection must not be used again
     */
    static void write(Answer answer, boolean head, Response response) throws IOException {
        response.setStatus(answer.status());
        HttpFields.Mutable fields = response.getHeaders();
        for (Headers.Header header : answer.headers().all()) {
            requireOneLine(header);
            fields.add(header.name(), header.value());
        }
        switch (answer.body()) {
            case Answer.Body.Empty empty -> {
                if (answer.status() != 204 && answer.status() != 304) {
                    fields.put(HttpHeader.CONTENT_LENGTH, 0);
                }
                end(response);
            }
            case Answer.Body.Head told -> {
                fields.put(HttpHeader.CONTENT_LENGTH, told.length());
                end(response);
            }
            case Answer.Body.Bytes bytes -> {
                fields.put(HttpHeader.CONTENT_LENGTH, bytes.bytes().length);
                ByteBuffer content = head ? ByteBuffer.allocate(0) : ByteBuffer.wrap(bytes.bytes());
                finish(response, content);
            }
            case Answer.Body.Stream stream -> {
                fields.put(HttpHeader.CONTENT_LENGTH, stream.length());
                if (head) {
                    end(response);
                } else {
                    stream(stream, response);
                }
            }
        }
    }

    private static void end(Response response) throws IOException {
        finish(response, ByteBuffer.allocate(0));
    }

    private static void finish(Response response, ByteBuffer content) throws IOException {
        try {
            Content.Sink.write(response, true, content);
        } catch (IOException e) {
            throw clientGone(e);
        }
    }

    /** Tells the client's failures from the writer's own, which are the platform's. */
    private static EofException clientGone(IOException cause) {
        return new EofException("the client is gone", cause);
    }

    private static void stream(Answer.Body.Stream stream, Response response) throws IOException {
        var counted = new Counted(Content.Sink.asOutputStream(response), stream.length());
        var buffered = new BufferedOutputStream(counted, BUFFER_BYTES);
        stream.writer().writeTo(buffered);
        buffered.flush();
        if (counted.left != 0) {
            throw new IOException("the writer stopped " + counted.left + " bytes early");
        }
        end(response);
    }

    /** A line end in a value would begin a header, or an answer, of someone else's making. */
    private static void requireOneLine(Headers.Header header) {
        for (String part : new String[] {header.name(), header.value()}) {
            for (int i = 0; i < part.length(); i++) {
                char c = part.charAt(i);
                if ((c < 0x20 && c != '\t') || c == 0x7f) {
                    throw new IllegalStateException("a control character in " + header.name());
                }
            }
        }
    }

    /** Lets exactly the promised number of bytes pass. */
    private static final class Counted extends FilterOutputStream {
        private long left;

        Counted(OutputStream out, long length) {
            super(out);
            left = length;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (length > left) {
                throw new IOException("the writer wrote more than it promised");
            }
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                throw clientGone(e);
            }
            left -= length;
        }

        /** The rest is sent at once and then ends the response. */
        @Override
        public void close() {}
    }
}
