package fr.bleu.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The life of development storage, as its user sees it. One instance serves all tests. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class DevelopmentStorageTest {

    private static final String MODE = Arguments.DEVELOPMENT_STORAGE;
    private static final int WRITERS = 8;

    @TempDir static Path folder;

    private static Bleu bleu;
    private static Path data;
    private static Bleu.Serving serving;

    @BeforeAll
    static void start() throws Exception {
        bleu = new Bleu(folder);
        data = folder.resolve("development-storage");
        serving = up();
    }

    @AfterAll
    static void stop() throws Exception {
        if (serving != null) {
            serving.kill();
        }
    }

    private static Bleu.Serving up() throws Exception {
        Bleu.Serving started = bleu.start("up", MODE, "--port", "0");
        started.awaitUp();
        return started;
    }

    @Test
    @Order(1)
    void itServesBlobsAndSaysWhere() throws Exception {
        Emulated client = Emulated.in(data);
        assertEquals(201, client.createContainer("docs").statusCode());
        assertEquals(201, client.put("/docs/a", bytes("bonjour")).statusCode());
        assertArrayEquals(bytes("bonjour"), client.get("/docs/a").body());
        String status = bleu.run("status", MODE).output();
        assertTrue(status.contains("http://127.0.0.1:" + client.port()), status);
        bleu.run("logs", MODE).output();
    }

    @Test
    @Order(1)
    void nothingButBlobIsThere() throws Exception {
        Emulated client = Emulated.in(data);
        for (String other : List.of("subscriptions", "common", "v1.0", "login")) {
            Emulated elsewhere = client.with(other, "key");
            assertEquals(404, elsewhere.get("/oauth2/token").statusCode(), other);
        }
        for (List<String> command :
                List.of(
                        List.of("env"),
                        List.of("az", "--data", data.toString(), "login"),
                        List.of("tenant", "create", "Second", "--certificate", "x"))) {
            List<String> words = new ArrayList<>(command);
            if (!words.contains("--data")) {
                words.addAll(List.of("--data", data.toString()));
            }
            String line = bleu.run(words.toArray(String[]::new)).failure();
            assertTrue(line.contains("holds development storage, not a cloud"), line);
        }
    }

    @Test
    @Order(2)
    void whatWasAcknowledgedSurvivesKill9() throws Exception {
        long seed = Long.getLong("bleu.seed", System.nanoTime());
        System.out.println("killed development storage: -Dbleu.seed=" + seed);
        Emulated client = Emulated.in(data);
        Map<String, byte[]> acknowledged = new ConcurrentHashMap<>();
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            Random random = new Random(seed + i);
            String name = "/docs/w" + i + "-";
            writers.add(Thread.ofVirtual().start(() -> write(client, name, random, acknowledged)));
        }
        while (acknowledged.size() < 5 * WRITERS) {
            Thread.sleep(5);
        }
        serving.kill();
        for (Thread writer : writers) {
            writer.join();
        }
        serving = up();
        Emulated again = Emulated.in(data);
        for (Map.Entry<String, byte[]> blob : acknowledged.entrySet()) {
            assertArrayEquals(blob.getValue(), again.get(blob.getKey()).body(), blob.getKey());
        }
        assertArrayEquals(bytes("bonjour"), again.get("/docs/a").body());
    }

    /** Writes small and large blobs until nobody answers. */
    private static void write(
            Emulated client, String name, Random random, Map<String, byte[]> acknowledged) {
        try {
            for (int i = 0; ; i++) {
                byte[] body = new byte[1 + random.nextInt(i % 2 == 0 ? 1_000 : 200_000)];
                random.nextBytes(body);
                if (client.put(name + i, body).statusCode() == 201) {
                    acknowledged.put(name + i, body);
                }
            }
        } catch (Exception e) {
            // Killed under it; what was not acknowledged is not claimed.
        }
    }

    @Test
    @Order(3)
    void downStopsIt() throws Exception {
        bleu.run("down", MODE).output();
        assertEquals(0, serving.process().waitFor());
    }

    @Test
    @Order(4)
    void aCloudDoesNotServeItsFolder() throws Exception {
        String line = bleu.run("up", "--data", data.toString(), "--port", "0").failure();
        assertTrue(line.contains("holds development storage, not a cloud"), line);
    }

    @Test
    @Order(4)
    void norWithAnotherMarker() throws Exception {
        Path marker = data.resolve("INSTANCE");
        String kept = Files.readString(marker);
        Files.writeString(marker, kept.lines().findFirst().orElseThrow() + "\n");
        try {
            String line = bleu.run("up", "--data", data.toString(), "--port", "0").failure();
            assertTrue(line.contains("its home tenant is \"Development storage\""), line);
        } finally {
            Files.writeString(marker, kept);
        }
    }

    @Test
    @Order(5)
    void malformedAccountsStartNothing() throws Exception {
        Path fresh = folder.resolve("fresh");
        bleu.with(AzuriteAccounts.VARIABLE, "one:hush!");
        String line = bleu.run("up", MODE, "--detach", "--data", fresh.toString()).failure();
        assertTrue(line.contains("AZURITE_ACCOUNTS must be"), line);
        assertFalse(line.contains("hush"), line);
        assertFalse(Files.exists(fresh));
    }

    @Test
    @Order(6)
    void detachedItServesTheAccountsOfTheEnvironment() throws Exception {
        String key = Base64.getEncoder().encodeToString(bytes("a key of its own"));
        bleu.with(AzuriteAccounts.VARIABLE, "own:" + key + ";devstoreaccount1:" + key);
        String printed = bleu.run("up", MODE, "--detach", "--port", "0").output();
        try {
            assertTrue(printed.contains("/own\n"), printed);
            assertFalse(printed.contains(key), printed);
            Emulated wellKnown = Emulated.in(data);
            assertEquals(403, wellKnown.get("/docs/a").statusCode());
            Emulated known = wellKnown.with("devstoreaccount1", "a key of its own");
            assertArrayEquals(bytes("bonjour"), known.get("/docs/a").body());
            Emulated own = wellKnown.with("own", "a key of its own");
            assertEquals(404, own.get("/docs/a").statusCode());
            assertEquals(201, own.createContainer("docs").statusCode());
        } finally {
            bleu.run("down", MODE).output();
        }
        assertNoKeyInTheLogs(key);
    }

    private static void assertNoKeyInTheLogs(String key) throws IOException {
        try (var logs = Files.list(data.resolve("log"))) {
            for (Path log : logs.toList()) {
                assertFalse(Files.readString(log).contains(key), log.toString());
            }
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
