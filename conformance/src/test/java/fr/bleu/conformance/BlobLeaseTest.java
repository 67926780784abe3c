package fr.bleu.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.LeaseDurationType;
import com.azure.storage.blob.models.LeaseStateType;
import com.azure.storage.blob.models.LeaseStatusType;
import com.azure.storage.blob.options.BlobBreakLeaseOptions;
import com.azure.storage.blob.specialized.BlobLeaseClient;
import com.azure.storage.blob.specialized.BlobLeaseClientBuilder;
import fr.bleu.conformance.operations.BlobOperation;
import fr.bleu.conformance.operations.Client;
import fr.bleu.conformance.operations.Proves;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Leases by the Azure SDK for Java. */
@Proves(
        client = Client.JAVA,
        operations = {
            BlobOperation.DELETE_CONTAINER,
            BlobOperation.LEASE_CONTAINER,
            BlobOperation.GET_BLOB_PROPERTIES,
            BlobOperation.LEASE_BLOB,
            BlobOperation.DELETE_BLOB
        })
class BlobLeaseTest {
    private static BlobContainerClient container;

    @BeforeAll
    static void prepare() throws Exception {
        container = SharedKeyTest.container("leases");
    }

    private static BlobClient blob(String name) {
        BlobClient blob = container.getBlobClient(name);
        blob.upload(BinaryData.fromString("1"));
        return blob;
    }

    private static void refused(BlobErrorCode code, Executable call) {
        assertEquals(code, assertThrows(BlobStorageException.class, call).getErrorCode());
    }

    @Test
    void aLeasedBlobIsWrittenByItsHolderAlone() {
        BlobClient blob = blob("held");
        BlobLeaseClient lease = new BlobLeaseClientBuilder().blobClient(blob).buildClient();
        String id = lease.acquireLease(-1);
        assertEquals(LeaseDurationType.INFINITE, blob.getProperties().getLeaseDuration());
        refused(BlobErrorCode.LEASE_ID_MISSING, blob::delete);
        refused(
                BlobErrorCode.LEASE_ID_MISMATCH_WITH_BLOB_OPERATION,
                () -> deleteWith(blob, UUID.randomUUID().toString()));
        deleteWith(blob, id);
    }

    private static void deleteWith(BlobClient blob, String lease) {
        blob.deleteWithResponse(
                null, new BlobRequestConditions().setLeaseId(lease), null, Context.NONE);
    }

    @Test
    void aLeaseIsRenewedChangedReleasedAndBroken() {
        BlobClient blob = blob("moved");
        BlobLeaseClient lease = new BlobLeaseClientBuilder().blobClient(blob).buildClient();
        lease.acquireLease(15);
        lease.renewLease();
        String changed = UUID.randomUUID().toString();
        assertEquals(changed, lease.changeLease(changed));
        lease.releaseLease();
        assertEquals(LeaseStateType.AVAILABLE, blob.getProperties().getLeaseState());
        lease.acquireLease(60);
        assertEquals(
                0,
                lease.breakLeaseWithResponse(
                                new BlobBreakLeaseOptions().setBreakPeriod(Duration.ZERO),
                                null,
                                Context.NONE)
                        .getValue());
        assertEquals(LeaseStateType.BROKEN, blob.getProperties().getLeaseState());
        assertEquals(LeaseStatusType.UNLOCKED, blob.getProperties().getLeaseStatus());
    }

    @Test
    void aLeasedContainerIsDeletedByItsHolderAlone() throws Exception {
        BlobContainerClient leased = SharedKeyTest.container("leased");
        BlobLeaseClient lease = new BlobLeaseClientBuilder().containerClient(leased).buildClient();
        String id = lease.acquireLease(60);
        refused(BlobErrorCode.LEASE_ID_MISSING, leased::delete);
        assertEquals(LeaseStateType.LEASED, leased.getProperties().getLeaseState());
        leased.deleteWithResponse(new BlobRequestConditions().setLeaseId(id), null, Context.NONE);
    }
}
