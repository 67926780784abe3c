package fr.bleu.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/** The works, and what they find in the container. */
final class Works {

    private static final int SMALL_BYTES = 4 << 10;
    private static final int SMALL_BLOBS = 1_000;
    private static final int BLOCK_BYTES = 8 << 20;
    private static final int BLOCKS = 32;
    private static final long LARGE_BYTES = (long) BLOCKS * BLOCK_BYTES;

    private static final byte[] SMALL = random(SMALL_BYTES);
    private static final byte[] BLOCK = random(BLOCK_BYTES);

    private Works() {}

    static List<Work> all() {
        List<Work> works = new ArrayList<>(transfers());
        works.addAll(Lists.works());
        return works;
    }

    private static List<Work> transfers() {
        return List.of(
                new Work("put4k-1", 1, SMALL_BYTES, 0, Works::putSmall),
                new Work("put4k-32", 32, SMALL_BYTES, 10, Works::putSmall),
                new Work("get4k-1", 1, SMALL_BYTES, 0, Works::getSmall),
                new Work("get4k-32", 32, SMALL_BYTES, 8, Works::getSmall),
                new Work("put256m", 1, LARGE_BYTES, 2, Works::putLarge),
                new Work("get256m", 1, LARGE_BYTES, 2, Works::getLarge),
                new Work("put256m-blocks", 1, LARGE_BYTES, 0, Works::putBlocks),
                new Work("get256m-ranges", 1, LARGE_BYTES, 0, Works::getRanges),
                new Work("put256m-8", 8, LARGE_BYTES, 0, Works::putLarge),
                new Work("get256m-8", 8, LARGE_BYTES, 0, Works::getLarge));
    }

    /** Makes the container and the blobs that are read. */
    static void prepare(Endpoint endpoint) throws IOException {
        prepareSmall(endpoint);
        try (Connection connection = endpoint.connect()) {
            byte[] put = new Requests(endpoint).put("large", LARGE_BYTES);
            connection.call(put, BLOCK, BLOCKS, 201);
        }
    }

    /** Makes the container and the small blobs that are read. */
    static void prepareSmall(Endpoint endpoint) throws IOException {
        Requests requests = new Requests(endpoint);
        try (Connection connection = endpoint.connect()) {
            connection.call(requests.createContainer(), 201);
            for (int i = 0; i < SMALL_BLOBS; i++) {
                connection.call(requests.put("small-" + i, SMALL), 201);
            }
        }
    }

    /** Puts large blobs, four at once. */
    static void putLarge(Endpoint endpoint, int blobs) throws Exception {
        AtomicInteger next = new AtomicInteger();
        List<Callable<long[]>> workers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            workers.add(
                    () -> {
                        try (Connection connection = endpoint.connect()) {
                            for (int n = next.getAndIncrement();
                                    n < blobs;
                                    n = next.getAndIncrement()) {
                                byte[] put = new Requests(endpoint).put("many-" + n, LARGE_BYTES);
                                connection.call(put, BLOCK, BLOCKS, 201);
                            }
                        }
                        return new long[0];
                    });
        }
        Load.atOnce(workers);
    }

    /** Deletes them, but for one of so many. */
    static void deleteLarge(Endpoint endpoint, int blobs, int keptOf) throws IOException {
        Requests requests = new Requests(endpoint);
        try (Connection connection = endpoint.connect()) {
            for (int i = 0; i < blobs; i++) {
                if (i % keptOf != 0) {
                    connection.call(requests.delete("many-" + i), 202);
                }
            }
        }
    }

    /** Small puts over eight connections, beside something else. */
    static Work smallPuts() {
        return new Work("put4k-8", 8, SMALL_BYTES, 0, Works::putSmall);
    }

    /** The same small blobs as files. */
    static void writeSmall(Path folder) throws IOException {
        for (int i = 0; i < SMALL_BLOBS; i++) {
            Files.write(folder.resolve("small-" + i), SMALL);
        }
    }

    /** Without TLS, beside a server of static files. */
    static Work plainGet() {
        return new Work("http-get4k-32", 32, SMALL_BYTES, 0, Works::getSmall);
    }

    private static Work.Operation putSmall(Requests requests, long worker) {
        long[] count = {0};
        return connection ->
                connection.call(requests.put("put-" + worker + "-" + count[0]++, SMALL), 201);
    }

    /** Signed before the round begins. */
    private static Work.Operation getSmall(Requests requests, long worker) {
        byte[][] signed = new byte[SMALL_BLOBS][];
        for (int i = 0; i < SMALL_BLOBS; i++) {
            signed[i] = requests.get("small-" + i);
        }
        SplittableRandom random = new SplittableRandom(worker);
        return connection ->
                require(SMALL_BYTES, connection.call(signed[random.nextInt(SMALL_BLOBS)], 200));
    }

    private static Work.Operation putLarge(Requests requests, long worker) {
        return connection ->
                connection.call(requests.put("large-" + worker, LARGE_BYTES), BLOCK, BLOCKS, 201);
    }

    private static Work.Operation getLarge(Requests requests, long worker) {
        return connection -> require(LARGE_BYTES, connection.call(requests.get("large"), 200));
    }

    private static Work.Operation putBlocks(Requests requests, long worker) {
        String blob = "blocks-" + worker;
        return connection -> {
            for (int i = 0; i < BLOCKS; i++) {
                connection.call(requests.putBlock(blob, i, BLOCK_BYTES), BLOCK, 1, 201);
            }
            connection.call(requests.putBlockList(blob, BLOCKS), 201);
        };
    }

    private static Work.Operation getRanges(Requests requests, long worker) {
        return connection -> {
            for (int i = 0; i < BLOCKS; i++) {
                byte[] get = requests.get("large", (long) i * BLOCK_BYTES, BLOCK_BYTES);
                require(BLOCK_BYTES, connection.call(get, 206));
            }
        };
    }

    private static void require(long wanted, long came) throws IOException {
        if (came != wanted) {
            throw new IOException(came + " bytes came, not " + wanted);
        }
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(length).nextBytes(bytes);
        return bytes;
    }
}
