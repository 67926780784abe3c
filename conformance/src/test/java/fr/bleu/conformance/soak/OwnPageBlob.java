package fr.bleu.conformance.soak;

import com.azure.core.util.Context;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.PageBlobRequestConditions;
import com.azure.storage.blob.models.PageRange;
import com.azure.storage.blob.options.PageBlobCreateOptions;
import com.azure.storage.blob.specialized.PageBlobClient;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.Map;

/** A page blob that one thread writes: pages written, cleared, and its size changed. */
final class OwnPageBlob extends OwnBlob {

    private static final int PAGE = 512;
    private static final int MAX_PAGES = 400;

    private final PageBlobClient pages;

    OwnPageBlob(BlobContainerClient container, String name, Gate gate, Dice random) {
        super(container, name, gate, random);
        this.pages = client.getPageBlobClient();
    }

    @Override
    void put() {
        int bytes = PAGE * (1 + random.below(MAX_PAGES));
        Map<String, String> metadata = random.metadata();
        Map<String, String> tags = random.tags();
        write(
                "Put page blob",
                state.put(new byte[bytes], metadata, tags),
                () ->
                        pages.createWithResponse(
                                new PageBlobCreateOptions(bytes)
                                        .setMetadata(metadata)
                                        .setTags(tags)
                                        .setRequestConditions(conditions()),
                                null,
                                Context.NONE));
    }

    @Override
    void change() {
        if (!state.exists()) {
            put();
        } else if (random.below(8) == 0) {
            int bytes = PAGE * (1 + random.below(MAX_PAGES));
            write(
                    "Resize",
                    state.withContent(Arrays.copyOf(state.content(), bytes)),
                    () -> pages.resizeWithResponse(bytes, conditions(), null, Context.NONE));
        } else {
            changePages(random.below(4) == 0);
        }
    }

    private void changePages(boolean clear) {
        int all = state.content().length / PAGE;
        int first = random.below(all);
        int count = 1 + random.below(all - first);
        byte[] bytes = clear ? new byte[count * PAGE] : random.bytes(count * PAGE);
        byte[] after = state.content().clone();
        System.arraycopy(bytes, 0, after, first * PAGE, bytes.length);
        PageRange range =
                new PageRange()
                        .setStart((long) first * PAGE)
                        .setEnd((long) (first + count) * PAGE - 1);
        PageBlobRequestConditions conditions = new PageBlobRequestConditions();
        conditions.setLeaseId(state.lease());
        write(
                clear ? "Clear Pages" : "Put Page",
                state.withContent(after),
                () -> {
                    if (clear) {
                        pages.clearPagesWithResponse(range, conditions, null, Context.NONE);
                    } else {
                        ByteArrayInputStream body = new ByteArrayInputStream(bytes);
                        pages.uploadPagesWithResponse(
                                range, body, null, conditions, null, Context.NONE);
                    }
                });
    }
}
