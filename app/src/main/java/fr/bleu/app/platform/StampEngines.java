package fr.bleu.app.platform;

import fr.bleu.app.CommandFailure;
import fr.bleu.app.operator.Monitoring;
import fr.bleu.app.stamp.SharedEngines;
import fr.bleu.extents.ExtentMove;
import fr.bleu.extents.Extents;
import fr.bleu.extents.S3Extents;
import fr.bleu.ledger.Checkpoint;
import fr.bleu.storage.Collector;
import fr.bleu.store.Store;
import fr.bleu.store.StoreUnusableException;
import fr.bleu.store.postgres.PostgresOptions;
import fr.bleu.store.postgres.PostgresStore;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;

/** PostgreSQL and an S3 store, which the nodes of a stamp share. */
final class StampEngines implements Engines {
    private final SharedEngines settings;
    private final Monitoring monitoring;
    private final SecureRandom random;

    StampEngines(SharedEngines settings, Monitoring monitoring, SecureRandom random) {
        this.settings = settings;
        this.monitoring = monitoring;
        this.random = random;
    }

    @Override
    public Store store(Optional<Checkpoint> published) {
        PostgresOptions options = settings.options().withListener(monitoring.commits());
        PostgresOptions bounded =
                published
                        .map(it -> options.withMinimumLedger(it.size(), it.root()))
                        .orElse(options);
        try {
            return PostgresStore.open(bounded);
        } catch (StoreUnusableException e) {
            throw new CommandFailure(e.getMessage());
        }
    }

    @Override
    public Duration collectorGrace() {
        return Collector.AMONG_NODES;
    }

    @Override
    public boolean isBeingFilled() throws IOException {
        return ExtentMove.isUnderWay(settings.objects());
    }

    @Override
    public Extents extents(Store store) throws IOException {
        return S3Extents.open(settings.objects(), store, store.clock(), random);
    }
}
