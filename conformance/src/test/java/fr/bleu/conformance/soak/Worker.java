package fr.bleu.conformance.soak;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobListDetails;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.azure.storage.blob.models.TaggedBlobItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** One thread of the load: its own names, and its share of the shared ones. */
public final class Worker {

    private static final int BLOCK_BLOBS = 10;
    private static final int OTHERS = 4;
    private static final int PAGE_OF_LIST = 5;

    private final BlobContainerClient container;
    private final String prefix;
    private final Gate gate;
    private final SharedNames shared;
    private final Dice random;
    private final List<OwnBlockBlob> blocks = new ArrayList<>();
    private final List<OwnBlob> own = new ArrayList<>();
    private int restarts;

    /** All choices follow from the seed. */
    public Worker(
            BlobContainerClient container, int number, Gate gate, SharedNames shared, long seed) {
        this.container = container;
        this.prefix = "own/" + number + "/";
        this.gate = gate;
        this.shared = shared;
        this.random = new Dice(seed + number);
        for (int i = 0; i < BLOCK_BLOBS; i++) {
            blocks.add(new OwnBlockBlob(container, prefix + "block" + i, gate, random));
        }
        own.addAll(blocks);
        for (int i = 0; i < OTHERS; i++) {
            own.add(new OwnAppendBlob(container, prefix + "append" + i, gate, random));
            own.add(new OwnPageBlob(container, prefix + "page" + i, gate, random));
        }
    }

    /** Works until told to stop; after each restart of the cloud it first reads all its names. */
    public void run(BooleanSupplier goesOn) {
        while (goesOn.getAsBoolean()) {
            if (restarts != gate.restarts()) {
                restarts = gate.restarts();
                verify("after restart " + restarts);
                shared.verify();
            }
            step();
        }
    }

    private void step() {
        OwnBlob blob = own.get(random.below(own.size()));
        int choice = random.below(100);
        if (choice < 25) {
            shared.step(random);
        } else if (choice < 27) {
            list();
        } else if (choice < 28) {
            find();
        } else if (!blob.state.exists()) {
            blob.put();
        } else if (choice < 55) {
            blob.change();
        } else if (choice < 65) {
            blob.put();
        } else if (choice < 70) {
            copy();
        } else {
            stepOfAnyKind(blob, choice);
        }
    }

    private void stepOfAnyKind(OwnBlob blob, int choice) {
        if (choice < 75) {
            blob.setMetadata();
        } else if (choice < 79) {
            blob.setTags();
        } else if (choice < 83) {
            blob.snapshot();
        } else if (choice < 87) {
            blob.lease();
        } else if (choice < 89) {
            blob.tryWithoutLease();
        } else if (choice < 93) {
            blob.delete();
        } else if (choice < 97 && blob.state.content().length > 0) {
            blob.readRange();
        } else {
            blob.verify("under load");
        }
    }

    private void copy() {
        OwnBlockBlob from = blocks.get(random.below(BLOCK_BLOBS));
        OwnBlockBlob to = blocks.get(random.below(BLOCK_BLOBS));
        if (from != to && from.state.exists()) {
            to.copy(from);
        }
    }

    /** The list of its names, page by page, tells exactly those that exist. */
    private void list() {
        Map<String, Map<String, String>> seen = gate.ask(this::listed);
        Map<String, Map<String, String>> wanted = new TreeMap<>();
        for (OwnBlob blob : own) {
            if (blob.state.exists()) {
                wanted.put(blob.name(), blob.state.metadata());
            }
        }
        if (!seen.equals(wanted)) {
            throw new AssertionError("listed: " + seen + "\nacknowledged: " + wanted);
        }
    }

    private Map<String, Map<String, String>> listed() {
        ListBlobsOptions options =
                new ListBlobsOptions()
                        .setPrefix(prefix)
                        .setMaxResultsPerPage(PAGE_OF_LIST)
                        .setDetails(new BlobListDetails().setRetrieveMetadata(true));
        Map<String, Map<String, String>> seen = new TreeMap<>();
        for (BlobItem item : container.listBlobs(options, null)) {
            Map<String, String> metadata = item.getMetadata();
            seen.put(item.getName(), metadata == null ? Map.of() : metadata);
        }
        return seen;
    }

    /** The index of tags tells exactly those that have this one. */
    private void find() {
        String value = Integer.toString(random.below(Dice.TAG_VALUES));
        String query = "\"" + Dice.TAG + "\"='" + value + "'";
        Set<String> seen =
                gate.ask(
                        () ->
                                container.findBlobsByTags(query).stream()
                                        .map(TaggedBlobItem::getName)
                                        .filter(name -> name.startsWith(prefix))
                                        .collect(Collectors.toSet()));
        Set<String> wanted =
                own.stream()
                        .filter(blob -> value.equals(blob.state.tags().get(Dice.TAG)))
                        .map(OwnBlob::name)
                        .collect(Collectors.toSet());
        if (!seen.equals(wanted)) {
            throw new AssertionError("found by " + query + ": " + seen + ", not " + wanted);
        }
    }

    /** Reads all its names and compares. */
    public void verify(String when) {
        own.forEach(blob -> blob.verify(when));
        list();
        find();
    }
}
