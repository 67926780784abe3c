package fr.bleu.store.embedded;

import fr.bleu.store.Store;
import fr.bleu.store.StoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class RocksStoreTest extends StoreContract {

    @TempDir Path folder;

    @Override
    protected Store open() {
        return Stores.rocksdb(folder, StoreOptions.of(clock));
    }
}
