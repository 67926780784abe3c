package fr.bleu.app.traces;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the log says of a collector that goes and comes back. */
final class CollectorTest extends Handler {
    private final Logger root = Logger.getLogger("");
    private final Queue<LogRecord> records = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void listen() {
        root.addHandler(this);
    }

    @AfterEach
    void leave() {
        root.removeHandler(this);
    }

    @Override
    public void publish(LogRecord record) {
        if (record.getLevel().intValue() >= Level.INFO.intValue()) {
            records.add(record);
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    private List<Level> levels() {
        return records.stream().map(LogRecord::getLevel).toList();
    }

    /** One whose answers the test gives. */
    private static final class Exporter implements SpanExporter {
        private boolean takes;

        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            return takes ? CompletableResultCode.ofSuccess() : CompletableResultCode.ofFailure();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }

    @Test
    void thatItHasGoneAndIsBackIsSaidOnceEach() {
        Exporter exporter = new Exporter();
        Collector collector = new Collector(exporter);
        for (boolean takes : new boolean[] {true, true, false, false, true, true, false}) {
            exporter.takes = takes;
            collector.export(List.of());
        }
        assertEquals(List.of(Level.WARNING, Level.INFO, Level.WARNING), levels());
    }

    @Test
    void ofOneThatIsNotThereTheSdkSaysNothingItself() throws Exception {
        try (Traces traces = open(unusedPort())) {
            TracesTlsTest.request(traces);
            while (records.isEmpty()) {
                Thread.sleep(10);
            }
            TracesTlsTest.request(traces);
        }
        assertEquals(List.of(Level.WARNING), levels());
    }

    private static Traces open(int port) {
        String endpoint = "http://localhost:" + port;
        return Traces.open(TraceOptions.of(endpoint, Optional.empty(), ""), "1");
    }

    private static int unusedPort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
