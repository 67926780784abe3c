package fr.bleu.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** HTTP over TLS by hand, so that requests can be as wrong as they need to be. */
public final class Wire {

    private static final int TIMEOUT_MILLIS = 60_000;

    private final SSLContext tls;
    private final int port;

    public Wire(Path trustStore, int port) throws IOException, GeneralSecurityException {
        this.port = port;
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(trustStore)) {
            trusted.load(in, null);
        }
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
    }

    /** An answer, head and body as ISO-8859-1. */
    public record Answer(int status, String text) {
        public String body() {
            return text.substring(text.indexOf("\r\n\r\n") + 4);
        }
    }

    /**
     * Sends a request.
     *
     * @param headers each line ended with {@code \r\n}
     */
    public Answer send(String host, String method, String target, String headers, String body)
            throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return raw(
                method
                        + " "
                        + target
                        + " HTTP/1.1\r\nHost: "
                        + host
                        + ":"
                        + port
                        + "\r\nConnection: close\r\nContent-Length: "
                        + bytes.length
                        + "\r\n"
                        + headers
                        + "\r\n"
                        + new String(bytes, StandardCharsets.ISO_8859_1));
    }

    /** Sends these characters, each one byte, and reads until the server closes. */
    public Answer raw(String request) throws IOException {
        return raw("localhost", request);
    }

    /**
     * The same.
     *
     * @param serverName asked TLS for; where the Host cannot be read, it tells the api
     */
    public Answer raw(String serverName, String request) throws IOException {
        try (SSLSocket socket =
                (SSLSocket) tls.getSocketFactory().createSocket("localhost", port)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            parameters.setServerNames(List.of(new SNIHostName(serverName)));
            socket.setSSLParameters(parameters);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            socket.shutdownOutput();
            String text =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            boolean http = text.startsWith("HTTP/1.1 ");
            return new Answer(http ? Integer.parseInt(text.substring(9, 12)) : 0, text);
        }
    }
}
