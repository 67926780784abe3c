package fr.bleu.app.operator;

import fr.bleu.http.HttpServer;
import fr.bleu.storage.Collector;
import fr.bleu.store.Room;
import fr.bleu.trust.Ledger;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.DoubleSupplier;

/** What is not counted but read whenever somebody asks. */
final class Gauges {

    private final PrometheusRegistry registry;

    Gauges(PrometheusRegistry registry) {
        this.registry = registry;
    }

    void ledger(Ledger ledger) {
        gauge(
                "bleu_ledger_durable_entries",
                "Entries that are committed.",
                () -> ledger.progress().durable());
        gauge(
                "bleu_ledger_signed_entries",
                "Entries that the latest checkpoint covers.",
                () -> ledger.progress().signed());
        gauge(
                "bleu_ledger_unsigned_seconds",
                "For how long the latest checkpoint has not covered all that is committed.",
                () -> ledger.progress().sinceSigned().toNanos() / 1e9);
    }

    void collector(Collector collector, DoubleSupplier freedBytes) {
        CounterWithCallback.builder()
                .name("bleu_collector_freed_bytes_total")
                .help("Bytes of deleted data that were given back.")
                .callback(callback -> callback.call(freedBytes.getAsDouble()))
                .register(registry);
        gauge(
                "bleu_collector_backlog_accounts",
                "Accounts with deleted data that is not given back yet.",
                () -> collector.backlog().accounts());
        gauge(
                "bleu_collector_backlog_records",
                "Records of deleted data; at most 5,000 of an account are seen.",
                () -> collector.backlog().records());
        gauge(
                "bleu_collector_oldest_seconds",
                "How long the account has waited whose turn is longest ago.",
                () -> collector.backlog().oldest().toNanos() / 1e9);
    }

    void disk(DoubleSupplier usableBytes) {
        gauge("bleu_disk_usable_bytes", "What can still be written.", usableBytes);
        gauge(
                "bleu_disk_reserve_bytes",
                "Below this nothing new is taken; below half of it, no change at all.",
                () -> Room.RESERVE_BYTES);
    }

    void server(HttpServer server) {
        gauge("bleu_connections", "Open connections.", server::connections);
        gauge("bleu_requests_in_progress", "Requests that are worked on.", server::requests);
    }

    void clock(ClockOffset offset) {
        gauge(
                "bleu_clock_offset_seconds",
                "How far this machine's clock is ahead of the store's, which the cloud goes by.",
                () -> offset.ahead().toNanos() / 1e9);
    }

    void ready(Readiness readiness) {
        gauge(
                "bleu_ready",
                "1 where requests should come here, as /readyz tells it.",
                () -> readiness.reasons().isEmpty() ? 1 : 0);
    }

    private void gauge(String name, String help, DoubleSupplier value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call(value.getAsDouble()))
                .register(registry);
    }
}
