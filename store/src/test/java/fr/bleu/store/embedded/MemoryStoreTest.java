package fr.bleu.store.embedded;

import fr.bleu.store.Store;
import fr.bleu.store.StoreContract;
import fr.bleu.store.disk.SimulatedDisk;

class MemoryStoreTest extends StoreContract {

    private final SimulatedDisk disk = new SimulatedDisk(1);

    @Override
    protected Store open() {
        return Stores.memory(disk, StoreOptions.of(clock));
    }
}
