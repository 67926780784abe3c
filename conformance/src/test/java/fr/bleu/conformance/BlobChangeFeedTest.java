package fr.bleu.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.azure.core.http.HttpMethod;
import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.changefeed.BlobChangefeedClient;
import com.azure.storage.blob.changefeed.BlobChangefeedClientBuilder;
import com.azure.storage.blob.changefeed.BlobChangefeedPagedIterable;
import com.azure.storage.blob.changefeed.BlobChangefeedPagedResponse;
import com.azure.storage.blob.changefeed.models.BlobChangefeedEvent;
import com.azure.storage.blob.models.AccessTier;
import com.azure.storage.blob.models.BlobStorageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The change feed by Azure's own reader of it, unmodified, as it is polled for what is new. */
class BlobChangeFeedTest {
    private static final String CONTAINER = "feedjava";

    /** The feed is published every few seconds; a slow machine may take longer. */
    private static final Duration LONGEST = Duration.ofMinutes(3);

    private static BlobContainerClient container;
    private static BlobChangefeedClient feed;

    /** Where reading goes on; null for the beginning. */
    private static String cursor;

    @BeforeAll
    static void prepare() throws Exception {
        container = SharedKeyTest.container(CONTAINER);
        feed = new BlobChangefeedClientBuilder(SharedKeyTest.service()).buildClient();
        TestAccount account = SharedKeyTest.account();
        account.arm(
                HttpMethod.PUT,
                account.id() + "/blobServices/default?api-version=2023-01-01",
                Map.of(
                        "properties",
                        Map.of("changeFeed", Map.of("enabled", true, "retentionInDays", 7))));
    }

    @Test
    void whatChangesIsReadOnceAndInOrder() throws Exception {
        BlobClient blob = container.getBlobClient("a");
        blob.upload(BinaryData.fromString("bonjour"));
        blob.setMetadata(Map.of("k", "v"));
        blob.createSnapshot();
        blob.setAccessTier(AccessTier.COOL);
        List<String> told = read(4);
        assertEquals(
                List.of(
                        "BlobCreated PutBlob 7",
                        "BlobPropertiesUpdated SetBlobMetadata 7",
                        "BlobSnapshotCreated SnapshotBlob 7",
                        "BlobTierChanged SetBlobTier 7"),
                told);
        blob.upload(BinaryData.fromString("au revoir"), true);
        blob.deleteWithResponse(
                com.azure.storage.blob.models.DeleteSnapshotsOptionType.INCLUDE,
                null,
                null,
                com.azure.core.util.Context.NONE);
        assertEquals(
                List.of(
                        "BlobCreated PutBlob 9",
                        "BlobDeleted DeleteBlob 7",
                        "BlobDeleted DeleteBlob 9"),
                read(3));
    }

    /** Reads on from the cursor until so many events have come. */
    private static List<String> read(int events) throws InterruptedException {
        List<String> told = new ArrayList<>();
        long end = System.nanoTime() + LONGEST.toNanos();
        while (told.size() < events && System.nanoTime() < end) {
            Thread.sleep(Duration.ofSeconds(2));
            if (isThere()) {
                told.addAll(next());
            }
        }
        return told;
    }

    /** A feed appears some seconds after it was switched on. */
    private static boolean isThere() {
        try {
            return container
                    .getServiceClient()
                    .getBlobContainerClient("$blobchangefeed")
                    .getBlobClient("meta/segments.json")
                    .exists();
        } catch (BlobStorageException e) {
            return false;
        }
    }

    private static List<String> next() {
        List<String> told = new ArrayList<>();
        BlobChangefeedPagedIterable events =
                cursor == null ? feed.getEvents() : feed.getEvents(cursor);
        for (BlobChangefeedPagedResponse page : events.iterableByPage()) {
            page.getValue().stream()
                    .filter(it -> it.getSubject().contains("/containers/" + CONTAINER + "/"))
                    .map(BlobChangeFeedTest::text)
                    .forEach(told::add);
            cursor = page.getContinuationToken();
        }
        return told;
    }

    private static String text(BlobChangefeedEvent event) {
        return event.getEventType()
                + " "
                + event.getData().getApi()
                + " "
                + event.getData().getContentLength();
    }

    @Test
    void nobodyWritesIt() {
        BlobContainerClient own =
                container.getServiceClient().getBlobContainerClient("$blobchangefeed");
        List<Runnable> attempts =
                List.of(
                        () -> own.getBlobClient("meta/segments.json").delete(),
                        () -> own.getBlobClient("new").upload(BinaryData.fromString("x")),
                        own::delete);
        for (Runnable attempt : attempts) {
            BlobStorageException refused = assertThrows(BlobStorageException.class, attempt::run);
            assertEquals(403, refused.getStatusCode());
        }
    }
}
