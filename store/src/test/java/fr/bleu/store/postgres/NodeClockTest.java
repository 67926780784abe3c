package fr.bleu.store.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.store.Change;
import fr.bleu.store.ChangeId;
import fr.bleu.store.Changes;
import fr.bleu.store.Outcome;
import fr.bleu.store.Store;
import fr.bleu.store.Write;
import fr.bleu.store.engine.Space;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The time of a node over a real server, what it is told of batches, and what a question costs. */
@Tag("postgres")
class NodeClockTest {

    @Test
    void aNodesTimeLiesBetweenTwoLooksAtTheServers() throws Exception {
        PostgresOptions options = Cluster.shared().newDatabase();
        try (Store one = PostgresStore.open(options);
                Store other = PostgresStore.open(options)) {
            for (Store store : List.of(one, other)) {
                Instant before = servers(options).minusMillis(50);
                Instant time = store.clock().instant();
                Instant after = servers(options).plusMillis(50);
                assertFalse(time.isBefore(before), time + " before " + before);
                assertFalse(time.isAfter(after), time + " after " + after);
            }
        }
    }

    private static Instant servers(PostgresOptions options) throws Exception {
        String micros = Cluster.shared().one(options.address().database(), ClockReading.QUERY);
        return Instant.EPOCH.plusNanos(Long.parseLong(micros) * 1_000);
    }

    @Test
    void whoListensIsToldOfEachBatch() throws Exception {
        List<Integer> told = new ArrayList<>();
        PostgresOptions options =
                Cluster.shared().newDatabase().withListener((changes, nanos) -> told.add(changes));
        try (Store store = PostgresStore.open(options)) {
            Write write = new Write.Put(Changes.key("a"), Changes.value("x"));
            Change change =
                    Changes.of(
                            ChangeId.random(store.clock().millis(), new Random(1)),
                            List.of(),
                            List.of(write));
            assertTrue(store.commit(change) instanceof Outcome.Committed);
        }
        assertEquals(List.of(1), told);
    }

    @Test
    void severalRecordsAreOneStatement() throws Exception {
        PostgresOptions options = Cluster.shared().newDatabase();
        PostgresStore.open(options).close();
        AtomicInteger statements = new AtomicInteger();
        try (Database database =
                new Database(counting(new Sources(options).reading(), statements), 1)) {
            Committed committed = new Committed(database);
            committed.get(Space.RECORDS, Changes.key("a").bytes());
            statements.set(0);
            committed.getAll(
                    Space.RECORDS, List.of(Changes.key("a").bytes(), Changes.key("b").bytes()));
        }
        assertEquals(1, statements.get());
    }

    private static DataSource counting(DataSource real, AtomicInteger statements) {
        return proxy(
                DataSource.class,
                real,
                made ->
                        made instanceof Connection connection
                                ? counting(connection, statements)
                                : made,
                () -> {});
    }

    private static Connection counting(Connection real, AtomicInteger statements) {
        return proxy(Connection.class, real, made -> made, statements::incrementAndGet);
    }

    private static <T> T proxy(
            Class<T> type, T real, UnaryOperator<Object> then, Runnable prepared) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (self, method, arguments) -> {
                            if (method.getName().equals("prepareStatement")) {
                                prepared.run();
                            }
                            return then.apply(method.invoke(real, arguments));
                        }));
    }
}
