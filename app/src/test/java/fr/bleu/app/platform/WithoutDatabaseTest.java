package fr.bleu.app.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.app.Instance;
import fr.bleu.app.operator.OperatorOptions;
import fr.bleu.app.stamp.StampSettings;
import fr.bleu.extents.FakeS3;
import fr.bleu.extents.S3Limits;
import fr.bleu.http.Domains;
import fr.bleu.keys.PrivateFiles;
import fr.bleu.store.postgres.Cluster;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node's monitoring and its balancer are told while the database is away. */
@Tag("postgres")
final class WithoutDatabaseTest {
    /** What is away is said again and again. */
    private static final Logger EXPECTED = Logger.getLogger("fr.bleu");

    @TempDir Path folder;

    private Platform platform;

    @Test
    void theNodeIsNotReadyAndItsMetricsAreThere() throws Exception {
        Instance instance = Cloud.instance(folder);
        PrivateFiles.createFolder(instance.data());
        PrivateFiles.createFolder(instance.secrets());
        var database = Cluster.shared().newDatabase().address();
        try (FakeS3 s3 = new FakeS3()) {
            Path credentials = instance.secrets().resolve("s3.credentials");
            start(
                    instance,
                    OwnStamp.of(
                            OwnStamp.node("node1"),
                            database,
                            s3,
                            credentials,
                            S3Limits.standard()));
            try {
                await(200, 1);
                takeAway(database.database());
                await(503, 0);
                giveBack(database.database());
                await(200, 1);
            } finally {
                platform.close();
            }
        }
    }

    private void start(Instance instance, StampSettings stamp) {
        platform =
                Platform.start(
                        instance,
                        new Platform.Options(
                                0,
                                Domains.DEFAULT_WEB,
                                false,
                                OperatorOptions.at(0),
                                Optional.of(stamp)));
    }

    private static void takeAway(String database) throws Exception {
        EXPECTED.setLevel(Level.OFF);
        Cluster.shared()
                .execute("postgres", "ALTER DATABASE " + database + " ALLOW_CONNECTIONS false");
        Cluster.shared()
                .execute(
                        "postgres",
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
                                + database
                                + "'");
    }

    private static void giveBack(String database) throws Exception {
        Cluster.shared()
                .execute("postgres", "ALTER DATABASE " + database + " ALLOW_CONNECTIONS true");
        EXPECTED.setLevel(null);
    }

    /** The metrics are there whatever the store does, and say the same. */
    private void await(int status, double ready) throws Exception {
        HttpResponse<String> said = ask("/readyz");
        while (said.statusCode() != status) {
            Thread.sleep(50);
            said = ask("/readyz");
        }
        HttpResponse<String> metrics = ask("/metrics");
        assertEquals(200, metrics.statusCode(), metrics.body());
        assertTrue(metrics.body().contains("\nbleu_ready " + ready + "\n"), said.body());
    }

    private HttpResponse<String> ask(String path) throws Exception {
        URI page = URI.create("http://127.0.0.1:" + platform.monitoring().port().orElseThrow());
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(page.resolve(path)).build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
