package fr.bleu.conformance.tour;

import com.azure.core.credential.TokenCredential;
import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobStorageException;
import fr.bleu.conformance.Cloud;
import fr.bleu.conformance.Sdk;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** kill -9 in the middle of 32 uploads; what was acknowledged must be whole afterwards. */
final class CrashSteps {

    private static final int UPLOADS = 32;
    private static final int ACKNOWLEDGED_BEFORE_KILL = UPLOADS / 4;
    private static final int BYTES = 6 << 20;

    private final Cloud cloud;
    private final Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();

    CrashSteps(Cloud cloud) {
        this.cloud = cloud;
    }

    List<Step> steps() {
        return List.of(
                new Step(
                        "kill -9 in the middle of 32 uploads",
                        "nothing is prepared for it",
                        this::kill),
                new Step(
                        "restart and read every acknowledged blob",
                        "acknowledged means durable; the rest is whole or absent",
                        this::check));
    }

    private BlobContainerClient container() {
        TokenCredential administrator = new Sdk(cloud).administrator();
        return new Sdk(cloud).container(administrator, Tour.ACCOUNT, Tour.CONTAINER);
    }

    private String kill() throws Exception {
        BlobContainerClient container = container();
        CountDownLatch enough = new CountDownLatch(ACKNOWLEDGED_BEFORE_KILL);
        ExecutorService pool = Executors.newFixedThreadPool(UPLOADS);
        for (int i = 0; i < UPLOADS; i++) {
            int number = i;
            pool.execute(() -> upload(container, number, enough));
        }
        Expect.that(enough.await(60, TimeUnit.SECONDS), "the uploads did not come that far");
        cloud.kill();
        pool.shutdownNow();
        pool.awaitTermination(60, TimeUnit.SECONDS);
        return acknowledged.size() + " of " + UPLOADS + " were acknowledged when it died";
    }

    private void upload(BlobContainerClient container, int number, CountDownLatch enough) {
        try {
            container
                    .getBlobClient("crash/" + number)
                    .upload(BinaryData.fromBytes(content(number)), true);
            acknowledged.add(number);
            enough.countDown();
        } catch (RuntimeException e) {
            // Not acknowledged: the cloud was killed under it. What became of it is checked later.
        }
    }

    private String check() throws Exception {
        cloud.up();
        BlobContainerClient container = container();
        int others = 0;
        for (int number = 0; number < UPLOADS; number++) {
            BlobClient blob = container.getBlobClient("crash/" + number);
            boolean whole = isWhole(blob, number);
            Expect.that(
                    whole || !acknowledged.contains(number),
                    "acknowledged blob " + number + " is lost");
            others += whole && !acknowledged.contains(number) ? 1 : 0;
        }
        return acknowledged.size()
                + " acknowledged, all whole; "
                + others
                + " more had become durable unanswered";
    }

    /** Whether the blob is there; one that is there must be whole. */
    private static boolean isWhole(BlobClient blob, int number) {
        try {
            byte[] bytes = blob.downloadContent().toBytes();
            Expect.that(
                    Arrays.equals(bytes, content(number)), "blob " + number + " is half visible");
            return true;
        } catch (BlobStorageException e) {
            Expect.that(
                    e.getStatusCode() == 404,
                    "blob " + number + ": " + e.getStatusCode() + " " + e.getErrorCode());
            return false;
        }
    }

    private static byte[] content(int number) {
        byte[] bytes = new byte[BYTES];
        new SplittableRandom(number).nextBytes(bytes);
        return bytes;
    }
}
