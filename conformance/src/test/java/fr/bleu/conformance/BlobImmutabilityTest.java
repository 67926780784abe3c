package fr.bleu.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.models.BlobImmutabilityPolicy;
import com.azure.storage.blob.models.BlobImmutabilityPolicyMode;
import com.azure.storage.blob.models.BlobStorageException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** Immutability by the Azure SDK for Java. */
class BlobImmutabilityTest {

    @Test
    void aContainerWithoutVersionLevelImmutabilityTakesNoPolicy() throws Exception {
        BlobClient blob = SharedKeyTest.container("held").getBlobClient("b");
        blob.upload(BinaryData.fromString("1"), true);
        BlobImmutabilityPolicy policy =
                new BlobImmutabilityPolicy()
                        .setExpiryTime(OffsetDateTime.now(ZoneOffset.UTC).plusDays(1))
                        .setPolicyMode(BlobImmutabilityPolicyMode.LOCKED);
        BlobStorageException refused =
                assertThrows(BlobStorageException.class, () -> blob.setImmutabilityPolicy(policy));
        assertEquals("BlobOperationNotSupported", refused.getErrorCode().toString());
        assertEquals(409, refused.getStatusCode());
        assertEquals(
                409,
                assertThrows(BlobStorageException.class, () -> blob.setLegalHold(true))
                        .getStatusCode());
        assertEquals(false, blob.getContainerClient().getProperties().hasImmutabilityPolicy());
    }
}
