package fr.bleu.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without a setting nobody hears of anything, whatever OpenTelemetry's variables say. */
class UntracedTest {

    @TempDir Path folder;

    private final AtomicInteger calls = new AtomicInteger();

    @Test
    void noVariableMakesItDial() throws Exception {
        try (ServerSocket spy = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
            Thread.startVirtualThread(() -> count(spy));
            String url = "http://127.0.0.1:" + spy.getLocalPort();
            Bleu bleu =
                    new Bleu(folder)
                            .with("OTEL_EXPORTER_OTLP_ENDPOINT", url)
                            .with("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", url + "/v1/traces")
                            .with("OTEL_TRACES_EXPORTER", "otlp")
                            .with("OTEL_JAVAAGENT_ENABLED", "true");
            Bleu.Serving cloud = bleu.start("up", "--port", "0");
            cloud.awaitUp();
            bleu.run("status").output();
            cloud.stop();
        }
        assertEquals(0, calls.get());
    }

    private void count(ServerSocket spy) {
        try {
            while (true) {
                spy.accept().close();
                calls.incrementAndGet();
            }
        } catch (IOException e) {
            // Closed.
        }
    }
}
