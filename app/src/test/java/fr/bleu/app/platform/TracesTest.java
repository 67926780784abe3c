package fr.bleu.app.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.app.Wire;
import fr.bleu.app.operator.OperatorOptions;
import fr.bleu.app.traces.Receiver;
import fr.bleu.app.traces.TraceOptions;
import fr.bleu.http.Site;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a collector that we did not write hears of the platform. */
final class TracesTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String CLIENTS_SPAN = "b7ad6b7169203331";
    private static final String SECRET = "eyes-only";

    @TempDir static Path folder;

    private static final AtomicInteger SPIED = new AtomicInteger();
    private static ServerSocket spy;
    private static Receiver receiver;
    private static Cloud cloud;
    private static Wire wire;

    @BeforeAll
    static void start() throws Exception {
        spy = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(TracesTest::spy);
        System.setProperty("http.proxyHost", "127.0.0.1");
        System.setProperty("http.proxyPort", Integer.toString(spy.getLocalPort()));
        System.setProperty("http.nonProxyHosts", "");
        receiver = new Receiver();
        TraceOptions options =
                TraceOptions.of(receiver.endpoint().toString(), Optional.empty(), "node1");
        cloud = new Cloud(folder, OperatorOptions.NONE.withTraces(Optional.of(options)));
        wire = new Wire(folder.resolve("data/ca/truststore.p12"), cloud.port());
    }

    private static void spy() {
        try {
            while (true) {
                spy.accept().close();
                SPIED.incrementAndGet();
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    @AfterAll
    static void stop() throws IOException {
        for (String name : List.of("http.proxyHost", "http.proxyPort", "http.nonProxyHosts")) {
            System.clearProperty(name);
        }
        if (cloud != null) {
            cloud.close();
        }
        receiver.close();
        spy.close();
    }

    private static Wire.Answer get(String target, String traceparent) throws IOException {
        return wire.send(
                "localhost",
                "GET",
                target,
                "traceparent: "
                        + traceparent
                        + "\r\ntracestate: "
                        + SECRET
                        + "=1\r\nbaggage: "
                        + SECRET
                        + "=1\r\nAuthorization: Bearer "
                        + cloud.owner.tokens().get(Site.MANAGEMENT)
                        + "\r\n",
                "");
    }

    private static String group(String name) {
        return "/subscriptions/"
                + cloud.subscription
                + "/resourceGroups/"
                + name
                + "?api-version=2022-09-01";
    }

    private static boolean isServers(Span span) {
        return span.getKind() == Span.SpanKind.SPAN_KIND_SERVER;
    }

    private static Map<String, String> attributes(Span span) {
        return span.getAttributesList().stream()
                .collect(
                        Collectors.toMap(
                                KeyValue::getKey,
                                it ->
                                        it.getValue().hasIntValue()
                                                ? Long.toString(it.getValue().getIntValue())
                                                : it.getValue().getStringValue()));
    }

    @Test
    void aRequestContinuesItsClientsTraceAndTellsNothingOfTenants() throws Exception {
        Wire.Answer answer = get(group(SECRET), "00-" + TRACE + "-" + CLIENTS_SPAN + "-01");
        assertEquals(404, answer.status());
        List<Span> spans = receiver.trace(TRACE, TracesTest::isServers);
        Span server = spans.stream().filter(TracesTest::isServers).findFirst().orElseThrow();
        assertEquals(CLIENTS_SPAN, Receiver.hex(server.getParentSpanId()));
        Map<String, String> told = attributes(server);
        assertTrue(
                server.getName().startsWith("MANAGEMENT GET /subscriptions/{"), server.getName());
        assertEquals("management", told.get("bleu.service"));
        assertEquals("404", told.get("http.response.status_code"));
        assertTrue(answer.text().contains(told.get("bleu.request_id")), answer.text());
        List<Span> below = spans.stream().filter(it -> !isServers(it)).toList();
        assertTrue(below.stream().anyMatch(it -> it.getName().equals("store.get")));
        for (Span span : below) {
            assertEquals(server.getSpanId(), span.getParentSpanId(), span.getName());
        }
        assertTrue(receiver.text().contains("node1"));
        for (String telling :
                List.of(SECRET, cloud.subscription, cloud.owner.tenant(), "127.0.0.1", "Bearer")) {
            assertFalse(receiver.text().contains(telling), telling);
        }
    }

    /** Spans of later requests come after it would have. */
    @Test
    void aClientThatDoesNotSampleIsNotTraced() throws Exception {
        String other = TRACE.replace('0', '1');
        get(group("x"), "00-" + TRACE.replace('0', '2') + "-" + CLIENTS_SPAN + "-00");
        get(group("x"), "00-" + other + "-" + CLIENTS_SPAN + "-01");
        receiver.trace(other, TracesTest::isServers);
        assertFalse(
                receiver.spans().stream()
                        .anyMatch(
                                it ->
                                        Receiver.hex(it.getTraceId())
                                                .equals(TRACE.replace('0', '2'))));
    }

    @Test
    void aTraceparentThatIsNoneBeginsATrace() throws Exception {
        String id = TRACE.replace('0', '3');
        get(group("x"), SECRET);
        get(group("x"), "00-" + id + "-" + CLIENTS_SPAN + "-01");
        receiver.trace(id, TracesTest::isServers);
        assertTrue(
                receiver.spans().stream()
                        .anyMatch(it -> isServers(it) && it.getParentSpanId().isEmpty()));
        assertFalse(receiver.text().contains(SECRET));
    }

    /** Whatever the JVM is told about proxies. */
    @Test
    void nobodyElseIsDialled() throws Exception {
        String id = TRACE.replace('0', '4');
        get(group("x"), "00-" + id + "-" + CLIENTS_SPAN + "-01");
        receiver.trace(id, TracesTest::isServers);
        assertEquals(0, SPIED.get());
    }
}
