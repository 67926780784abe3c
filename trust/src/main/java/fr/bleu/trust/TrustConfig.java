package fr.bleu.trust;

import fr.bleu.keys.Keys;
import fr.bleu.store.Reads;
import fr.bleu.store.Store;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What trust is made of.
 *
 * @param random a cryptographic source
 * @param stamp the stamp's identity, such as {@code bleu.localhost/<instance>/stamp1}; lower case
 *     letters, digits, dots, dashes and slashes
 * @param generation the ledger's generation, from 1; with the stamp it is the checkpoints' origin
 * @param node who this process is
 * @param places the operator's allowed places, signed and stored at first start; later starts read
 *     the stored policy
 * @param publicData whether tenants may open data to everybody, signed with the places
 * @param published the last checkpoint that was kept outside the store, if there is one: a store
 *     that does not hold it is refused
 * @param checkpoints takes each newly signed checkpoint, to be kept outside the store
 */
public record TrustConfig(
        Store store,
        Keys keys,
        InstantSource clock,
        SecureRandom random,
        String stamp,
        int generation,
        Node node,
        List<Place> places,
        boolean publicData,
        Optional<String> published,
        Consumer<String> checkpoints) {
    /** A machine by itself, in the first place. */
    public TrustConfig(
            Store store,
            Keys keys,
            InstantSource clock,
            SecureRandom random,
            String stamp,
            int generation,
            List<Place> places,
            boolean publicData,
            Optional<String> published,
            Consumer<String> checkpoints) {
        this(
                store,
                keys,
                clock,
                random,
                stamp,
                generation,
                Node.alone(places.getFirst()),
                places,
                publicData,
                published,
                checkpoints);
    }

    /** The same, without public data. */
    public TrustConfig(
            Store store,
            Keys keys,
            InstantSource clock,
            SecureRandom random,
            String stamp,
            int generation,
            List<Place> places,
            Optional<String> published,
            Consumer<String> checkpoints) {
        this(store, keys, clock, random, stamp, generation, places, false, published, checkpoints);
    }

    public TrustConfig {
        places = List.copyOf(places);
        if (!stamp.matches("[a-z0-9./-]{1,200}") || generation < 1) {
            throw new IllegalArgumentException("not a stamp's identity or generation");
        }
    }

    /** The stamp's own name, by which other stamps know it. */
    String stampName() {
        return stampName(stamp);
    }

    /**
     * The own name of the stamp that a store's ledger was made for, if it has one yet.
     *
     * @throws TrustRefusedException when its key cannot be read
     */
    public static Optional<String> stampName(Reads store, Keys keys) {
        return Genesis.stamp(store, keys).map(TrustConfig::stampName);
    }

    private static String stampName(String stamp) {
        return stamp.substring(stamp.lastIndexOf('/') + 1);
    }

    /** The origin of this generation's checkpoints. */
    public String origin() {
        return origin(generation);
    }

    /** The origin of a generation's checkpoints. */
    String origin(int ofGeneration) {
        return stamp + "/g" + ofGeneration;
    }
}
