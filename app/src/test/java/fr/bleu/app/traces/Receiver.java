package fr.bleu.app.traces;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;

/** Takes OTLP over HTTP on loopback, as OpenTelemetry's own generated classes read it. */
public final class Receiver implements AutoCloseable {

    private static final int PATIENCE = 600;

    private final HttpServer server;
    private final Queue<ExportTraceServiceRequest> requests = new ConcurrentLinkedQueue<>();

    private final String scheme;

    public Receiver() throws IOException {
        this("http", HttpServer.create(anyPort(), 9));
    }

    /** Over TLS. */
    Receiver(SSLContext tls) throws IOException {
        this("https", secured(tls));
    }

    private static HttpServer secured(SSLContext tls) throws IOException {
        HttpsServer made = HttpsServer.create(anyPort(), 9);
        made.setHttpsConfigurator(new HttpsConfigurator(tls));
        return made;
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private Receiver(String scheme, HttpServer server) {
        this.scheme = scheme;
        this.server = server;
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.add(ExportTraceServiceRequest.parseFrom(exchange.getRequestBody()));
            byte[] answer = ExportTraceServiceResponse.getDefaultInstance().toByteArray();
            exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
        }
    }

    public URI endpoint() {
        return URI.create(scheme + "://localhost:" + server.getAddress().getPort());
    }

    /** All that was received, as text. */
    public String text() {
        return requests.toString();
    }

    public List<Span> spans() {
        return requests.stream()
                .flatMap(it -> it.getResourceSpansList().stream())
                .flatMap(it -> it.getScopeSpansList().stream())
                .flatMap(it -> it.getSpansList().stream())
                .toList();
    }

    /** Spans of a trace, once the one is there that is awaited. */
    public List<Span> trace(String id, Predicate<Span> awaited) throws InterruptedException {
        for (int i = 0; i < PATIENCE; i++) {
            List<Span> found =
                    spans().stream().filter(it -> hex(it.getTraceId()).equals(id)).toList();
            if (found.stream().anyMatch(awaited)) {
                return found;
            }
            Thread.sleep(50);
        }
        throw new AssertionError("not received: " + text());
    }

    public static String hex(com.google.protobuf.ByteString id) {
        return HexFormat.of().formatHex(id.toByteArray());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
