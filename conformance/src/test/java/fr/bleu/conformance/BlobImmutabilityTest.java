package fr.bleu.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.azure.core.http.HttpMethod;
import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.models.BlobImmutabilityPolicy;
import com.azure.storage.blob.models.BlobImmutabilityPolicyMode;
import com.azure.storage.blob.models.BlobStorageException;
import fr.bleu.conformance.operations.BlobOperation;
import fr.bleu.conformance.operations.Client;
import fr.bleu.conformance.operations.Proves;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Immutability by the Azure SDK for Java. */
@Proves(
        client = Client.JAVA,
        operations = {
            BlobOperation.SET_BLOB_IMMUTABILITY_POLICY,
            BlobOperation.DELETE_BLOB_IMMUTABILITY_POLICY,
            BlobOperation.SET_BLOB_LEGAL_HOLD,
            BlobOperation.GET_BLOB_PROPERTIES
        })
class BlobImmutabilityTest {

    private static final String VERSION = "?api-version=2023-01-01";

    /** A blob in a container that holds its versions one by one. */
    private static BlobClient versioned() throws Exception {
        return versioned("immutablejava");
    }

    private static BlobClient versioned(String name) throws Exception {
        TestAccount account = TestAccount.create(name);
        String blobs = account.id() + "/blobServices/default";
        account.arm(
                HttpMethod.PUT,
                blobs + VERSION,
                Map.of("properties", Map.of("isVersioningEnabled", true)));
        account.arm(
                HttpMethod.PUT,
                blobs + "/containers/worm" + VERSION,
                Map.of(
                        "properties",
                        Map.of("immutableStorageWithVersioning", Map.of("enabled", true))));
        BlobClient blob = account.service().getBlobContainerClient("worm").getBlobClient("dir/b");
        blob.upload(BinaryData.fromString("1"));
        return blob;
    }

    @Test
    void aPolicyAndALegalHoldHoldUntilTheyAreTakenBack() throws Exception {
        BlobClient blob = versioned();
        OffsetDateTime until =
                OffsetDateTime.now(ZoneOffset.UTC).plusDays(1).truncatedTo(ChronoUnit.SECONDS);
        blob.setImmutabilityPolicy(
                new BlobImmutabilityPolicy()
                        .setExpiryTime(until)
                        .setPolicyMode(BlobImmutabilityPolicyMode.UNLOCKED));
        BlobImmutabilityPolicy told = blob.getProperties().getImmutabilityPolicy();
        assertEquals(until.toInstant(), told.getExpiryTime().toInstant());
        assertEquals(BlobImmutabilityPolicyMode.UNLOCKED, told.getPolicyMode());
        assertEquals("BlobImmutableDueToPolicy", refusedChange(blob));
        blob.deleteImmutabilityPolicy();
        blob.setMetadata(Map.of("a", "1"));
        assertEquals(true, blob.setLegalHold(true).hasLegalHold());
        assertEquals(true, blob.getProperties().hasLegalHold());
        assertEquals("BlobImmutableDueToLegalHold", refusedChange(blob));
        assertEquals(false, blob.setLegalHold(false).hasLegalHold());
        blob.setMetadata(Map.of("a", "2"));
    }

    @Test
    void anEarlierVersionIsHeldByItself() throws Exception {
        BlobClient blob = versioned("immutablepast");
        BlobClient earlier = blob.getVersionClient(blob.getProperties().getVersionId());
        blob.upload(BinaryData.fromString("2"), true);
        String etag = earlier.getProperties().getETag();
        OffsetDateTime until = OffsetDateTime.now(ZoneOffset.UTC).plusDays(1);
        earlier.setImmutabilityPolicy(
                new BlobImmutabilityPolicy()
                        .setExpiryTime(until)
                        .setPolicyMode(BlobImmutabilityPolicyMode.UNLOCKED));
        assertEquals(
                BlobImmutabilityPolicyMode.UNLOCKED,
                earlier.getProperties().getImmutabilityPolicy().getPolicyMode());
        assertEquals("BlobImmutableDueToPolicy", refused(earlier::delete));
        earlier.deleteImmutabilityPolicy();
        assertEquals(true, earlier.setLegalHold(true).hasLegalHold());
        assertEquals(true, earlier.getProperties().hasLegalHold());
        assertNotEquals(true, blob.getProperties().hasLegalHold());
        assertEquals("BlobImmutableDueToLegalHold", refused(earlier::delete));
        assertEquals(etag, earlier.getProperties().getETag());
        assertEquals("1", earlier.downloadContent().toString());
        earlier.setLegalHold(false);
        earlier.delete();
        assertEquals("BlobNotFound", refused(() -> earlier.setLegalHold(true)));
        assertEquals("2", blob.downloadContent().toString());
    }

    private static String refusedChange(BlobClient blob) {
        return refused(() -> blob.setMetadata(Map.of("a", "refused")));
    }

    private static String refused(Executable attempt) {
        return assertThrows(BlobStorageException.class, attempt).getErrorCode().toString();
    }

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
