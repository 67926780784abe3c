package fr.bleu.store.postgres;

import fr.bleu.store.Store;
import fr.bleu.store.StoreCopyContract;
import fr.bleu.store.copy.StoreLoad;
import org.junit.jupiter.api.Tag;

@Tag("postgres")
class PostgresCopyTest extends StoreCopyContract {

    private PostgresOptions target;

    @Override
    protected Store openSource() throws Exception {
        return PostgresStore.open(Cluster.shared().newDatabase().withClock(clock));
    }

    @Override
    protected StoreLoad load() throws Exception {
        if (target == null) {
            target = Cluster.shared().newDatabase().withClock(clock);
        }
        return PostgresStore.load(target);
    }

    @Override
    protected Store openTarget() {
        return PostgresStore.open(target);
    }
}
