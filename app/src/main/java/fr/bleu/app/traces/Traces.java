package fr.bleu.app.traces;

import fr.bleu.app.CommandFailure;
import fr.bleu.extents.Extents;
import fr.bleu.http.RequestListener;
import fr.bleu.store.Store;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.common.export.ProxyOptions;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.io.IOException;
import java.net.ProxySelector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Sends spans to the operator's collector: of each request, and below it of what it asks of store
 * and extents. A client that says by its {@code traceparent} that it does not sample is not traced.
 * Spans wait in a bounded queue; what does not fit, or a collector that is away does not take, is
 * dropped. No request ever waits for it.
 */
public final class Traces implements AutoCloseable {

    private static final int QUEUED_SPANS = 8_192;
    private static final int SENT_AT_ONCE = 512;
    private static final Duration SENT_EVERY = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long LAST_SECONDS = 2;

    private final SdkTracerProvider provider;
    private final Tracer tracer;
    private final Spans spans;

    private Traces(SdkTracerProvider provider) {
        this.provider = provider;
        tracer = provider.get("fr.bleu");
        spans = new Spans(tracer);
    }

    /**
     * Begins to send.
     *
     * @param version of the program, which the spans tell
     * @throws CommandFailure when the authority's certificates cannot be used
     */
    public static Traces open(TraceOptions options, String version) {
        BatchSpanProcessor queue =
                BatchSpanProcessor.builder(new Collector(exporter(options)))
                        .setMaxQueueSize(QUEUED_SPANS)
                        .setMaxExportBatchSize(SENT_AT_ONCE)
                        .setScheduleDelay(SENT_EVERY)
                        .setExporterTimeout(PATIENCE)
                        .build();
        return new Traces(
                SdkTracerProvider.builder()
                        .setResource(Resource.create(program(options, version)))
                        .setSampler(Sampler.parentBased(Sampler.alwaysOn()))
                        .addSpanProcessor(queue)
                        .build());
    }

    private static Attributes program(TraceOptions options, String version) {
        AttributesBuilder program =
                Attributes.builder().put("service.name", "bleu").put("service.version", version);
        if (!options.node().isEmpty()) {
            program.put("service.instance.id", options.node());
        }
        return program.build();
    }

    /** Whatever the JVM is told about proxies, nobody is dialled but the endpoint. */
    private static OtlpHttpSpanExporter exporter(TraceOptions options) {
        OtlpHttpSpanExporterBuilder exporter =
                OtlpHttpSpanExporter.builder()
                        .setEndpoint(options.endpoint().toString())
                        .setConnectTimeout(PATIENCE)
                        .setTimeout(PATIENCE)
                        .setRetryPolicy(null)
                        .setProxy(ProxyOptions.create(ProxySelector.of(null)));
        options.ca().ifPresent(file -> trust(exporter, file));
        return exporter.build();
    }

    private static void trust(OtlpHttpSpanExporterBuilder exporter, Path certificates) {
        try {
            exporter.setTrustedCertificates(Files.readAllBytes(certificates));
        } catch (IOException e) {
            throw new CommandFailure(
                    "cannot read " + certificates + ": " + CommandFailure.reason(e));
        } catch (IllegalStateException e) {
            throw new CommandFailure(certificates + " holds no certificates in PEM");
        }
    }

    /** Traces requests, and passes on what it is told. */
    public RequestListener requests(RequestListener next) {
        return new TracedRequests(tracer, spans, next);
    }

    public Store store(Store real) {
        return new TracedStore(real, spans);
    }

    public Extents extents(Extents real) {
        return new TracedExtents(real, spans);
    }

    /** Sends what is left, for two seconds at most. */
    @Override
    public void close() {
        provider.shutdown().join(LAST_SECONDS, TimeUnit.SECONDS);
    }
}
