package fr.bleu.trust;

import fr.bleu.store.Store;
import fr.bleu.store.disk.SimulatedDisk;
import fr.bleu.store.embedded.StoreOptions;
import fr.bleu.store.embedded.Stores;
import java.time.InstantSource;

/** Stores in memory. */
final class TestStores {

    private TestStores() {}

    static Store memory(InstantSource clock) {
        return Stores.memory(new SimulatedDisk(1), StoreOptions.of(clock));
    }
}
