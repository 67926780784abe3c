package fr.bleu.store.postgres;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import fr.bleu.store.Changes;
import fr.bleu.store.Outcome;
import fr.bleu.store.Store;
import fr.bleu.store.StoreFailedException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The server dies under two nodes that commit: it comes back, or its standby takes over. */
@Tag("postgres")
class ServerKillTest {

    private static final int WRITERS = 8;

    private final CommitOracle oracle = new CommitOracle();

    @Test
    void nothingThatWasAcknowledgedIsLostWhenTheServerComesBack() throws Exception {
        int rounds = Boolean.getBoolean("bleu.all") ? 20 : 3;
        Random random = new Random();
        try (Cluster cluster = Cluster.start()) {
            PostgresOptions options = cluster.newDatabase();
            try (Store first = PostgresStore.open(options);
                    Store second = PostgresStore.open(options)) {
                oracle.commitDuring(
                        List.of(first, second),
                        WRITERS,
                        () -> {
                            for (int round = 0; round < rounds; round++) {
                                oracle.await(40 + random.nextInt(40));
                                cluster.kill();
                                cluster.run();
                            }
                            oracle.await(40);
                        });
                oracle.verify(first);
                oracle.verify(second);
            }
        }
    }

    @Test
    void nothingThatWasAcknowledgedIsLostWhenTheStandbyTakesOver() throws Exception {
        int rounds = Boolean.getBoolean("bleu.all") ? 5 : 1;
        for (int round = 0; round < rounds; round++) {
            failOver(new CommitOracle());
        }
    }

    private static void failOver(CommitOracle oracle) throws Exception {
        try (Cluster primary = Cluster.start();
                Cluster standby = primary.standby()) {
            PostgresOptions options = primary.newDatabase(standby);
            primary.set("synchronous_standby_names", "*");
            try (Store first = PostgresStore.open(options);
                    Store second = PostgresStore.open(options)) {
                oracle.commitDuring(
                        List.of(first, second),
                        WRITERS,
                        () -> {
                            oracle.await(100);
                            primary.kill();
                            standby.one("postgres", "SELECT pg_promote()");
                            oracle.await(100);
                        });
                oracle.verify(first);
                oracle.verify(second);
                assertInstanceOf(Outcome.Committed.class, oracle.commit(first, new Random()));
            }
        }
    }

    @Test
    void withoutTheDatabaseANodeRefusesAndGoesOnWhenItIsBack() throws Exception {
        Random random = new Random();
        try (Cluster cluster = Cluster.start();
                Store store = PostgresStore.open(cluster.newDatabase())) {
            assertInstanceOf(Outcome.Committed.class, oracle.commit(store, random));
            cluster.kill();

            assertThrows(StoreFailedException.class, () -> store.get(Changes.key("count")));
            assertThrows(StoreFailedException.class, store::snapshot);
            assertThrows(StoreFailedException.class, () -> store.ledger().size());
            assertInstanceOf(Outcome.Busy.class, oracle.commit(store, random));
            assertRefusedUntried(store);
            cluster.run();
            while (!(oracle.commit(store, random) instanceof Outcome.Committed)) {
                Thread.sleep(50);
            }

            for (int i = 0; i < 100; i++) {
                assertInstanceOf(Outcome.Committed.class, oracle.commit(store, random));
            }
            oracle.verify(store);
        }
    }

    /** Just after a try, no other is made: a read is refused with other words, a commit is busy. */
    private static void assertRefusedUntried(Store store) {
        for (int tries = 0; tries < 5; tries++) {
            assertThrows(StoreFailedException.class, () -> store.get(Changes.key("count")));
            StoreFailedException refused =
                    assertThrows(StoreFailedException.class, () -> store.get(Changes.key("count")));
            if (refused.getMessage().contains("not reached for some time")) {
                return;
            }
        }
        throw new AssertionError("each read waits for a database that is lost");
    }
}
