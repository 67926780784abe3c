package fr.bleu.conformance.soak;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobListDetails;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.DeleteSnapshotsOptionType;
import com.azure.storage.blob.models.LeaseStateType;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.azure.storage.blob.options.BlobSetTagsOptions;
import com.azure.storage.blob.specialized.BlobLeaseClient;
import com.azure.storage.blob.specialized.BlobLeaseClientBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A name that one thread alone writes: its state is known but for the one write in flight at a
 * kill, which must have happened wholly or not at all.
 */
abstract class OwnBlob {

    private static final int ENDLESS = -1;
    private static final int MAX_SNAPSHOTS = 3;

    final BlobClient client;
    final Dice random;
    private final BlobContainerClient container;
    private final Gate gate;
    BlobState state = BlobState.ABSENT;

    OwnBlob(BlobContainerClient container, String name, Gate gate, Dice random) {
        this.container = container;
        this.client = container.getBlobClient(name);
        this.gate = gate;
        this.random = random;
    }

    final String name() {
        return client.getBlobName();
    }

    /** Makes the blob, or writes it anew. */
    abstract void put();

    /** Writes a part of it, or does what its kind alone can. */
    abstract void change();

    /** The lease that every write must name. */
    final BlobRequestConditions conditions() {
        return new BlobRequestConditions().setLeaseId(state.lease());
    }

    /** One call that changes the blob to {@code after}. */
    final void write(String what, BlobState after, Runnable call) {
        boolean answered;
        try {
            answered = gate.attempt(call);
        } catch (BlobStorageException e) {
            throw new AssertionError(what + " " + name() + " when it was " + state, e);
        }
        if (answered) {
            state = after;
            return;
        }
        BlobState seen = gate.ask(this::observe);
        if (after.isSeenAs(seen)) {
            state = after;
        } else if (!state.isSeenAs(seen)) {
            String both = "\n before: " + state + "\n after:  " + after + "\n seen:   " + seen;
            throw new AssertionError(name() + " is neither, after a broken " + what + both);
        }
    }

    /** One call without effect on the blob's state, repeated until answered. */
    final void prepare(Runnable call) {
        gate.ask(
                () -> {
                    call.run();
                    return true;
                });
    }

    /** Reads all of it and compares. */
    final void verify(String when) {
        BlobState seen = gate.ask(this::observe);
        if (!state.isSeenAs(seen)) {
            throw new AssertionError(
                    name() + " " + when + ":\n acknowledged: " + state + "\n seen: " + seen);
        }
    }

    private BlobState observe() {
        List<byte[]> snapshots = new ArrayList<>();
        byte[] content = null;
        for (BlobItem item : items()) {
            if (item.getSnapshot() == null) {
                content = client.downloadContent().toBytes();
            } else {
                BlobClient snapshot = client.getSnapshotClient(item.getSnapshot());
                snapshots.add(snapshot.downloadContent().toBytes());
            }
        }
        if (content == null) {
            return BlobState.ABSENT.withSnapshots(snapshots);
        }
        var properties = client.getProperties();
        boolean leased = properties.getLeaseState() == LeaseStateType.LEASED;
        String lease = leased ? BlobState.LEASED : null;
        return new BlobState(content, properties.getMetadata(), client.getTags(), lease, snapshots);
    }

    private List<BlobItem> items() {
        BlobListDetails details = new BlobListDetails().setRetrieveSnapshots(true);
        ListBlobsOptions options = new ListBlobsOptions().setPrefix(name()).setDetails(details);
        return container.listBlobs(options, null).stream()
                .filter(item -> item.getName().equals(name()))
                .toList();
    }

    /** Reads a part. */
    final void readRange() {
        int from = random.below(state.content().length);
        int to = from + 1 + random.below(state.content().length - from);
        BlobRange range = new BlobRange(from, (long) to - from);
        byte[] seen =
                gate.ask(
                        () ->
                                client.downloadContentWithResponse(
                                                null, null, range, false, null, Context.NONE)
                                        .getValue()
                                        .toBytes());
        if (!Arrays.equals(seen, Arrays.copyOfRange(state.content(), from, to))) {
            throw new AssertionError(name() + " [" + from + "," + to + ") is not " + state);
        }
    }

    final void setMetadata() {
        Map<String, String> metadata = random.metadata();
        write(
                "Set Metadata",
                state.withMetadata(metadata),
                () -> client.setMetadataWithResponse(metadata, conditions(), null, Context.NONE));
    }

    final void setTags() {
        Map<String, String> tags = random.tags();
        BlobSetTagsOptions options =
                new BlobSetTagsOptions(tags).setRequestConditions(conditions());
        write(
                "Set Tags",
                state.withTags(tags),
                () -> client.setTagsWithResponse(options, null, Context.NONE));
    }

    final void snapshot() {
        if (state.snapshots().size() == MAX_SNAPSHOTS) {
            delete(DeleteSnapshotsOptionType.ONLY, state.withSnapshots(List.of()));
            return;
        }
        write(
                "Snapshot",
                state.withOneSnapshotMore(),
                () -> client.createSnapshotWithResponse(null, conditions(), null, Context.NONE));
    }

    final void delete() {
        delete(DeleteSnapshotsOptionType.INCLUDE, BlobState.ABSENT);
    }

    private void delete(DeleteSnapshotsOptionType what, BlobState after) {
        write(
                "Delete " + what,
                after,
                () -> client.deleteWithResponse(what, conditions(), null, Context.NONE));
    }

    /** Takes an endless lease, or ends it. */
    final void lease() {
        if (state.lease() == null) {
            String id = new UUID(random.next(), random.next()).toString();
            write("Lease", state.withLease(id), () -> lease(id).acquireLease(ENDLESS));
        } else {
            String id = state.lease();
            write("Release", state.withLease(null), () -> lease(id).releaseLease());
        }
    }

    private BlobLeaseClient lease(String id) {
        return new BlobLeaseClientBuilder().blobClient(client).leaseId(id).buildClient();
    }

    /** A leased blob refuses who does not name its lease. */
    final void tryWithoutLease() {
        if (state.lease() == null) {
            return;
        }
        boolean refused =
                gate.ask(
                        () -> {
                            try {
                                client.setMetadata(Map.of("un", "leased"));
                                return false;
                            } catch (BlobStorageException e) {
                                if (e.getStatusCode() != 412) {
                                    throw e;
                                }
                                return true;
                            }
                        });
        if (!refused) {
            throw new AssertionError(name() + " lost its lease");
        }
    }

    static BinaryData data(byte[] bytes) {
        return BinaryData.fromBytes(bytes);
    }
}
