package fr.bleu.app.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.app.Wire;
import fr.bleu.http.Domains;
import fr.bleu.http.IdleClients;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that connect to the whole platform and say nothing keep nobody from their blobs. */
final class IdleConnectionsTest {
    private static final int COUNT = Boolean.getBoolean("bleu.all") ? 10_000 : 300;
    private static final long MOST_BYTES_OF_EACH = 40_000;

    @TempDir Path folder;

    @Test
    void blobsAreWrittenAndReadBesideThem() throws Exception {
        try (Walk walk = new Walk(folder)) {
            Path ca = folder.resolve("data/ca");
            Wire wire = new Wire(ca.resolve("truststore.p12"), walk.port());
            blobs(walk, wire);
            long before = usedBytes();
            try (var idle = new IdleClients(ca.resolve("root.pem"), walk.port(), COUNT)) {
                blobs(walk, wire);
                long each = Math.max(0, usedBytes() - before) / COUNT;
                System.out.println(COUNT + " idle connections, " + each + " bytes of heap each");
                assertTrue(each < MOST_BYTES_OF_EACH, each + " bytes for each connection");
                assertTrue(idle.isAlive());
            }
        }
    }

    private static void blobs(Walk walk, Wire wire) throws Exception {
        String host = Domains.at(walk.port()).blobHost(RouteSamples.ACCOUNT);
        for (int i = 0; i < 50; i++) {
            String name = "/" + RouteSamples.CONTAINER + "/idle" + i;
            String put = walk.blobHeaders() + "x-ms-blob-type: BlockBlob\r\n";
            assertEquals(201, wire.send(host, "PUT", name, put, "content" + i).status());
            Wire.Answer read = wire.send(host, "GET", name, walk.blobHeaders(), "");
            assertEquals("content" + i, read.body());
        }
    }

    private static long usedBytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
