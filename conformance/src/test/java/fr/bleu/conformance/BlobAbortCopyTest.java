package fr.bleu.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.CopyStatusType;
import com.azure.storage.blob.sas.BlobSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import fr.bleu.conformance.operations.BlobOperation;
import fr.bleu.conformance.operations.Client;
import fr.bleu.conformance.operations.Proves;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/** A copy between accounts that takes a while, begun and aborted by the Azure SDK for Java. */
@Proves(
        client = Client.JAVA,
        operations = {
            BlobOperation.COPY_BLOB,
            BlobOperation.ABORT_COPY_BLOB,
            BlobOperation.PUT_BLOCK,
            BlobOperation.PUT_BLOCK_LIST
        })
class BlobAbortCopyTest {
    /** One block many times: quickly made, and long to copy. */
    private static final int BLOCK_BYTES = 8 << 20;

    private static final int TIMES = 512;

    @Test
    void aPendingCopyIsAborted() throws Exception {
        TestAccount from = TestAccount.create("abortfrom");
        TestAccount to = TestAccount.create("abortto");
        from.container("large");
        to.container("copies");
        BlobClient source = from.service().getBlobContainerClient("large").getBlobClient("large");
        var blocks = source.getBlockBlobClient();
        blocks.stageBlock("AAAA", BinaryData.fromBytes(new byte[BLOCK_BYTES]));
        blocks.commitBlockList(Collections.nCopies(TIMES, "AAAA"));
        String url = source.getBlobUrl() + "?" + readable(source);
        BlobClient copy = to.service().getBlobContainerClient("copies").getBlobClient("copy");
        String id = copy.beginCopy(url, Duration.ofMillis(50)).poll().getValue().getCopyId();
        assertEquals(CopyStatusType.PENDING, copy.getProperties().getCopyStatus());
        copy.abortCopyFromUrl(id);
        BlobProperties aborted = copy.getProperties();
        assertEquals(CopyStatusType.ABORTED, aborted.getCopyStatus());
        assertEquals(0, aborted.getBlobSize());
        copy.delete();
    }

    private static String readable(BlobClient source) {
        return source.generateSas(
                new BlobServiceSasSignatureValues(
                        OffsetDateTime.now(ZoneOffset.UTC).plusHours(1),
                        new BlobSasPermission().setReadPermission(true)));
    }
}
