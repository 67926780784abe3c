package fr.bleu.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobClientBuilder;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.sas.BlobSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import fr.bleu.conformance.operations.BlobOperation;
import fr.bleu.conformance.operations.Client;
import fr.bleu.conformance.operations.Proves;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** SharedKey and service SAS with the Azure SDK for Java, path style: no name to resolve. */
@Proves(
        client = Client.JAVA,
        operations = {
            BlobOperation.CREATE_CONTAINER,
            BlobOperation.LIST_BLOBS,
            BlobOperation.PUT_BLOB,
            BlobOperation.GET_BLOB
        })
class SharedKeyTest {

    private static final String ACCOUNT = "sharedkeyjava";

    private static TestAccount account;
    private static BlobContainerClient container;

    @BeforeAll
    static void prepare() throws Exception {
        account = TestAccount.create(ACCOUNT);
        container = account.service().getBlobContainerClient("signed");
        container.createIfNotExists();
        container.getBlobClient("one").upload(BinaryData.fromString("bonjour"), true);
        container.getBlobClient("two").upload(BinaryData.fromString("autre"), true);
    }

    /** A container of the account that the key opens, with all rights; for features' tests. */
    static BlobContainerClient container(String name) throws Exception {
        BlobContainerClient made = service().getBlobContainerClient(name);
        made.createIfNotExists();
        return made;
    }

    /** The account as its key opens it. */
    static BlobServiceClient service() throws Exception {
        return account().service();
    }

    /** The account, made by whichever class comes first. */
    static TestAccount account() throws Exception {
        if (account == null) {
            prepare();
        }
        return account;
    }

    private static String readOnly(OffsetDateTime end) {
        BlobSasPermission read = new BlobSasPermission().setReadPermission(true);
        return container
                .getBlobClient("one")
                .generateSas(new BlobServiceSasSignatureValues(end, read));
    }

    private static BlobClient signed(String blob, String sas) {
        return new BlobClientBuilder()
                .endpoint(account.endpoint())
                .containerName("signed")
                .blobName(blob)
                .sasToken(sas)
                .buildClient();
    }

    private static OffsetDateTime now() {
        return OffsetDateTime.now(ZoneOffset.UTC);
    }

    private static void refused(Runnable call) {
        BlobStorageException refusal = assertThrows(BlobStorageException.class, call::run);
        assertEquals(403, refusal.getStatusCode());
    }

    @Test
    void anAccountKeySignsRequestsInPathStyle() {
        BlobClient blob = container.getBlobClient("dossier/é ü +%2F.txt");
        blob.upload(BinaryData.fromString("signé"));
        assertEquals("signé", blob.downloadContent().toString());
        assertEquals(1, container.listBlobsByHierarchy("dossier/").stream().count());
    }

    @Test
    void anotherKeyIsRefused() {
        String key = account.key();
        String other = (key.charAt(0) == 'A' ? "B" : "A") + key.substring(1);
        TestAccount wrong = new TestAccount(account.cloud(), ACCOUNT, other);
        refused(() -> wrong.service().getBlobContainerClient("signed").getProperties());
    }

    @Test
    void aSasForReadingOneBlobReadsThatBlobAndNothingElse() {
        String sas = readOnly(now().plusHours(1));
        assertEquals("bonjour", signed("one", sas).downloadContent().toString());
        refused(() -> signed("two", sas).downloadContent());
        refused(() -> signed("one", sas).upload(BinaryData.fromString("non"), true));
        refused(() -> signed("one", sas).delete());
        assertEquals("bonjour", container.getBlobClient("one").downloadContent().toString());
    }

    @Test
    void anExpiredSasIsRefused() {
        String sas = readOnly(now().minusMinutes(1));
        refused(() -> signed("one", sas).downloadContent());
    }
}
