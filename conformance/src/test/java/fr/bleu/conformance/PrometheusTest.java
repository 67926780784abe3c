package fr.bleu.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Prometheus reads what the operator's listener tells: its own checker, and a server of it. */
@Tag("prometheus")
class PrometheusTest {

    private static final Path HOME = Path.of(System.getProperty("bleu.home", ".."));
    private static final Path PROGRAMS = HOME.resolve("target/prometheus/usr/bin");
    private static final long PATIENCE_MILLIS = 60_000;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static Cloud cloud;
    private static String operator;

    @BeforeAll
    static void start() throws Exception {
        cloud = Cloud.start("--operator-port", "0", "--drain-seconds", "0");
        operator =
                cloud.bleu("status", "--data", cloud.data().toString())
                        .lines()
                        .filter(line -> line.startsWith("operator"))
                        .map(line -> line.substring("operator".length()).strip())
                        .findFirst()
                        .orElseThrow();
    }

    @AfterAll
    static void stop() throws Exception {
        CLIENT.close();
        if (cloud != null) {
            cloud.close();
        }
    }

    private static String program(String name) {
        Path unpacked = PROGRAMS.resolve(name);
        return Files.isExecutable(unpacked) ? unpacked.toAbsolutePath().toString() : name;
    }

    private static String read(String uri) throws IOException, InterruptedException {
        return CLIENT.send(
                        HttpRequest.newBuilder(URI.create(uri)).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void promtoolHasNoComplaint() throws Exception {
        Path metrics =
                Files.writeString(cloud.folder().resolve("metrics"), read(operator + "/metrics"));
        Process check =
                new ProcessBuilder(program("promtool"), "check", "metrics")
                        .redirectInput(metrics.toFile())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals("", said);
        assertEquals(0, check.waitFor());
    }

    @Test
    void promtoolTakesTheAlerts() throws Exception {
        Cloud.Result result =
                Cloud.run(
                        new ProcessBuilder(
                                program("promtool"),
                                "check",
                                "rules",
                                HOME.resolve("docs/operations/alerts.yml").toString()));
        assertEquals(0, result.exit(), result.output());
    }

    /** It asks for OpenMetrics, and understands each expression of the dashboard. */
    @Test
    void aServerOfItScrapesAndAnswersTheDashboard() throws Exception {
        int port = freePort();
        String server = "http://127.0.0.1:" + port;
        Process prometheus = prometheus(port);
        try {
            await(server, "bleu_ready == 1");
            await(server, "sum(bleu_requests_total) >= 0");
            String told = read(server + "/api/v1/targets");
            assertTrue(told.contains("\"health\":\"up\""), told);
            for (String expression : expressions()) {
                JsonNode answer = query(server, expression);
                assertEquals("success", answer.path("status").asString(), expression);
            }
        } finally {
            prometheus.destroy();
            prometheus.waitFor();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static Process prometheus(int port) throws IOException {
        Path folder = cloud.folder();
        Path config =
                Files.writeString(
                        folder.resolve("prometheus.yml"),
                        """
                        global: {scrape_interval: 1s}
                        scrape_configs:
                          - job_name: bleu
                            static_configs: [{targets: ['%s']}]
                        """
                                .formatted(operator.substring("http://".length())));
        return new ProcessBuilder(
                        program("prometheus"),
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + folder.resolve("prometheus"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.out").toFile())
                .start();
    }

    private static JsonNode query(String server, String expression)
            throws IOException, InterruptedException {
        String encoded = URLEncoder.encode(expression, StandardCharsets.UTF_8);
        return JSON.readTree(read(server + "/api/v1/query?query=" + encoded));
    }

    private static void await(String server, String expression) throws Exception {
        long deadline = System.currentTimeMillis() + PATIENCE_MILLIS;
        String last = "";
        while (System.currentTimeMillis() < deadline) {
            try {
                JsonNode answer = query(server, expression);
                if (answer.path("data").path("result").size() > 0) {
                    return;
                }
                last = answer.toString();
            } catch (IOException e) {
                last = e.toString();
            }
            Thread.sleep(100);
        }
        throw new AssertionError(last + Files.readString(cloud.folder().resolve("prometheus.out")));
    }

    /** As Grafana sends them, its variables replaced. */
    private static List<String> expressions() throws IOException {
        JsonNode dashboard =
                JSON.readTree(
                        Files.readString(HOME.resolve("docs/operations/grafana-dashboard.json")));
        return dashboard
                .required("panels")
                .valueStream()
                .flatMap(panel -> panel.required("targets").valueStream())
                .map(target -> target.required("expr").asString())
                .map(it -> it.replace("$__rate_interval", "1m").replace("$instance", ".*"))
                .toList();
    }
}
