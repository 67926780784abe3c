package fr.bleu.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * One HTTP/1.1 keep-alive connection, over TLS or plain, as thin as it can be, so that what is
 * measured is the server. Knows Content-Length and chunked answers; content is read and discarded.
 */
final class Connection implements AutoCloseable {

    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int READ_TIMEOUT_MILLIS = 120_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int at;
    private int end;

    Connection(Endpoint endpoint) throws IOException {
        socket = endpoint.sockets().createSocket(Endpoint.HOST, endpoint.port());
        if (socket instanceof SSLSocket secured) {
            SSLParameters parameters = secured.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secured.setSSLParameters(parameters);
        }
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(READ_TIMEOUT_MILLIS);
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    /**
     * Sends a request and reads its answer to the end.
     *
     * @param message head and, for a small request, its body in the same write
     * @param expected the status that counts as done
     * @return how many bytes of content came
     * @throws IOException on any other status
     */
    long call(byte[] message, int expected) throws IOException {
        out.write(message);
        return answer(expected);
    }

    /** The same with a body of {@code times} times {@code part}. */
    long call(byte[] head, byte[] part, int times, int expected) throws IOException {
        out.write(head);
        for (int i = 0; i < times; i++) {
            out.write(part);
        }
        return answer(expected);
    }

    private long answer(int expected) throws IOException {
        String status = line();
        long length = 0;
        boolean chunked = false;
        for (String field = line(); !field.isEmpty(); field = line()) {
            String lower = field.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Long.parseLong(lower.substring(15).strip());
            } else if (lower.startsWith("transfer-encoding:")) {
                chunked = lower.endsWith("chunked");
            }
        }
        if (!status.startsWith("HTTP/1.1 " + expected)) {
            throw new IOException("answered " + status + ", not " + expected);
        }
        return chunked ? skipChunks() : skip(length);
    }

    private long skipChunks() throws IOException {
        long sum = 0;
        while (true) {
            long size = Long.parseLong(line(), 16);
            sum += skip(size);
            line();
            if (size == 0) {
                return sum;
            }
        }
    }

    private long skip(long length) throws IOException {
        for (long left = length; left > 0; ) {
            if (at == end) {
                fill();
            }
            int step = (int) Math.min(left, end - at);
            at += step;
            left -= step;
        }
        return length;
    }

    private String line() throws IOException {
        StringBuilder text = new StringBuilder(64);
        while (true) {
            if (at == end) {
                fill();
            }
            int from = at;
            while (at < end && buffer[at] != '\n') {
                at++;
            }
            text.append(new String(buffer, from, at - from, StandardCharsets.ISO_8859_1));
            if (at < end) {
                at++;
                return text.toString().stripTrailing();
            }
        }
    }

    private void fill() throws IOException {
        at = 0;
        end = Math.max(0, in.read(buffer));
        if (end == 0) {
            throw new EOFException("the server closed the connection");
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
