package fr.bleu.conformance.soak;

import com.azure.core.util.Context;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.AppendBlobRequestConditions;
import com.azure.storage.blob.options.AppendBlobCreateOptions;
import com.azure.storage.blob.specialized.AppendBlobClient;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.Map;

/** An append blob that one thread writes. */
final class OwnAppendBlob extends OwnBlob {

    private static final int BLOCK_BYTES = 20_000;
    private static final int FULL_BYTES = 300_000;

    private final AppendBlobClient appends;

    OwnAppendBlob(BlobContainerClient container, String name, Gate gate, Dice random) {
        super(container, name, gate, random);
        this.appends = client.getAppendBlobClient();
    }

    @Override
    void put() {
        Map<String, String> metadata = random.metadata();
        Map<String, String> tags = random.tags();
        write(
                "Put append blob",
                state.put(new byte[0], metadata, tags),
                () ->
                        appends.createWithResponse(
                                new AppendBlobCreateOptions()
                                        .setMetadata(metadata)
                                        .setTags(tags)
                                        .setRequestConditions(conditions()),
                                null,
                                Context.NONE));
        change();
    }

    @Override
    void change() {
        if (!state.exists() || state.content().length > FULL_BYTES) {
            put();
            return;
        }
        byte[] before = state.content();
        byte[] block = random.bytes(1 + random.below(BLOCK_BYTES));
        byte[] after = Arrays.copyOf(before, before.length + block.length);
        System.arraycopy(block, 0, after, before.length, block.length);
        AppendBlobRequestConditions conditions =
                new AppendBlobRequestConditions().setLeaseId(state.lease());
        write(
                "Append Block",
                state.withContent(after),
                () ->
                        appends.appendBlockWithResponse(
                                new ByteArrayInputStream(block),
                                block.length,
                                null,
                                conditions,
                                null,
                                Context.NONE));
    }
}
