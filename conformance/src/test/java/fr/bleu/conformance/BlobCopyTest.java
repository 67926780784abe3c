package fr.bleu.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.azure.core.credential.TokenCredential;
import com.azure.core.util.polling.LongRunningOperationStatus;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.CopyStatusType;
import com.azure.storage.blob.specialized.BlockBlobClient;
import fr.bleu.conformance.operations.BlobOperation;
import fr.bleu.conformance.operations.Client;
import fr.bleu.conformance.operations.Proves;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Copies by the Azure SDK for Java. */
@Proves(
        client = Client.JAVA,
        operations = {
            BlobOperation.PUT_BLOB_FROM_URL,
            BlobOperation.GET_BLOB,
            BlobOperation.COPY_BLOB,
            BlobOperation.COPY_BLOB_FROM_URL,
            BlobOperation.PUT_BLOCK_FROM_URL,
            BlobOperation.PUT_BLOCK_LIST
        })
class BlobCopyTest {
    private static final byte[] BYTES = new byte[300_000];

    static {
        new SplittableRandom(3).nextBytes(BYTES);
    }

    private static BlobContainerClient container;
    private static BlobClient source;

    @BeforeAll
    static void prepare() throws Exception {
        Cloud cloud = SharedCloud.get();
        // Account and roles are made once, by whichever class comes first.
        JavaSdkTest.prepare();
        Sdk sdk = new Sdk(cloud);
        TokenCredential administrator = sdk.administrator();
        container = sdk.container(administrator, SharedCloud.ACCOUNT, "copies");
        container.createIfNotExists();
        source = container.getBlobClient("folder/source é.bin");
        source.upload(com.azure.core.util.BinaryData.fromBytes(BYTES), true);
    }

    private static byte[] content(String name) {
        return container.getBlobClient(name).downloadContent().toBytes();
    }

    @Test
    void aBlobIsCopiedAtOnce() {
        BlobClient to = container.getBlobClient("at-once");
        to.copyFromUrl(source.getBlobUrl());
        assertArrayEquals(BYTES, content("at-once"));
        assertEquals(CopyStatusType.SUCCESS, to.getProperties().getCopyStatus());
    }

    @Test
    void aCopyIsBegunAndPolled() {
        BlobClient to = container.getBlobClient("begun");
        var poller = to.beginCopy(source.getBlobUrl(), Duration.ofMillis(50));
        assertEquals(
                LongRunningOperationStatus.SUCCESSFULLY_COMPLETED,
                poller.waitForCompletion().getStatus());
        assertArrayEquals(BYTES, content("begun"));
        String id = to.getProperties().getCopyId();
        BlobStorageException none =
                assertThrows(BlobStorageException.class, () -> to.abortCopyFromUrl(id));
        assertEquals("NoPendingCopyOperation", none.getErrorCode().toString());
    }

    @Test
    void aBlobAndItsBlocksComeFromAUrl() {
        BlockBlobClient whole = container.getBlobClient("from-url").getBlockBlobClient();
        whole.uploadFromUrl(source.getBlobUrl(), true);
        assertArrayEquals(BYTES, content("from-url"));
        BlockBlobClient parts = container.getBlobClient("blocks").getBlockBlobClient();
        parts.stageBlockFromUrl("AAAA", source.getBlobUrl(), new BlobRange(100_000));
        parts.stageBlockFromUrl("AAAB", source.getBlobUrl(), new BlobRange(0, 5L));
        parts.commitBlockList(List.of("AAAA", "AAAB"));
        byte[] made = content("blocks");
        assertEquals(200_005, made.length);
        assertArrayEquals(Arrays.copyOf(BYTES, 5), Arrays.copyOfRange(made, 200_000, 200_005));
    }

    @Test
    void whatIsOutsideThePlatformIsRefused() {
        BlobStorageException refused =
                assertThrows(
                        BlobStorageException.class,
                        () ->
                                container
                                        .getBlobClient("outside")
                                        .copyFromUrl("https://example.com/a/b"));
        assertEquals(403, refused.getStatusCode());
        assertEquals("AuthorizationFailure", refused.getErrorCode().toString());
    }
}
