package fr.bleu.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.util.Context;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.AppendBlobItem;
import com.azure.storage.blob.models.AppendBlobRequestConditions;
import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.BlobType;
import com.azure.storage.blob.models.PageBlobRequestConditions;
import com.azure.storage.blob.models.PageRange;
import com.azure.storage.blob.models.PageRangeItem;
import com.azure.storage.blob.models.SequenceNumberActionType;
import com.azure.storage.blob.options.AppendBlobSealOptions;
import com.azure.storage.blob.options.ListPageRangesOptions;
import com.azure.storage.blob.options.PageBlobCreateOptions;
import com.azure.storage.blob.specialized.AppendBlobClient;
import com.azure.storage.blob.specialized.BlobOutputStream;
import com.azure.storage.blob.specialized.PageBlobClient;
import fr.bleu.conformance.operations.BlobOperation;
import fr.bleu.conformance.operations.Client;
import fr.bleu.conformance.operations.Proves;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Append and page blobs by the Azure SDK for Java. */
@Proves(
        client = Client.JAVA,
        operations = {
            BlobOperation.LIST_BLOBS,
            BlobOperation.PUT_BLOB,
            BlobOperation.GET_BLOB,
            BlobOperation.GET_BLOB_PROPERTIES,
            BlobOperation.SET_BLOB_PROPERTIES,
            BlobOperation.PUT_PAGE,
            BlobOperation.GET_PAGE_RANGES,
            BlobOperation.APPEND_BLOCK,
            BlobOperation.APPEND_BLOB_SEAL
        })
class AppendAndPageBlobTest {
    private static BlobContainerClient container;

    @BeforeAll
    static void prepare() throws Exception {
        container = SharedKeyTest.container("typed");
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new SplittableRandom(size).nextBytes(bytes);
        return bytes;
    }

    private static void refused(BlobErrorCode code, Executable call) {
        assertEquals(code, assertThrows(BlobStorageException.class, call).getErrorCode());
    }

    private static AppendBlobClient log(String name) {
        AppendBlobClient log = container.getBlobClient(name).getAppendBlobClient();
        log.create(true);
        return log;
    }

    private static AppendBlobItem append(AppendBlobClient log, byte[] body) {
        return log.appendBlock(new ByteArrayInputStream(body), body.length);
    }

    private static byte[] content(com.azure.storage.blob.specialized.BlobClientBase blob) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        blob.downloadStream(out);
        return out.toByteArray();
    }

    @Test
    void blocksAreAppendedUntilTheBlobIsSealed() throws Exception {
        AppendBlobClient log = log("log");
        assertEquals("0", append(log, bytes(100)).getBlobAppendOffset());
        AppendBlobItem second =
                log.appendBlockWithResponse(
                                new ByteArrayInputStream(bytes(50_000)),
                                50_000,
                                MessageDigest.getInstance("MD5").digest(bytes(50_000)),
                                new AppendBlobRequestConditions().setAppendPosition(100L),
                                null,
                                Context.NONE)
                        .getValue();
        assertEquals("100", second.getBlobAppendOffset());
        assertEquals(2, second.getBlobCommittedBlockCount());
        assertEquals(log.getProperties().getETag(), second.getETag());
        refused(
                new AppendBlobRequestConditions().setAppendPosition(1L),
                log,
                "AppendPositionConditionNotMet");
        refused(
                new AppendBlobRequestConditions().setMaxSize(50_100L),
                log,
                "MaxBlobSizeConditionNotMet");
        byte[] all = Arrays.copyOf(bytes(100), 50_100);
        System.arraycopy(bytes(50_000), 0, all, 100, 50_000);
        assertArrayEquals(all, content(log));
        log.sealWithResponse(new AppendBlobSealOptions(), null, Context.NONE);
        assertTrue(log.getProperties().isSealed());
        assertEquals(
                409,
                assertThrows(BlobStorageException.class, () -> append(log, bytes(1)))
                        .getStatusCode());
    }

    private static void refused(
            AppendBlobRequestConditions conditions, AppendBlobClient log, String code) {
        BlobStorageException failure =
                assertThrows(
                        BlobStorageException.class,
                        () ->
                                log.appendBlockWithResponse(
                                        new ByteArrayInputStream(bytes(1)),
                                        1,
                                        null,
                                        conditions,
                                        null,
                                        Context.NONE));
        assertEquals(code, failure.getErrorCode().toString());
    }

    @Test
    void streamsAppend() throws Exception {
        AppendBlobClient log = log("stream");
        try (BlobOutputStream out = log.getBlobOutputStream()) {
            out.write(bytes(300_000));
        }
        assertArrayEquals(bytes(300_000), content(log));
        assertEquals(BlobType.APPEND_BLOB, log.getProperties().getBlobType());
    }

    @Test
    void pagesAreWrittenListedClearedAndResized() {
        PageBlobClient disk = container.getBlobClient("disk").getPageBlobClient();
        disk.create(64L << 20, true);
        byte[] pages = bytes(1 << 20);
        disk.uploadPages(range(0, pages.length), new ByteArrayInputStream(pages));
        disk.uploadPages(range(32 << 20, 512), new ByteArrayInputStream(bytes(512)));
        disk.clearPages(range(512, 1024));
        List<PageRangeItem> ranges =
                disk
                        .listPageRanges(
                                new ListPageRangesOptions(new BlobRange(0)).setMaxResultsPerPage(1),
                                null,
                                Context.NONE)
                        .stream()
                        .toList();
        assertEquals(
                List.of("bytes=0-511", "bytes=1536-1048575", "bytes=33554432-33554943"),
                ranges.stream().map(it -> it.getRange().toString()).toList());
        Arrays.fill(pages, 512, 1536, (byte) 0);
        byte[] all = Arrays.copyOf(pages, 64 << 20);
        System.arraycopy(bytes(512), 0, all, 32 << 20, 512);
        assertArrayEquals(all, content(disk));
        disk.resize(1024);
        assertEquals(1024, disk.getProperties().getBlobSize());
        assertArrayEquals(Arrays.copyOf(Arrays.copyOf(pages, 512), 1024), content(disk));
    }

    private static PageRange range(long offset, long length) {
        return new PageRange().setStart(offset).setEnd(offset + length - 1);
    }

    @Test
    void sequenceNumbersGuardWrites() {
        PageBlobClient disk = container.getBlobClient("numbered").getPageBlobClient();
        disk.createWithResponse(
                new PageBlobCreateOptions(4096).setSequenceNumber(5L), null, Context.NONE);
        disk.updateSequenceNumber(SequenceNumberActionType.INCREMENT, null);
        assertEquals(6, disk.getProperties().getBlobSequenceNumber());
        disk.updateSequenceNumber(SequenceNumberActionType.MAX, 3L);
        assertEquals(6, disk.getProperties().getBlobSequenceNumber());
        refused(
                BlobErrorCode.SEQUENCE_NUMBER_CONDITION_NOT_MET,
                () ->
                        disk.uploadPagesWithResponse(
                                range(0, 512),
                                new ByteArrayInputStream(bytes(512)),
                                null,
                                new PageBlobRequestConditions().setIfSequenceNumberLessThan(6L),
                                null,
                                Context.NONE));
        refused(
                BlobErrorCode.INVALID_PAGE_RANGE,
                () -> disk.uploadPages(range(4096, 512), new ByteArrayInputStream(bytes(512))));
        assertEquals(
                6,
                disk.uploadPages(range(0, 512), new ByteArrayInputStream(bytes(512)))
                        .getBlobSequenceNumber());
    }

    @Test
    void listsTellTheTypes() {
        log("listed/log");
        container.getBlobClient("listed/disk").getPageBlobClient().create(512, true);
        List<BlobType> types =
                container.listBlobsByHierarchy("listed/").stream()
                        .map(BlobItem::getProperties)
                        .map(it -> it.getBlobType())
                        .toList();
        assertEquals(List.of(BlobType.PAGE_BLOB, BlobType.APPEND_BLOB), types);
        refused(
                BlobErrorCode.INVALID_BLOB_TYPE,
                () -> container.getBlobClient("listed/log").getPageBlobClient().create(512, true));
    }
}
