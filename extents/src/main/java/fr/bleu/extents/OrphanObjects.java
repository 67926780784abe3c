package fr.bleu.extents;

import fr.bleu.store.Key;
import fr.bleu.store.Reads;
import fr.bleu.store.Snapshot;
import fr.bleu.store.Store;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * Finds objects that nothing refers to: of closed epochs, and covered by no location. An epoch's
 * closing comes before its objects are listed, and that before the locations are read, so that none
 * can be committed afterwards. Objects of epochs that this store never gave out are left alone:
 * they are another store's, or were written after the backup that this one was restored from.
 * Locations are read in views that themselves show the epochs closed, so that nothing depends on
 * whether a later read of the store is of a later moment.
 */
final class OrphanObjects {

    private static final System.Logger LOG = System.getLogger(OrphanObjects.class.getName());

    private static final int PAGE = 1_000;

    /** Locations that are read in one view of the store. */
    private static final int LOCATIONS = 10_000;

    /** Doubtful objects that are looked for in the locations at once. */
    private static final int MOST_AT_ONCE = 100_000;

    private final Bucket bucket;
    private final WriterEpochs epochs;
    private final Store store;

    OrphanObjects(Bucket bucket, WriterEpochs epochs, Store store) {
        this.bucket = bucket;
        this.epochs = epochs;
        this.store = store;
    }

    /**
     * Deletes them.
     *
     * @param owners all who have extents
     * @param stopped ends the walk early
     */
    void collect(Iterable<UUID> owners, BooleanSupplier stopped) throws IOException {
        Set<Long> closed = epochs.closed();
        abortUploads(closed, stopped);
        TreeSet<UUID> doubtful = new TreeSet<>(OrphanObjects::compare);
        String after = "";
        while (!stopped.getAsBoolean()) {
            List<Bucket.Listed> page = bucket.list(after, PAGE);
            for (Bucket.Listed object : page) {
                ObjectName.parse(object.name())
                        .filter(name -> closed.contains(name.epoch()))
                        .ifPresent(name -> doubtful.add(name.extent()));
            }
            boolean last = page.size() < PAGE;
            if (last || doubtful.size() >= MOST_AT_ONCE) {
                settle(doubtful, owners, stopped);
                doubtful.clear();
            }
            if (last) {
                return;
            }
            after = beyond(page.getLast().name(), closed);
        }
    }

    /** Where the next page begins: a live epoch's objects are passed over. */
    private static String beyond(String last, Set<Long> closed) {
        return ObjectName.parse(last)
                .filter(name -> !closed.contains(name.epoch()))
                .map(name -> ObjectName.folder(name.epoch()) + "~")
                .orElse(last);
    }

    private void settle(TreeSet<UUID> doubtful, Iterable<UUID> owners, BooleanSupplier stopped)
            throws IOException {
        for (UUID owner : owners) {
            if (doubtful.isEmpty() || stopped.getAsBoolean()) {
                break;
            }
            dropCovered(doubtful, owner, stopped);
        }
        if (stopped.getAsBoolean()) {
            return;
        }
        for (UUID orphan : doubtful) {
            bucket.delete(ObjectName.of(orphan).text());
        }
        if (!doubtful.isEmpty()) {
            LOG.log(Level.INFO, "deleted " + doubtful.size() + " objects that nothing refers to");
        }
    }

    private void dropCovered(TreeSet<UUID> doubtful, UUID owner, BooleanSupplier stopped) {
        Key from = Location.key(owner, doubtful.first());
        Key to = Location.key(owner, doubtful.last()).next();
        List<Reads.Stored> page;
        do {
            page = locations(from, to, doubtful);
            for (Reads.Stored location : page) {
                doubtful.remove(Location.extentIn(location.key()));
            }
            if (!page.isEmpty()) {
                from = page.getLast().key().next();
            }
        } while (page.size() == LOCATIONS && !stopped.getAsBoolean());
    }

    /** Some locations, in a view that shows the epochs closed: else nothing stays doubtful. */
    private List<Reads.Stored> locations(Key from, Key to, TreeSet<UUID> doubtful) {
        try (Snapshot view = store.snapshot()) {
            Set<Long> closed = WriterEpochs.closed(view);
            if (doubtful.removeIf(it -> !closed.contains(it.getMostSignificantBits()))) {
                LOG.log(Level.WARNING, "the store shows an epoch open that it has shown closed");
            }
            return view.scan(from, to, LOCATIONS);
        }
    }

    private void abortUploads(Set<Long> closed, BooleanSupplier stopped) throws IOException {
        Uploads uploads = bucket.uploads();
        Optional<Uploads.Open> next = Optional.empty();
        do {
            Uploads.Page page = uploads.page(next);
            for (Uploads.Open upload : page.uploads()) {
                Optional<ObjectName> name = ObjectName.parse(upload.name());
                if (name.isPresent() && closed.contains(name.get().epoch())) {
                    uploads.abort(upload);
                }
            }
            next = page.next();
        } while (next.isPresent() && !stopped.getAsBoolean());
    }

    /** As keys and names sort. */
    private static int compare(UUID one, UUID other) {
        int byEpoch =
                Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
        return byEpoch != 0
                ? byEpoch
                : Long.compareUnsigned(
                        one.getLeastSignificantBits(), other.getLeastSignificantBits());
    }
}
