package fr.bleu.store.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.store.ChangeId;
import fr.bleu.store.Changes;
import fr.bleu.store.LedgerMismatchException;
import fr.bleu.store.Store;
import fr.bleu.store.StoreUnusableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a store demands of its database before it opens. */
@Tag("postgres")
class SchemaTest {

    @Test
    void aSchemaOfANewerVersionIsRefused() throws Exception {
        PostgresOptions options = Cluster.shared().newDatabase();
        PostgresStore.open(options).close();
        execute(
                options,
                "INSERT INTO bleu.flyway_schema_history VALUES"
                        + " (9, '9', 'of a newer version', 'SQL', 'V9__new.sql', 1, 'x', now(), 1,"
                        + " true)");

        assertUnusable("newer version", options);
    }

    @Test
    void aSchemaThatIsNotBleusIsRefused() throws Exception {
        PostgresOptions options = Cluster.shared().newDatabase();
        execute(options, "CREATE SCHEMA bleu");
        execute(options, "CREATE TABLE bleu.foreign_table (i int)");

        assertUnusable("cannot be brought", options);
    }

    @Test
    void aServerThatForgetsWhatItCommitsIsRefused() throws Exception {
        try (Cluster cluster = Cluster.start()) {
            PostgresOptions options = cluster.newDatabase();
            cluster.set("fsync", "off");

            assertUnusable("fsync", options);
        }
    }

    @Test
    void aDatabaseThatIsNotReachedIsAnOperatorsMessage() {
        assertUnusable("cannot be reached", Cluster.options("nowhere", List.of(1)));
    }

    @Test
    void nodesThatStartAtOnceMigrateOnce() throws Exception {
        PostgresOptions options = Cluster.shared().newDatabase();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Boolean> open =
                    () -> {
                        PostgresStore.open(options).close();
                        return true;
                    };
            for (var opened : threads.invokeAll(List.of(open, open, open, open))) {
                assertTrue(opened.get());
            }
        }
    }

    @Test
    void aStoreBehindItsPublishedCheckpointDoesNotOpen() throws Exception {
        PostgresOptions options = Cluster.shared().newDatabase();
        byte[] root;
        try (Store store = PostgresStore.open(options)) {
            store.commit(
                    Changes.withEntries(
                            ChangeId.random(InstantSource.system().millis(), new Random(1)),
                            List.of(),
                            List.of(),
                            Changes.entry(1, "e", false)));
            root = store.ledger().rootHash(1);
        }

        PostgresStore.open(options.withMinimumLedger(1, root)).close();
        assertThrows(
                LedgerMismatchException.class,
                () -> PostgresStore.open(options.withMinimumLedger(2, root)));
        root[0] ^= 1;
        assertThrows(
                LedgerMismatchException.class,
                () -> PostgresStore.open(options.withMinimumLedger(1, root)));
    }

    @Test
    void aServerElsewhereNeedsARootCertificate() {
        var elsewhere = List.of(new PostgresOptions.Server("db.example", 5432));

        assertThrows(
                IllegalArgumentException.class,
                () ->
                        new PostgresOptions.Address(
                                elsewhere, "bleu", "bleu", Optional.empty(), Optional.empty()));
    }

    @Test
    void noPasswordShows(@TempDir Path folder) throws Exception {
        PostgresOptions options = withPassword(privateFile(folder));

        StoreUnusableException failure =
                assertThrows(StoreUnusableException.class, () -> PostgresStore.open(options));

        assertFalse(options.toString().contains("the-secret"));
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            assertFalse(cause.toString().contains("the-secret"));
        }
        assertEquals("the-secret", new Sources(options).reading().getPassword());
        assertFalse(new Sources(options).toString().contains("the-secret"));
    }

    @Test
    void aPasswordThatOthersCouldReadOrReplaceIsRefused(@TempDir Path folder) throws Exception {
        Path file = privateFile(folder);
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        assertUnusable("not private", withPassword(link));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertUnusable("not private", withPassword(file));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
        assertUnusable("cannot be reached", withPassword(file));
        assertUnusable("not private", withPassword(ofAnotherUser(file)));
    }

    /** Only root can give a file away; who is not root finds one of mode 0400 that is root's. */
    private static Path ofAnotherUser(Path file) throws Exception {
        if (!System.getProperty("user.name").equals("root")) {
            return Path.of("/proc/1/environ");
        }
        return Files.setAttribute(file, "unix:uid", 1);
    }

    private static Path privateFile(Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("password"), "the-secret\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static PostgresOptions withPassword(Path file) {
        return PostgresOptions.of(
                new PostgresOptions.Address(
                        List.of(new PostgresOptions.Server("127.0.0.1", 1)),
                        "bleu",
                        "bleu",
                        Optional.of(file),
                        Optional.empty()),
                "node");
    }

    /**
     * Dead rows at the index's end are walked by each turn: a part of a large table is too many.
     */
    @Test
    void tablesThatEachTurnRewritesAreVacuumedByCount() throws Exception {
        PostgresOptions options = Cluster.shared().newDatabase();
        PostgresStore.open(options).close();

        assertEquals(
                "2",
                Cluster.shared()
                        .one(
                                options.address().database(),
                                "SELECT count(*) FROM pg_class WHERE relname IN ('outcomes',"
                                        + " 'head') AND reloptions @>"
                                        + " '{autovacuum_vacuum_scale_factor=0,"
                                        + " autovacuum_vacuum_threshold=10000}'"));
    }

    private static void assertUnusable(String message, PostgresOptions options) {
        StoreUnusableException failure =
                assertThrows(StoreUnusableException.class, () -> PostgresStore.open(options));
        assertTrue(failure.getMessage().contains(message), failure.getMessage());
        assertEquals(1, failure.getMessage().lines().count(), failure.getMessage());
    }

    private static void execute(PostgresOptions options, String sql) throws Exception {
        Cluster.shared().execute(options.address().database(), sql);
    }
}
