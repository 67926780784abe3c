package fr.bleu.app.traces;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The operator's collector. That it has gone is said once, and once that it is back; the SDK itself
 * would say the former again and again, as severe.
 */
final class Collector implements SpanExporter {
    private static final Logger LOG = Logger.getLogger(Collector.class.getName());

    /** Kept, since a logger that nobody keeps forgets its level. */
    private static final Logger SDK =
            Logger.getLogger("io.opentelemetry.exporter.otlp.internal.HttpExporter");

    private final SpanExporter exporter;
    private final AtomicBoolean away = new AtomicBoolean();

    Collector(SpanExporter exporter) {
        this.exporter = exporter;
        SDK.setLevel(Level.OFF);
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        CompletableResultCode result = exporter.export(spans);
        return result.whenComplete(() -> note(result));
    }

    private void note(CompletableResultCode result) {
        if (!result.isSuccess() && away.compareAndSet(false, true)) {
            LOG.log(
                    Level.WARNING,
                    "the collector takes no spans; they are dropped",
                    result.getFailureThrowable());
        }
        if (result.isSuccess() && away.compareAndSet(true, false)) {
            LOG.info("the collector takes spans again");
        }
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}
