package fr.bleu.app.backup;

import fr.bleu.app.Instance;
import fr.bleu.app.stamp.SharedEngines;
import fr.bleu.extents.ExtentOptions;
import fr.bleu.extents.ExtentsLoad;
import fr.bleu.extents.FileExtents;
import fr.bleu.extents.S3Extents;
import fr.bleu.keys.PrivateFiles;
import fr.bleu.store.copy.StoreLoad;
import fr.bleu.store.disk.RealDisk;
import fr.bleu.store.embedded.Stores;
import fr.bleu.store.postgres.PostgresStore;
import java.io.IOException;

/** Empty engines to restore into. */
record RestoreTarget(StoreLoad store, ExtentsLoad extents) implements AutoCloseable {

    /** RocksDB and files in a data folder. */
    static RestoreTarget files(Instance instance, int generation) throws IOException {
        PrivateFiles.createFolder(instance.extents());
        ExtentsLoad extents =
                FileExtents.load(
                        new RealDisk(instance.extents()), ExtentOptions.standard(), generation);
        return new RestoreTarget(Stores.load(instance.store()), extents);
    }

    /** PostgreSQL and S3. */
    static RestoreTarget stamp(SharedEngines stamp) throws IOException {
        StoreLoad store = PostgresStore.load(stamp.options());
        try {
            return new RestoreTarget(store, S3Extents.load(stamp.objects()));
        } catch (IOException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        try (extents) {
            store.close();
        }
    }
}
