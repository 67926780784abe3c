package fr.bleu.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.models.AccessTier;
import com.azure.storage.blob.models.ArchiveStatus;
import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.RehydratePriority;
import com.azure.storage.blob.options.BlobParallelUploadOptions;
import com.azure.storage.blob.options.BlobSetAccessTierOptions;
import fr.bleu.conformance.operations.BlobOperation;
import fr.bleu.conformance.operations.Client;
import fr.bleu.conformance.operations.Proves;
import org.junit.jupiter.api.Test;

/** Access tiers by the Azure SDK for Java. */
@Proves(
        client = Client.JAVA,
        operations = {
            BlobOperation.PUT_BLOB,
            BlobOperation.GET_BLOB_PROPERTIES,
            BlobOperation.DELETE_BLOB,
            BlobOperation.SET_BLOB_TIER
        })
class BlobTierTest {

    @Test
    void aBlobGoesToTheArchiveAndIsCalledBack() throws Exception {
        BlobClient blob = SharedKeyTest.container("tiers").getBlobClient("b");
        blob.uploadWithResponse(
                new BlobParallelUploadOptions(BinaryData.fromString("1")).setTier(AccessTier.COOL),
                null,
                Context.NONE);
        assertEquals(AccessTier.COOL, blob.getProperties().getAccessTier());
        blob.setAccessTier(AccessTier.COLD);
        assertEquals(AccessTier.COLD, blob.getProperties().getAccessTier());
        blob.setAccessTier(AccessTier.ARCHIVE);
        BlobStorageException archived =
                assertThrows(BlobStorageException.class, blob::downloadContent);
        assertEquals(BlobErrorCode.BLOB_ARCHIVED, archived.getErrorCode());
        blob.setAccessTierWithResponse(
                new BlobSetAccessTierOptions(AccessTier.HOT).setPriority(RehydratePriority.HIGH),
                null,
                Context.NONE);
        BlobProperties pending = blob.getProperties();
        assertEquals(ArchiveStatus.REHYDRATE_PENDING_TO_HOT, pending.getArchiveStatus());
        assertEquals(RehydratePriority.HIGH, pending.getRehydratePriority());
        assertEquals(AccessTier.ARCHIVE, pending.getAccessTier());
        blob.delete();
    }
}
