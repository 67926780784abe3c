package fr.bleu.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.models.AccountKind;
import com.azure.storage.blob.models.BlobCorsRule;
import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobListDetails;
import com.azure.storage.blob.models.BlobRetentionPolicy;
import com.azure.storage.blob.models.BlobServiceProperties;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.DeleteSnapshotsOptionType;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.azure.storage.blob.models.SkuName;
import com.azure.storage.blob.specialized.BlobClientBase;
import fr.bleu.conformance.operations.BlobOperation;
import fr.bleu.conformance.operations.Client;
import fr.bleu.conformance.operations.Proves;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Snapshots, soft delete, service properties and CORS by the Azure SDK for Java. */
@Proves(
        client = Client.JAVA,
        operations = {
            BlobOperation.SET_BLOB_SERVICE_PROPERTIES,
            BlobOperation.GET_BLOB_SERVICE_PROPERTIES,
            BlobOperation.GET_ACCOUNT_INFORMATION,
            BlobOperation.LIST_BLOBS,
            BlobOperation.GET_BLOB,
            BlobOperation.GET_BLOB_PROPERTIES,
            BlobOperation.SNAPSHOT_BLOB,
            BlobOperation.DELETE_BLOB,
            BlobOperation.UNDELETE_BLOB
        })
class BlobPastTest {
    private static BlobServiceClient service;

    @BeforeAll
    static void prepare() throws Exception {
        service = SharedKeyTest.service();
    }

    private static BlobContainerClient container(String name) throws Exception {
        return SharedKeyTest.container(name);
    }

    @Test
    void aSnapshotReadsAsItWasAndGoesWithItsBlob() throws Exception {
        BlobContainerClient container = container("snapshots");
        BlobClient blob = container.getBlobClient("dir/b");
        blob.upload(BinaryData.fromString("one"), true);
        BlobClientBase first = blob.createSnapshot();
        BlobClientBase second =
                blob.createSnapshotWithResponse(Map.of("of", "second"), null, null, Context.NONE)
                        .getValue();
        blob.upload(BinaryData.fromString("two"), true);
        assertEquals("one", first.downloadContent().toString());
        assertEquals(Map.of("of", "second"), second.getProperties().getMetadata());
        List<BlobItem> listed = listed(container, new BlobListDetails().setRetrieveSnapshots(true));
        assertEquals(3, listed.size());
        assertEquals(first.getSnapshotId(), listed.getFirst().getSnapshot());
        assertNull(listed.getLast().getSnapshot());
        assertEquals(
                BlobErrorCode.SNAPSHOTS_PRESENT,
                assertThrows(BlobStorageException.class, blob::delete).getErrorCode());
        first.delete();
        blob.deleteWithResponse(DeleteSnapshotsOptionType.ONLY, null, null, Context.NONE);
        assertEquals(1, listed(container, new BlobListDetails().setRetrieveSnapshots(true)).size());
        blob.createSnapshot();
        blob.deleteWithResponse(DeleteSnapshotsOptionType.INCLUDE, null, null, Context.NONE);
        assertEquals(
                List.of(), listed(container, new BlobListDetails().setRetrieveSnapshots(true)));
    }

    private static List<BlobItem> listed(BlobContainerClient container, BlobListDetails details) {
        return container
                .listBlobs(new ListBlobsOptions().setDetails(details).setMaxResultsPerPage(1), null)
                .stream()
                .toList();
    }

    @Test
    void aDeletedBlobIsListedAndComesBackWhereTheServiceKeepsIt() throws Exception {
        BlobContainerClient container = container("undelete");
        BlobClient blob = container.getBlobClient("b");
        retention(new BlobRetentionPolicy().setEnabled(true).setDays(3));
        try {
            blob.upload(BinaryData.fromString("kept"), true);
            blob.createSnapshot();
            blob.deleteWithResponse(DeleteSnapshotsOptionType.INCLUDE, null, null, Context.NONE);
            assertEquals(List.of(), listed(container, new BlobListDetails()));
            BlobListDetails all =
                    new BlobListDetails().setRetrieveDeletedBlobs(true).setRetrieveSnapshots(true);
            List<BlobItem> deleted = listed(container, all);
            assertEquals(2, deleted.size());
            for (BlobItem item : deleted) {
                assertTrue(item.isDeleted());
                assertTrue(item.getProperties().getRemainingRetentionDays() <= 3);
                assertTrue(item.getProperties().getDeletedTime() != null);
            }
            blob.undelete();
            assertEquals("kept", blob.downloadContent().toString());
            assertTrue(
                    listed(container, all).stream()
                            .noneMatch(item -> Boolean.TRUE.equals(item.isDeleted())));
        } finally {
            retention(new BlobRetentionPolicy().setEnabled(false));
        }
    }

    private static void retention(BlobRetentionPolicy policy) {
        service.setProperties(new BlobServiceProperties().setDeleteRetentionPolicy(policy));
        assertEquals(
                policy.isEnabled(), service.getProperties().getDeleteRetentionPolicy().isEnabled());
    }

    @Test
    void browsersAreToldByTheRulesThatWereSet() throws Exception {
        BlobCorsRule rule =
                new BlobCorsRule()
                        .setAllowedOrigins("https://app.example")
                        .setAllowedMethods("GET")
                        .setAllowedHeaders("x-ms-*")
                        .setExposedHeaders("etag")
                        .setMaxAgeInSeconds(60);
        service.setProperties(new BlobServiceProperties().setCors(List.of(rule)));
        try {
            assertEquals(
                    "https://app.example",
                    service.getProperties().getCors().getFirst().getAllowedOrigins());
            assertEquals(200, preflight("https://app.example").statusCode());
            assertEquals(403, preflight("https://else.example").statusCode());
        } finally {
            service.setProperties(new BlobServiceProperties().setCors(List.of()));
        }
    }

    private static HttpResponse<Void> preflight(String origin) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(service.getAccountUrl() + "/con/b"))
                            .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                            .header("Origin", origin)
                            .header("Access-Control-Request-Method", "GET")
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
        }
    }

    @Test
    void theAccountIsKnown() {
        assertEquals(AccountKind.STORAGE_V2, service.getAccountInfo().getAccountKind());
        assertEquals(SkuName.STANDARD_LRS, service.getAccountInfo().getSkuName());
    }
}
