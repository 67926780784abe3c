package fr.bleu.app.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.http.Site;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is counted, and that there is no more to it on any day than on the first. */
final class MetricsTest {

    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");

    private final Metrics metrics = new Metrics("1.2.3");

    private String text(String accept) throws Exception {
        Answer answer = metrics.page(accept);
        assertEquals(200, answer.status());
        return new String(((Answer.Body.Bytes) answer.body()).bytes(), StandardCharsets.UTF_8);
    }

    private String line(String beginning) throws Exception {
        return text("").lines()
                .filter(it -> it.startsWith(beginning))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + beginning));
    }

    private double value(String series) throws Exception {
        return Double.parseDouble(line(series + " ").substring(series.length() + 1));
    }

    @Test
    void resultsAreTold() {
        Map<Integer, Result> results =
                Map.ofEntries(
                        Map.entry(0, Result.ABORTED),
                        Map.entry(200, Result.OK),
                        Map.entry(206, Result.OK),
                        Map.entry(304, Result.OK),
                        Map.entry(400, Result.REFUSED),
                        Map.entry(401, Result.DENIED),
                        Map.entry(403, Result.DENIED),
                        Map.entry(404, Result.REFUSED),
                        Map.entry(412, Result.REFUSED),
                        Map.entry(500, Result.FAILED),
                        Map.entry(503, Result.BUSY),
                        Map.entry(505, Result.FAILED));
        results.forEach((status, result) -> assertEquals(result, Result.of(status), "" + status));
    }

    @Test
    void requestsAreCountedByServiceAndResult() throws Exception {
        metrics.request(Optional.of(Site.BLOB), 201, 3_000_000);
        metrics.request(Optional.of(Site.BLOB), 200, 30_000_000);
        metrics.request(Optional.of(Site.VAULT), 403, 1);
        metrics.request(Optional.empty(), 421, 1);
        assertEquals(2, value("bleu_requests_total{result=\"ok\",service=\"blob\"}"));
        assertEquals(1, value("bleu_requests_total{result=\"denied\",service=\"vault\"}"));
        assertEquals(1, value("bleu_requests_total{result=\"refused\",service=\"none\"}"));
        assertEquals(0, value("bleu_requests_total{result=\"failed\",service=\"graph\"}"));
        assertEquals(1, value("bleu_request_seconds_bucket{service=\"blob\",le=\"0.005\"}"));
        assertEquals(2, value("bleu_request_seconds_bucket{service=\"blob\",le=\"0.05\"}"));
        assertEquals(.033, value("bleu_request_seconds_sum{service=\"blob\"}"), 1e-9);
    }

    @Test
    void batchesAndSyncsAreCounted() throws Exception {
        metrics.batch(3, 2_000_000);
        metrics.batch(1, 2_000_000);
        metrics.synced(Metrics.Engine.EXTENTS, 5);
        assertEquals(1, value("bleu_commit_batch_changes_bucket{le=\"1.0\"}"));
        assertEquals(2, value("bleu_commit_batch_changes_bucket{le=\"4.0\"}"));
        assertEquals(4, value("bleu_commit_batch_changes_sum"));
        assertEquals(2, value("bleu_sync_seconds_count{engine=\"store\"}"));
        assertEquals(1, value("bleu_sync_seconds_count{engine=\"extents\"}"));
    }

    @Test
    void theVersionIsTold() throws Exception {
        assertEquals(1, value("bleu_build_info{version=\"1.2.3\"}"));
    }

    @Test
    void openMetricsIsForThoseWhoReadIt() throws Exception {
        String accept = "application/openmetrics-text; version=1.0.0";
        assertTrue(
                metrics.page(accept).headers().all().stream()
                        .anyMatch(it -> it.value().equals(accept + "; charset=utf-8")));
        assertTrue(text(accept).endsWith("# EOF\n"));
        assertTrue(
                metrics.page("").headers().all().stream()
                        .anyMatch(it -> it.value().startsWith("text/plain; version=0.0.4")));
    }

    /** Whatever comes makes no series. */
    @Test
    void allSeriesAreThereFromTheBeginning() throws Exception {
        Set<String> before = series();
        for (int status : new int[] {0, 99, 200, 302, 401, 404, 418, 500, 503, 599, 10_000}) {
            for (Site site : Site.values()) {
                metrics.request(Optional.of(site), status, Long.MAX_VALUE);
            }
            metrics.request(Optional.empty(), status, 0);
        }
        metrics.batch(Integer.MAX_VALUE, Long.MAX_VALUE);
        assertEquals(before, series());
    }

    private Set<String> series() throws Exception {
        Set<String> series = new HashSet<>();
        for (String line : text("").lines().filter(it -> it.startsWith("bleu_")).toList()) {
            series.add(line.substring(0, line.lastIndexOf(' ')));
        }
        return series;
    }

    @Test
    void labelsAreServicesResultsAndEngines() throws Exception {
        Set<String> services = new HashSet<>(Set.of("none"));
        Arrays.stream(Site.values()).map(Metrics::label).forEach(services::add);
        Set<String> results = new HashSet<>();
        Arrays.stream(Result.values()).map(Result::label).forEach(results::add);
        Map<String, Set<String>> known =
                Map.of(
                        "service",
                        services,
                        "result",
                        results,
                        "engine",
                        Set.of("store", "extents"),
                        "version",
                        Set.of("1.2.3"));
        for (String series : series()) {
            for (Matcher label = LABEL.matcher(series); label.find(); ) {
                boolean bound = label.group(1).equals("le");
                assertTrue(bound || known.get(label.group(1)).contains(label.group(2)), series);
            }
        }
    }

    @Test
    void theJvmIsThere() throws Exception {
        for (String metric :
                List.of(
                        "jvm_memory_used_bytes{area=\"heap\"}",
                        "jvm_gc_collection_seconds_count",
                        "jvm_threads_current",
                        "process_cpu_seconds_total",
                        "process_open_fds")) {
            line(metric);
        }
    }
}
