package fr.bleu.conformance.soak;

import com.azure.storage.blob.BlobContainerClient;
import java.util.ArrayList;
import java.util.List;

/** The names that all threads write. */
public final class SharedNames {

    private static final int BLOBS = 6;

    private final List<SharedBlob> blobs = new ArrayList<>();
    private final SharedLog log;

    /** Creates the log; the blobs come by the load. */
    public SharedNames(BlobContainerClient container, Gate gate) {
        for (int i = 0; i < BLOBS; i++) {
            blobs.add(new SharedBlob(container, "shared/" + i, gate));
        }
        this.log = new SharedLog(container, "shared/log", gate);
        log.create();
    }

    void step(Dice random) {
        SharedBlob blob = blobs.get(random.below(BLOBS));
        switch (random.below(8)) {
            case 0, 1, 2 -> blob.put(random);
            case 3 -> blob.delete();
            case 4, 5 -> log.append(random);
            default -> blob.read();
        }
    }

    /** Reads all of them and compares. */
    public void verify() {
        blobs.forEach(SharedBlob::read);
        log.verify();
    }
}
