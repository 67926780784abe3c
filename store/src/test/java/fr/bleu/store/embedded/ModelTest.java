package fr.bleu.store.embedded;

import fr.bleu.store.ModelRun;
import fr.bleu.store.disk.SimulatedDisk;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random batches, full of changes that meet, against the naive model. */
class ModelTest {

    @Test
    void theMemoryEngineDecidesAsTheModelDoes() {
        int seeds = Boolean.getBoolean("bleu.all") ? 5_000 : 200;
        for (long seed = 0; seed < seeds; seed++) {
            run(seed, MemoryEngine.open(new SimulatedDisk(seed)), 20);
        }
    }

    @Test
    void rocksDbDecidesAsTheModelDoes(@TempDir Path folder) {
        for (long seed = 0; seed < 3; seed++) {
            run(seed, RocksEngine.open(folder.resolve("seed" + seed)), 150);
        }
    }

    private static void run(long seed, Engine engine, int batches) {
        ModelRun run = new ModelRun(seed);
        try (Direct store = new Direct(engine, StoreOptions.of(run.clock()))) {
            run.commit(batches, store::commit);
            run.assertHolds(store.reads(), store.ledger());
        }
    }
}
