package fr.bleu.conformance.soak;

import com.azure.core.util.Context;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.AppendBlobItem;
import com.azure.storage.blob.specialized.AppendBlobClient;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One append blob of all threads: each acknowledged record stands where the answer said, each other
 * one once at most, and nothing else.
 */
final class SharedLog {

    private static final int RECORD_BYTES = 512;

    private final AppendBlobClient client;
    private final Gate gate;
    private final Map<Long, Long> offsets = new HashMap<>();
    private final Set<Long> unknown = new HashSet<>();

    SharedLog(BlobContainerClient container, String name, Gate gate) {
        this.client = container.getBlobClient(name).getAppendBlobClient();
        this.gate = gate;
    }

    void create() {
        client.create();
    }

    void append(Dice random) {
        long id = random.next();
        synchronized (this) {
            unknown.add(id);
        }
        AtomicReference<AppendBlobItem> item = new AtomicReference<>();
        if (gate.attempt(() -> item.set(send(record(id))))) {
            synchronized (this) {
                unknown.remove(id);
                offsets.put(id, Long.parseLong(item.get().getBlobAppendOffset()));
            }
        }
    }

    private AppendBlobItem send(byte[] bytes) {
        return client.appendBlockWithResponse(
                        new ByteArrayInputStream(bytes),
                        bytes.length,
                        null,
                        null,
                        null,
                        Context.NONE)
                .getValue();
    }

    /** Reads all of it; records that are sent meanwhile may be there or not. */
    void verify() {
        Map<Long, Long> acknowledged;
        synchronized (this) {
            acknowledged = new HashMap<>(offsets);
        }
        byte[] all = gate.ask(() -> client.downloadContent().toBytes());
        Map<Long, Long> seen = new HashMap<>();
        for (int at = 0; at < all.length; at += RECORD_BYTES) {
            long id = ByteBuffer.wrap(all).getLong(at);
            expect(isRecord(all, at, id), "has no record at " + at);
            expect(seen.put(id, (long) at) == null, "has one record twice, the second at " + at);
        }
        acknowledged.forEach(
                (id, at) -> expect(at.equals(seen.get(id)), "lost its record at " + at));
        synchronized (this) {
            seen.keySet().removeAll(offsets.keySet());
            expect(unknown.containsAll(seen.keySet()), "has a record that nobody sent");
        }
    }

    private void expect(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(client.getBlobName() + " " + otherwise);
        }
    }

    private static boolean isRecord(byte[] all, int at, long id) {
        ByteBuffer wanted = ByteBuffer.wrap(record(id));
        return all.length - at >= RECORD_BYTES
                && wanted.equals(ByteBuffer.wrap(all, at, RECORD_BYTES));
    }

    private static byte[] record(long id) {
        byte[] bytes = new byte[RECORD_BYTES];
        new SplittableRandom(id).nextBytes(bytes);
        return ByteBuffer.wrap(bytes).putLong(0, id).array();
    }
}
