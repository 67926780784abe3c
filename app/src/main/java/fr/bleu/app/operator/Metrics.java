package fr.bleu.app.operator;

import fr.bleu.http.Answer;
import fr.bleu.http.Site;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What is counted while the instance works. Every label is a value of an enum, so there are as many
 * series on the first day as on the last, and none tells of a tenant, a name or an address.
 */
final class Metrics {

    private static final double[] REQUEST_SECONDS = {
        .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30
    };
    private static final double[] SYNC_SECONDS = {
        .0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5
    };
    private static final double[] BATCH_CHANGES = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024};

    /** What is synced. */
    enum Engine {
        STORE,
        EXTENTS
    }

    /** The series of one service. */
    private record Service(Map<Result, CounterDataPoint> results, DistributionDataPoint seconds) {}

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final ExpositionFormats formats = ExpositionFormats.init();
    private final Map<Site, Service> services = new EnumMap<>(Site.class);
    private final Service noService;
    private final DistributionDataPoint batchChanges;
    private final Map<Engine, DistributionDataPoint> syncSeconds = new EnumMap<>(Engine.class);

    Metrics(String version) {
        Counter requests = requests();
        Histogram seconds = requestSeconds();
        for (Site site : Site.values()) {
            services.put(site, service(requests, seconds, label(site)));
        }
        noService = service(requests, seconds, "none");
        batchChanges = batchChangesHistogram();
        Histogram syncs = syncSecondsHistogram();
        for (Engine engine : Engine.values()) {
            syncSeconds.put(engine, syncs.labelValues(label(engine)));
        }
        Info.builder()
                .name("bleu_build_info")
                .help("The version that runs.")
                .labelNames("version")
                .register(registry)
                .setLabelValues(version);
        JvmMetrics.builder().register(registry);
    }

    private Counter requests() {
        return Counter.builder()
                .name("bleu_requests_total")
                .help("Requests that have ended, by service and by what became of them.")
                .labelNames("service", "result")
                .withoutExemplars()
                .register(registry);
    }

    private Histogram requestSeconds() {
        return Histogram.builder()
                .name("bleu_request_seconds")
                .help("From a request's complete headers to the last byte of its answer.")
                .unit(Unit.SECONDS)
                .labelNames("service")
                .classicOnly()
                .classicUpperBounds(REQUEST_SECONDS)
                .withoutExemplars()
                .register(registry);
    }

    private DistributionDataPoint batchChangesHistogram() {
        return Histogram.builder()
                .name("bleu_commit_batch_changes")
                .help("Changes that one write of the store, with its one sync, has answered.")
                .classicOnly()
                .classicUpperBounds(BATCH_CHANGES)
                .withoutExemplars()
                .register(registry);
    }

    private Histogram syncSecondsHistogram() {
        return Histogram.builder()
                .name("bleu_sync_seconds")
                .help("What making something durable took: a batch of the store, a segment.")
                .unit(Unit.SECONDS)
                .labelNames("engine")
                .classicOnly()
                .classicUpperBounds(SYNC_SECONDS)
                .withoutExemplars()
                .register(registry);
    }

    private static Service service(Counter requests, Histogram seconds, String name) {
        Map<Result, CounterDataPoint> results = new EnumMap<>(Result.class);
        for (Result result : Result.values()) {
            results.put(result, requests.labelValues(name, result.label()));
        }
        return new Service(results, seconds.labelValues(name));
    }

    static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** For what is not counted but read when it is asked for. */
    PrometheusRegistry registry() {
        return registry;
    }

    /** A request has ended. */
    void request(Optional<Site> site, int status, long nanos) {
        Service service = site.map(services::get).orElse(noService);
        service.results().get(Result.of(status)).inc();
        service.seconds().observe(seconds(nanos));
    }

    /** A batch of the store has become durable. */
    void batch(int changes, long nanos) {
        batchChanges.observe(changes);
        synced(Engine.STORE, nanos);
    }

    /** Something else has. */
    void synced(Engine engine, long nanos) {
        syncSeconds.get(engine).observe(seconds(nanos));
    }

    private static double seconds(long nanos) {
        return nanos / 1e9;
    }

    /**
     * All of it, as OpenMetrics text 1.0 or as Prometheus' own older text.
     *
     * @param accept which of them the client reads
     */
    Answer page(String accept) throws IOException {
        ExpositionFormatWriter writer = formats.findWriter(accept);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        writer.write(text, registry.scrape());
        return Answer.of(200, writer.getContentType(), text.toByteArray());
    }
}
