package fr.bleu.storage;

import fr.bleu.extents.StoppedExtents;
import fr.bleu.keys.Keys;
import fr.bleu.keys.OpenFailedException;
import fr.bleu.keys.SealingKey;
import fr.bleu.keys.UnknownKeyException;
import fr.bleu.trust.Names;
import fr.bleu.trust.Records;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * Reads everything that the accounts of a stopped instance store, as the {@link Scrub} does, and
 * writes nothing.
 */
public final class StoppedStorage {

    /**
     * What was read.
     *
     * @param extents locations of extents, whoever refers to them
     * @param objects blobs of any time and open uploads
     * @param unreadable objects that only their customers' keys open
     */
    public record Verified(long accounts, long extents, long objects, long bytes, long unreadable) {

        public static final Verified NOTHING = new Verified(0, 0, 0, 0, 0);

        Verified plus(Verified other) {
            return new Verified(
                    accounts + other.accounts,
                    extents + other.extents,
                    objects + other.objects,
                    bytes + other.bytes,
                    unreadable + other.unreadable);
        }
    }

    private final Records records;
    private final Names names;
    private final Keys keys;
    private final StoppedExtents extents;

    public StoppedStorage(Records records, Names names, Keys keys, StoppedExtents extents) {
        this.records = records;
        this.names = names;
        this.keys = keys;
        this.extents = extents;
    }

    /**
     * Verifies every account, at full speed.
     *
     * @param found told of each thing that does not authenticate, by opaque ids
     */
    public Verified verify(Consumer<String> found) throws IOException {
        Verified all = Verified.NOTHING;
        for (Names.Holder holder : new AllAccounts(names)) {
            all = all.plus(account(holder, found));
        }
        return all;
    }

    private Verified account(Names.Holder holder, Consumer<String> found) throws IOException {
        long locations = extents.verify(holder.owner(), found);
        if (records.get(AccountRecord.key(holder.owner())).isEmpty()) {
            // A deleted one has nothing that anybody could read.
            return new Verified(1, locations, 0, 0, 0);
        }
        String account = "account " + holder.owner();
        SealingKey key;
        try {
            key = keys.account(holder.tenant(), holder.owner());
        } catch (OpenFailedException | UnknownKeyException e) {
            found.accept(account + ": its key does not open: " + e.getMessage());
            return new Verified(1, locations, 0, 0, 0);
        }
        ScrubbedAccount scrubbed =
                new ScrubbedAccount(
                        records,
                        extents,
                        holder.owner(),
                        key,
                        _ -> {},
                        damaged -> found.accept(account + " extent " + damaged.part()));
        try {
            scrubbed.scrub();
        } catch (RuntimeException e) {
            found.accept(account + " could not be read to its end: " + e.getMessage());
        }
        return new Verified(
                1, locations, scrubbed.objects(), scrubbed.bytes(), scrubbed.unreadable());
    }
}
