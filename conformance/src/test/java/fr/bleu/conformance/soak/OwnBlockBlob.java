package fr.bleu.conformance.soak;

import com.azure.core.util.Context;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.options.BlobCopyFromUrlOptions;
import com.azure.storage.blob.options.BlobUploadFromUrlOptions;
import com.azure.storage.blob.options.BlockBlobCommitBlockListOptions;
import com.azure.storage.blob.options.BlockBlobSimpleUploadOptions;
import com.azure.storage.blob.options.BlockBlobStageBlockOptions;
import com.azure.storage.blob.sas.BlobSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import com.azure.storage.blob.specialized.BlockBlobClient;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** A block blob that one thread writes: whole, in blocks, and as another's copy. */
final class OwnBlockBlob extends OwnBlob {

    private static final int MAX_BLOCKS = 5;
    private static final int BLOCK_BYTES = 100_000;

    private final BlockBlobClient blocks;

    OwnBlockBlob(BlobContainerClient container, String name, Gate gate, Dice random) {
        super(container, name, gate, random);
        this.blocks = client.getBlockBlobClient();
    }

    @Override
    void put() {
        byte[] content = random.content();
        Map<String, String> metadata = random.metadata();
        Map<String, String> tags = random.tags();
        write(
                "Put Blob",
                state.put(content, metadata, tags),
                () ->
                        blocks.uploadWithResponse(
                                new BlockBlobSimpleUploadOptions(data(content))
                                        .setMetadata(metadata)
                                        .setTags(tags)
                                        .setRequestConditions(conditions()),
                                null,
                                Context.NONE));
    }

    /** What of the blocks was acknowledged before a kill must be there for the list after it. */
    @Override
    void change() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        List<String> ids = new ArrayList<>();
        int count = 1 + random.below(MAX_BLOCKS);
        for (int i = 0; i < count; i++) {
            byte[] block = random.bytes(1 + random.below(BLOCK_BYTES));
            String id = id();
            prepare(
                    () ->
                            blocks.stageBlockWithResponse(
                                    new BlockBlobStageBlockOptions(id, data(block))
                                            .setLeaseId(state.lease()),
                                    null,
                                    Context.NONE));
            all.writeBytes(block);
            ids.add(id);
        }
        commit(ids, state.put(all.toByteArray(), random.metadata(), random.tags()));
    }

    private String id() {
        byte[] text = "%016x".formatted(random.next()).getBytes(StandardCharsets.US_ASCII);
        return Base64.getEncoder().encodeToString(text);
    }

    private void commit(List<String> ids, BlobState after) {
        write(
                "Put Block List",
                after,
                () ->
                        blocks.commitBlockListWithResponse(
                                new BlockBlobCommitBlockListOptions(ids)
                                        .setMetadata(after.metadata())
                                        .setTags(after.tags())
                                        .setRequestConditions(conditions()),
                                null,
                                Context.NONE));
    }

    /** Becomes a copy of another blob of the same thread. */
    void copy(OwnBlockBlob from) {
        String source = from.client.getBlobUrl() + "?" + from.readable();
        if (random.below(2) == 0) {
            Map<String, String> metadata = Map.of("copy", "of" + random.below(9));
            write(
                    "Copy Blob From URL",
                    state.put(from.state.content(), metadata, Map.of()),
                    () ->
                            client.copyFromUrlWithResponse(
                                    new BlobCopyFromUrlOptions(source)
                                            .setMetadata(metadata)
                                            .setDestinationRequestConditions(conditions()),
                                    null,
                                    Context.NONE));
        } else {
            Map<String, String> tags = random.tags();
            write(
                    "Put Blob From URL",
                    state.put(from.state.content(), Map.of(), tags),
                    () ->
                            blocks.uploadFromUrlWithResponse(
                                    new BlobUploadFromUrlOptions(source)
                                            .setCopySourceBlobProperties(false)
                                            .setTags(tags)
                                            .setDestinationRequestConditions(conditions()),
                                    null,
                                    Context.NONE));
        }
    }

    private String readable() {
        OffsetDateTime end = OffsetDateTime.now(ZoneOffset.UTC).plusHours(1);
        BlobSasPermission read = new BlobSasPermission().setReadPermission(true);
        return client.generateSas(new BlobServiceSasSignatureValues(end, read));
    }
}
