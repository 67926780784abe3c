package fr.bleu.store.postgres;

import fr.bleu.store.CommitLoad;
import fr.bleu.store.Store;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures commits per second on PostgreSQL with one, two and three nodes in this process. Run by
 * hand: arguments are seconds for each figure and rounds.
 */
final class NodesRate {

    private NodesRate() {}

    public static void main(String[] args) throws Exception {
        int seconds = Integer.parseInt(args[0]);
        try (Cluster cluster = Cluster.start()) {
            for (int round = 0; round < Integer.parseInt(args[1]); round++) {
                for (int writers : new int[] {1, 32, 256}) {
                    for (int nodes = 1; nodes <= 3; nodes++) {
                        measure(cluster, nodes, writers, seconds);
                    }
                }
            }
        }
        System.exit(0);
    }

    private static void measure(Cluster cluster, int nodes, int writers, int seconds)
            throws Exception {
        PostgresOptions options = cluster.newDatabase();
        List<Store> stores = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            stores.add(PostgresStore.open(options));
        }
        CommitLoad.run(stores, writers, 1);
        CommitLoad.Result load = CommitLoad.run(stores, writers, seconds);
        stores.forEach(Store::close);
        System.out.printf("%d nodes, %d writers: %.0f commits/s%n", nodes, writers, load.rate());
    }
}
