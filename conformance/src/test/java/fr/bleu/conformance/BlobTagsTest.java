package fr.bleu.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.azure.core.http.HttpMethod;
import com.azure.core.http.rest.PagedIterable;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobListDetails;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.azure.storage.blob.models.TaggedBlobItem;
import com.azure.storage.blob.options.BlobParallelUploadOptions;
import com.azure.storage.blob.options.FindBlobsOptions;
import fr.bleu.conformance.operations.BlobOperation;
import fr.bleu.conformance.operations.Client;
import fr.bleu.conformance.operations.Proves;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Index tags by the Azure SDK for Java. */
@Proves(
        client = Client.JAVA,
        operations = {
            BlobOperation.FIND_BLOBS_BY_TAGS,
            BlobOperation.LIST_BLOBS,
            BlobOperation.PUT_BLOB,
            BlobOperation.GET_BLOB_TAGS,
            BlobOperation.SET_BLOB_TAGS
        })
class BlobTagsTest {
    private static BlobContainerClient container;

    @BeforeAll
    static void prepare() throws Exception {
        container = SharedKeyTest.container("tags");
    }

    private static BlobClient tagged(String name, Map<String, String> tags) {
        BlobClient blob = container.getBlobClient(name);
        blob.uploadWithResponse(
                new BlobParallelUploadOptions(BinaryData.fromString("1")).setTags(tags),
                null,
                Context.NONE);
        return blob;
    }

    @Test
    void tagsComeWithTheContentAndAreReplaced() {
        BlobClient blob = tagged("set", Map.of("project", "Bleu et blanc+rouge", "_n", "1"));
        assertEquals(Map.of("project", "Bleu et blanc+rouge", "_n", "1"), blob.getTags());
        assertEquals(2L, blob.getProperties().getTagCount());
        blob.setTags(Map.of("only", "this"));
        assertEquals(Map.of("only", "this"), blob.getTags());
        var listed =
                container
                        .listBlobs(
                                new ListBlobsOptions()
                                        .setPrefix("set")
                                        .setDetails(new BlobListDetails().setRetrieveTags(true)),
                                null)
                        .iterator()
                        .next();
        assertEquals(Map.of("only", "this"), listed.getTags());
    }

    /** The SDK sets no tags of snapshots. */
    @Test
    void versionsHaveTagsOfTheirOwn() throws Exception {
        TestAccount account = TestAccount.create("tagspast");
        account.arm(
                HttpMethod.PUT,
                account.id() + "/blobServices/default?api-version=2023-01-01",
                Map.of("properties", Map.of("isVersioningEnabled", true)));
        BlobContainerClient past = account.service().createBlobContainer("tags");
        BlobClient blob = past.getBlobClient("past");
        blob.upload(BinaryData.fromString("1"));
        BlobClient earlier = blob.getVersionClient(blob.getProperties().getVersionId());
        blob.upload(BinaryData.fromString("2"), true);
        blob.setTags(Map.of("state", "current"));
        earlier.setTags(Map.of("state", "earlier"));
        assertEquals(Map.of("state", "earlier"), earlier.getTags());
        assertEquals(Map.of("state", "current"), blob.getTags());
        assertEquals(List.of("past"), names(past.findBlobsByTags("\"state\" = 'current'")));
        assertEquals(List.of(), names(past.findBlobsByTags("\"state\" > 'd'")));
    }

    @Test
    void blobsAreFoundInPages() throws Exception {
        for (int i = 0; i < 5; i++) {
            tagged("found" + i, Map.of("rank", Integer.toString(i), "kind", "found"));
        }
        String where = "\"kind\" = 'found' AND \"rank\" > '1'";
        assertEquals(
                List.of("found2", "found3", "found4"), names(container.findBlobsByTags(where)));
        FindBlobsOptions options = new FindBlobsOptions("@container = 'tags' AND " + where);
        options.setMaxResultsPerPage(2);
        PagedIterable<TaggedBlobItem> pages =
                SharedKeyTest.service().findBlobsByTags(options, null, Context.NONE);
        assertEquals(List.of("found2", "found3", "found4"), names(pages));
        assertEquals(2, pages.streamByPage().count());
    }

    private static List<String> names(PagedIterable<TaggedBlobItem> found) {
        return found.stream().map(TaggedBlobItem::getName).sorted().toList();
    }

    @Test
    void tagsAreConditions() {
        BlobClient blob = tagged("condition", Map.of("state", "draft"));
        BlobRequestConditions released =
                new BlobRequestConditions().setTagsConditions("\"state\" = 'released'");
        BlobStorageException refused =
                assertThrows(
                        BlobStorageException.class,
                        () -> blob.deleteWithResponse(null, released, null, Context.NONE));
        assertEquals(412, refused.getStatusCode());
        blob.setTags(Map.of("state", "released"));
        blob.deleteWithResponse(null, released, null, Context.NONE);
    }
}
