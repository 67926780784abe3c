package fr.bleu.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM under load: a client of the JDK's sees no failure until nobody listens any more. */
final class StoppedBySignalTest {

    private static final int CLIENTS = 4;

    @TempDir Path folder;

    @Test
    void noRequestFails() throws Exception {
        Bleu bleu = new Bleu(folder);
        Bleu.Serving serving =
                bleu.start("up", "--port", "0", "--operator-port", "0", "--drain-seconds", "2");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                HttpClient client = client(serving)) {
            URI page = URI.create(address(bleu) + "/metadata/endpoints?api-version=2020-06-01");
            AtomicInteger answered = new AtomicInteger();
            List<Future<Void>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                Callable<Void> loop = () -> untilNobodyListens(client, page, answered);
                clients.add(threads.submit(loop));
            }
            while (answered.get() < 20) {
                Thread.sleep(10);
            }
            serving.process().destroy();
            Thread.sleep(1_000);
            int early = answered.get();
            Thread.sleep(500);
            assertTrue(answered.get() > early, "it did not serve while it drained");
            for (Future<Void> each : clients) {
                each.get(60, TimeUnit.SECONDS);
            }
            assertTrue(serving.process().waitFor(60, TimeUnit.SECONDS));
        } finally {
            serving.kill();
        }
    }

    private HttpClient client(Bleu.Serving serving) throws Exception {
        serving.awaitUp();
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve("data/ca/truststore.p12"))) {
            trusted.load(in, null);
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(tls).build();
    }

    private static String address(Bleu bleu) throws Exception {
        return bleu.run("status")
                .output()
                .lines()
                .filter(line -> line.startsWith("address"))
                .map(line -> line.substring("address".length()).strip())
                .findFirst()
                .orElseThrow();
    }

    private static Void untilNobodyListens(HttpClient client, URI page, AtomicInteger answered)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(page).build();
        while (true) {
            try {
                HttpResponse<String> answer =
                        client.send(request, HttpResponse.BodyHandlers.ofString());
                assertEquals(200, answer.statusCode(), answer.body());
                answered.incrementAndGet();
            } catch (ConnectException e) {
                return null;
            }
        }
    }
}
