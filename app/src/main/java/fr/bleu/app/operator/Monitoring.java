package fr.bleu.app.operator;

import fr.bleu.app.CommandFailure;
import fr.bleu.app.Version;
import fr.bleu.app.traces.Traces;
import fr.bleu.extents.Extents;
import fr.bleu.http.Answer;
import fr.bleu.http.HttpServer;
import fr.bleu.http.OperatorServer;
import fr.bleu.http.RequestListener;
import fr.bleu.storage.Collector;
import fr.bleu.store.CommitListener;
import fr.bleu.store.Store;
import fr.bleu.store.disk.Disk;
import fr.bleu.trust.Ledger;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How the operator's own monitoring sees the instance: metrics, whether it is alive, whether it is
 * ready. It is counted whether or not anybody listens; only the listener is optional.
 */
public final class Monitoring implements AutoCloseable {

    private static final String TEXT = "text/plain; charset=utf-8";

    /** What is looked at. */
    public record Sources(
            Store store,
            Ledger ledger,
            Collector collector,
            Extents extents,
            Disk disk,
            HttpServer server) {}

    private final OperatorOptions options;
    private final Metrics metrics = new Metrics(Version.current());
    private final Optional<Traces> traces;
    private final Optional<OperatorServer> listener;

    /** Once there is something to ask. */
    private volatile Optional<Readiness> readiness = Optional.empty();

    private volatile Optional<ClockOffset> offset = Optional.empty();

    /**
     * Takes the listener's port, if there is to be one.
     *
     * @throws CommandFailure if it is taken
     */
    public Monitoring(OperatorOptions options) {
        this.options = options;
        this.traces = options.traces().map(it -> Traces.open(it, Version.current()));
        this.listener =
                options.port().isPresent()
                        ? Optional.of(bind(options.port().getAsInt()))
                        : Optional.empty();
    }

    private static OperatorServer bind(int port) {
        try {
            return OperatorServer.bind(port);
        } catch (IOException e) {
            throw new CommandFailure(
                    "the operator's listener cannot listen on port "
                            + port
                            + ": "
                            + e.getMessage()
                            + "; --operator-port N uses another");
        }
    }

    public RequestListener requests() {
        RequestListener counted = metrics::request;
        return traces.map(it -> it.requests(counted)).orElse(counted);
    }

    /** The store, with a span for each question to it where there are traces. */
    public Store traced(Store store) {
        return traces.map(it -> it.store(store)).orElse(store);
    }

    /** As {@link #traced(Store)}. */
    public Extents traced(Extents extents) {
        return traces.map(it -> it.extents(extents)).orElse(extents);
    }

    public CommitListener commits() {
        return metrics::batch;
    }

    /** The disk of the extents, whose syncs are counted. */
    public Disk watched(Disk extents) {
        return new WatchedDisk(extents, nanos -> metrics.synced(Metrics.Engine.EXTENTS, nanos));
    }

    /** Begins to answer; to be closed before what it looks at. */
    public void start(Sources sources) throws IOException {
        Readiness ready =
                new Readiness(
                        () -> sources.store().ledger().entries(0, 1),
                        () -> sources.ledger().progress().sinceSigned());
        readiness = Optional.of(ready);
        ClockOffset clocks = new ClockOffset(InstantSource.system(), sources.store().clock());
        offset = Optional.of(clocks);
        Gauges gauges = new Gauges(metrics.registry());
        gauges.clock(clocks);
        gauges.ledger(sources.ledger());
        gauges.collector(sources.collector(), sources.extents()::freedBytes);
        gauges.disk(sources.disk()::usableBytes);
        gauges.server(sources.server());
        gauges.ready(ready);
        if (listener.isPresent()) {
            listener.get()
                    .start(
                            Map.of(
                                    "/metrics", metrics::page,
                                    "/healthz", _ -> Answer.of(200, TEXT, "alive\n"),
                                    "/readyz", _ -> ready(ready, clocks)));
        }
    }

    /**
     * 404 while it drains: HAProxy's {@code http-check disable-on-404} then sends nothing new, but
     * leaves what is under way, where it would break off the connections of a node that failed.
     */
    private static Answer ready(Readiness readiness, ClockOffset clocks) {
        List<String> reasons = readiness.reasons();
        if (reasons.isEmpty()) {
            String but = clocks.finding().map(finding -> ", but " + finding).orElse("");
            return Answer.of(200, TEXT, "ready" + but + "\n");
        }
        int status = readiness.isDraining() ? 404 : 503;
        return Answer.of(status, TEXT, "not ready: " + String.join(", ", reasons) + "\n");
    }

    /** Where the listener listens, if there is one. */
    public OptionalInt port() {
        return listener.map(it -> OptionalInt.of(it.port())).orElse(OptionalInt.empty());
    }

    /** Why requests should not come here. */
    public List<String> notReady() {
        return readiness.map(Readiness::reasons).orElse(List.of("it is starting"));
    }

    /** What is wrong with the clocks, if anything. */
    public Optional<String> clockFinding() {
        return offset.flatMap(ClockOffset::finding);
    }

    /**
     * Says that it is not ready any more.
     *
     * @return how long it is to go on serving, so that those who ask have heard it
     */
    public Duration drain() {
        readiness.ifPresent(Readiness::drain);
        return readiness.isPresent() ? options.drain() : Duration.ZERO;
    }

    @Override
    public void close() {
        listener.ifPresent(OperatorServer::close);
        traces.ifPresent(Traces::close);
    }
}
