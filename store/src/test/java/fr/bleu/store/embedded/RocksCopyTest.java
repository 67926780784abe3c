package fr.bleu.store.embedded;

import fr.bleu.store.Store;
import fr.bleu.store.StoreCopyContract;
import fr.bleu.store.copy.StoreLoad;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class RocksCopyTest extends StoreCopyContract {

    @TempDir Path folder;

    @Override
    protected Store openSource() {
        return Stores.rocksdb(folder.resolve("source"), StoreOptions.of(clock));
    }

    @Override
    protected StoreLoad load() {
        return Stores.load(folder.resolve("target"));
    }

    @Override
    protected Store openTarget() {
        return Stores.rocksdb(folder.resolve("target"), StoreOptions.of(clock));
    }
}
