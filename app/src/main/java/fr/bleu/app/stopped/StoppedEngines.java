package fr.bleu.app.stopped;

import fr.bleu.app.CommandFailure;
import fr.bleu.app.Instance;
import fr.bleu.app.platform.Whereabouts;
import fr.bleu.app.stamp.SharedEngines;
import fr.bleu.extents.StoppedExtents;
import fr.bleu.store.Reads;
import fr.bleu.store.StoppedStore;
import fr.bleu.store.Store;
import fr.bleu.store.StoreUnusableException;
import fr.bleu.store.copy.StoreLoad;
import fr.bleu.store.disk.RealDisk;
import fr.bleu.store.embedded.StoreOptions;
import fr.bleu.store.embedded.Stores;
import fr.bleu.store.postgres.PostgresStore;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What an instance that does not run keeps its data in, for reading alone.
 *
 * @param stamp which database and bucket; without one its own folder
 */
record StoppedEngines(Instance instance, Optional<SharedEngines> stamp) {

    /** Those of a place that an instance can be moved from and to. */
    static StoppedEngines of(Instance instance, Whereabouts place, SharedEngines stamp) {
        return switch (place) {
            case ROCKSDB -> new StoppedEngines(instance, Optional.empty());
            case POSTGRES -> new StoppedEngines(instance, Optional.of(stamp));
        };
    }

    /**
     * Opens the store.
     *
     * @throws CommandFailure with one line that says why it cannot
     */
    StoppedStore store() {
        try {
            return stamp.map(it -> PostgresStore.stopped(it.options()))
                    .orElseGet(() -> Stores.stopped(instance.store()));
        } catch (StoreUnusableException e) {
            throw new CommandFailure(e.getMessage());
        }
    }

    /**
     * Changes the store, opened as a start does.
     *
     * @throws CommandFailure with one line that says why it cannot
     */
    void change(Consumer<Store> change) {
        try (Store store =
                stamp.map(it -> PostgresStore.open(it.options()))
                        .orElseGet(() -> Stores.rocksdb(instance.store(), rocksOptions()))) {
            change.accept(store);
        } catch (StoreUnusableException e) {
            throw new CommandFailure(e.getMessage());
        }
    }

    private static StoreOptions rocksOptions() {
        return StoreOptions.of(InstantSource.system());
    }

    /**
     * Begins to fill an empty store.
     *
     * @throws CommandFailure when it is not empty
     */
    StoreLoad load() {
        try {
            return stamp.map(it -> PostgresStore.load(it.options()))
                    .orElseGet(() -> Stores.load(instance.store()));
        } catch (StoreUnusableException e) {
            throw new CommandFailure(e.getMessage());
        }
    }

    /** Opens the extents, whose locations are in the store. */
    StoppedExtents extents(Reads store) throws IOException {
        return stamp.isPresent()
                ? StoppedExtents.objects(stamp.get().objects(), store)
                : StoppedExtents.files(new RealDisk(instance.extents()), store);
    }
}
