package fr.bleu.conformance.cluster;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobDownloadContentResponse;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.options.BlockBlobSimpleUploadOptions;
import com.azure.storage.blob.specialized.BlockBlobClient;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A number in a blob that several clients add one to, each under the ETag that it has read. With
 * every write in its place it is never less than the additions that were acknowledged before it was
 * read, and never more than those that were sent.
 */
final class Counter {

    private final BlockBlobClient blob;
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();

    Counter(BlobContainerClient container) {
        this.blob = container.getBlobClient("counter").getBlockBlobClient();
        blob.uploadWithResponse(options(0), null, Context.NONE);
    }

    /** One of its clients. */
    Step client(Waits waits) {
        Waits.Client client = waits.new Client();
        return new Step() {
            @Override
            public void step() {
                long before = acknowledged.get();
                client.call(() -> read()).ifPresent(read -> add(client, before, read));
            }

            @Override
            public void verify() {
                check(acknowledged.get(), number(read()));
            }
        };
    }

    private BlobDownloadContentResponse read() {
        return blob.downloadContentWithResponse(null, null, null, Context.NONE);
    }

    private void add(Waits.Client client, long before, BlobDownloadContentResponse read) {
        long number = number(read);
        check(before, number);
        sent.incrementAndGet();
        BlockBlobSimpleUploadOptions next =
                options(number + 1)
                        .setRequestConditions(
                                new BlobRequestConditions()
                                        .setIfMatch(read.getDeserializedHeaders().getETag()));
        Optional<Boolean> added = client.call(() -> put(next));
        if (added.isPresent()) {
            (added.get() ? acknowledged : sent).addAndGet(added.get() ? 1 : -1);
        }
    }

    /** Whether nobody else was first. */
    private boolean put(BlockBlobSimpleUploadOptions next) {
        try {
            blob.uploadWithResponse(next, null, Context.NONE);
            return true;
        } catch (BlobStorageException e) {
            if (e.getStatusCode() == 412) {
                return false;
            }
            throw e;
        }
    }

    private void check(long least, long number) {
        if (number < least || number > sent.get()) {
            throw new AssertionError(
                    "the counter is %d after %d acknowledged and %d sent additions"
                            .formatted(number, least, sent.get()));
        }
    }

    private static BlockBlobSimpleUploadOptions options(long number) {
        return new BlockBlobSimpleUploadOptions(BinaryData.fromString(Long.toString(number)));
    }

    private static long number(BlobDownloadContentResponse read) {
        byte[] text = read.getValue().toBytes();
        return Long.parseLong(new String(text, StandardCharsets.US_ASCII));
    }
}
