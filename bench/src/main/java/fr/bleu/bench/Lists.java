package fr.bleu.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lists of blobs. A container's blobs have 16 bytes each and lie in folders of {@value
 * #FOLDER_BLOBS}; every answer must be as long as its entries need at the least.
 */
final class Lists {

    /** Blobs of a folder, unless the container is smaller. */
    static final int FOLDER_BLOBS = 1_000;

    private static final String CONTAINER = "list5k";
    private static final int BLOBS = 5_000;
    private static final int SMALL_FOLDER_BLOBS = 50;

    /** Name, properties and their tags take more. */
    private static final int LEAST_BLOB_BYTES = 300;

    private static final int LEAST_FOLDER_BYTES = 50;
    private static final byte[] CONTENT = "sixteen bytes...".getBytes(StandardCharsets.US_ASCII);

    private Lists() {}

    /** The lists that are compared with the peer's. */
    static List<Work> works() {
        return List.of(
                new Work("list5k-folders", 1, 0, 30, Lists::folders),
                new Work("list5k-flat", 1, 0, 30, Lists::flat));
    }

    /** Makes the container of these. */
    static void prepare(Endpoint endpoint) throws Exception {
        fill(endpoint, CONTAINER, BLOBS, SMALL_FOLDER_BLOBS, 8);
    }

    /** Makes a container and puts its blobs, over some connections at once. */
    static void fill(Endpoint endpoint, String container, int blobs, int folderBlobs, int width)
            throws Exception {
        try (Connection connection = endpoint.connect()) {
            connection.call(new Requests(endpoint).in(container).createContainer(), 201);
        }
        AtomicInteger next = new AtomicInteger();
        List<Callable<long[]>> workers = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            workers.add(
                    () -> {
                        try (Connection connection = endpoint.connect()) {
                            int folder = next.getAndIncrement();
                            while (folder < blobs / folderBlobs) {
                                fill(connection, endpoint, container, folder, folderBlobs);
                                folder = next.getAndIncrement();
                            }
                        }
                        return new long[0];
                    });
        }
        Load.atOnce(workers);
    }

    private static void fill(
            Connection connection, Endpoint endpoint, String container, int folder, int blobs)
            throws IOException {
        // Signed dates are good for 15 minutes.
        Requests requests = new Requests(endpoint).in(container);
        for (int i = 0; i < blobs; i++) {
            connection.call(requests.put(folder(folder) + "blob-" + i, CONTENT), 201);
        }
    }

    /** All of a container by its folders. */
    private static Work.Operation folders(Requests requests, long worker) {
        byte[] list = requests.in(CONTAINER).list("", "/");
        int least = BLOBS / SMALL_FOLDER_BLOBS * LEAST_FOLDER_BYTES;
        return connection -> atLeast(least, connection.call(list, 200));
    }

    /** With a delimiter that no name has: all blobs, in one page. */
    private static Work.Operation flat(Requests requests, long worker) {
        byte[] list = requests.in(CONTAINER).list("", "~");
        return connection -> atLeast(BLOBS * LEAST_BLOB_BYTES, connection.call(list, 200));
    }

    /** The {@value #FOLDER_BLOBS} blobs of a folder, another each time. */
    static Work oneFolder(String name, String container, int folders) {
        return new Work(
                name,
                1,
                0,
                0,
                (requests, worker) -> {
                    Requests there = requests.in(container);
                    SplittableRandom random = new SplittableRandom(worker);
                    return connection -> {
                        byte[] list = there.list(folder(random.nextInt(folders)), "");
                        atLeast(FOLDER_BLOBS * LEAST_BLOB_BYTES, connection.call(list, 200));
                    };
                });
    }

    private static String folder(int number) {
        return "folder-%05d/".formatted(number);
    }

    private static void atLeast(long wanted, long came) throws IOException {
        if (came < wanted) {
            throw new IOException("a list of " + came + " bytes cannot be whole");
        }
    }
}
