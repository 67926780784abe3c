package fr.bleu.app.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.app.Wire;
import fr.bleu.app.operator.OperatorOptions;
import fr.bleu.http.Route;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the operator's monitoring reads of a whole platform, and that it reads nothing else. */
final class OperatorListenerTest {

    private static final Duration DRAIN = Duration.ofSeconds(2);

    @TempDir static Path folder;

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static Walk walk;

    @BeforeAll
    static void start() throws Exception {
        walk = new Walk(folder, OperatorOptions.at(0).withDrain(DRAIN));
    }

    @AfterAll
    static void stop() {
        CLIENT.close();
        if (walk != null) {
            walk.close();
        }
    }

    private static HttpResponse<String> send(String method, String path) throws Exception {
        int port = walk.cloud.platform.monitoring().port().orElseThrow();
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String read(String path) throws Exception {
        HttpResponse<String> answer = send("GET", path);
        assertEquals(200, answer.statusCode(), path);
        return answer.body();
    }

    private static double value(String metric) throws Exception {
        return read("/metrics")
                .lines()
                .filter(line -> line.startsWith(metric + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(metric.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + metric));
    }

    @Test
    void itIsAliveAndReady() throws Exception {
        assertEquals("alive\n", read("/healthz"));
        assertEquals("ready\n", read("/readyz"));
        assertEquals(1, value("bleu_ready"));
    }

    /** Every path that the cloud has, here too, by every method that it knows. */
    @Test
    void nothingButTheThreePagesIsServed() throws Exception {
        Set<String> served = new TreeSet<>();
        for (Route route : walk.cloud.platform.router().routes()) {
            String path = route.path().replaceAll("\\{[^}]*}", "x");
            if (send(route.method(), path).statusCode() != 404) {
                served.add(route.name());
            }
        }
        for (String path :
                List.of("/", "/debug", "/admin", "/metrics/", "/readyz/x", "/favicon.ico")) {
            assertEquals(404, send("GET", path).statusCode(), path);
        }
        assertEquals(Set.of(), served);
        for (String page : List.of("/metrics", "/healthz", "/readyz")) {
            for (String method : List.of("POST", "PUT", "DELETE", "PATCH", "OPTIONS")) {
                assertEquals(405, send(method, page).statusCode(), method + " " + page);
            }
        }
    }

    /** The cloud's own listener has none of the pages. */
    @Test
    void thePagesAreNotServedToTenants() {
        for (Route route : walk.cloud.platform.router().routes()) {
            assertFalse(route.path().matches("/(metrics|healthz|readyz)"), route.name());
        }
    }

    @Test
    void whatTheCloudDoesIsSeen() throws Exception {
        assertTrue(value("bleu_ledger_durable_entries") > 10);
        while (value("bleu_ledger_signed_entries") < 10) {
            Thread.sleep(50);
        }
        assertTrue(value("bleu_ledger_unsigned_seconds") < 60);
        assertTrue(value("bleu_commit_batch_changes_count") > 10);
        assertTrue(value("bleu_sync_seconds_count{engine=\"store\"}") > 10);
        // There with every pair of engines; where objects lie in S3, nothing is ever synced here.
        assertTrue(value("bleu_sync_seconds_count{engine=\"extents\"}") >= 0);
        assertTrue(value("bleu_disk_usable_bytes") > 0);
        assertEquals(512 << 20, value("bleu_disk_reserve_bytes"));
        assertEquals(0, value("bleu_collector_freed_bytes_total"));
        assertTrue(value("bleu_collector_oldest_seconds") >= 0);
        assertTrue(value("jvm_memory_used_bytes{area=\"heap\"}") > 0);
    }

    @Test
    void theDashboardAndTheAlertsAskForWhatThereIs() throws Exception {
        Dashboard.check(read("/metrics"));
    }

    @Test
    void nothingTellsOfATenantOrAName() throws Exception {
        String metrics = read("/metrics");
        for (String telling :
                List.of(
                        walk.cloud.owner.tenant(),
                        walk.cloud.subscription,
                        RouteSamples.ACCOUNT,
                        RouteSamples.VAULT,
                        RouteSamples.CONTAINER,
                        folder.toString(),
                        System.getProperty("user.dir"))) {
            assertFalse(metrics.contains(telling), telling);
        }
    }

    /** It says no first, and ends last. */
    @Test
    void whatDrainsIsNotReadyButServes(@TempDir Path other) throws Exception {
        Cloud cloud = new Cloud(other, OperatorOptions.at(0).withDrain(DRAIN));
        int port = cloud.platform.monitoring().port().orElseThrow();
        URI ready = URI.create("http://127.0.0.1:" + port + "/readyz");
        Thread closing = Thread.startVirtualThread(cloud::close);
        HttpResponse<String> answer;
        do {
            answer =
                    CLIENT.send(
                            HttpRequest.newBuilder(ready).build(),
                            HttpResponse.BodyHandlers.ofString());
        } while (answer.statusCode() == 200);
        assertEquals(404, answer.statusCode());
        assertEquals("not ready: it is draining\n", answer.body());
        Wire wire = new Wire(other.resolve("data/ca/truststore.p12"), cloud.port());
        Wire.Answer served =
                wire.raw("GET /metadata/endpoints HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertTrue(served.status() > 0 && served.status() != 503, served.text());
        assertTrue(served.text().contains("Connection: close"), served.text());
        closing.join();
        assertThrows(
                IOException.class,
                () ->
                        CLIENT.send(
                                HttpRequest.newBuilder(ready).build(),
                                HttpResponse.BodyHandlers.ofString()));
    }
}
