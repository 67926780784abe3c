package fr.bleu.store.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.store.StoreUnusableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Passwords, and TLS that takes the right server only. */
@Tag("postgres")
@Tag("openssl")
class AccessTest {

    private static final String USER = "app";

    @TempDir private static Path folder;
    private static Cluster cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = Cluster.start();
        Path key = folder.resolve("root.key");
        certificate(key, folder.resolve("root.pem"));
        cluster.serveTls(key, folder.resolve("root.pem"));
        cluster.execute("postgres", "CREATE ROLE app LOGIN PASSWORD 'the-secret'");
        cluster.execute("postgres", "CREATE DATABASE app OWNER app");
        cluster.requirePassword(USER);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void theRightPasswordOverTlsToTheNamedServerOpens() throws Exception {
        PostgresOptions options = options("localhost", "the-secret", root());

        PostgresStore.open(options).close();

        try (var connection = new Sources(options).committing().getConnection();
                var statement = connection.createStatement()) {
            var result =
                    statement.executeQuery(
                            "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()");
            assertTrue(result.next());
            assertTrue(result.getBoolean(1));
        }
    }

    @Test
    void aWrongPasswordDoesNotOpenAndIsNotTold() throws Exception {
        StoreUnusableException failure =
                assertUnusable(options("localhost", "a-wrong-secret", root()));

        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            assertFalse(cause.toString().contains("a-wrong-secret"));
        }
    }

    @Test
    void aServerOfAnotherNameOrAuthorityIsRefused() throws Exception {
        assertUnusable(options("127.0.0.1", "the-secret", root()));

        Path other = folder.resolve("other.pem");
        certificate(folder.resolve("other.key"), other);
        assertUnusable(options("localhost", "the-secret", Optional.of(other)));
    }

    @Test
    void aServerWithoutTlsIsRefused() throws Exception {
        cluster.set("ssl", "off");
        try {
            assertUnusable(options("localhost", "the-secret", root()));
        } finally {
            cluster.set("ssl", "on");
        }
    }

    /** Makes a key, and a certificate for localhost that is its own authority. */
    private static void certificate(Path key, Path certificate) throws Exception {
        String command =
                "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost"
                        + " -addext subjectAltName=DNS:localhost -keyout %s -out %s";
        Process openssl =
                new ProcessBuilder(command.formatted(key, certificate).split(" "))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        assertEquals(0, openssl.waitFor());
    }

    private static Optional<Path> root() {
        return Optional.of(folder.resolve("root.pem"));
    }

    private static PostgresOptions options(String host, String password, Optional<Path> root)
            throws Exception {
        Path file = Files.writeString(Files.createTempFile(folder, "password", ""), password);
        return PostgresOptions.of(
                new PostgresOptions.Address(
                        List.of(new PostgresOptions.Server(host, cluster.port())),
                        USER,
                        USER,
                        Optional.of(file),
                        root),
                "node");
    }

    private static StoreUnusableException assertUnusable(PostgresOptions options) {
        StoreUnusableException failure =
                assertThrows(StoreUnusableException.class, () -> PostgresStore.open(options));
        assertEquals(1, failure.getMessage().lines().count(), failure.getMessage());
        return failure;
    }
}
