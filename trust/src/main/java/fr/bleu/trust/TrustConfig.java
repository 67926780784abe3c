package fr.bleu.trust;

import fr.bleu.keys.Keys;
import fr.bleu.store.Store;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/**
 * What trust is made of.
 *
 * @param random a cryptographic source
 * @param stamp the stamp's name, part of the checkpoints' origin: lower case letters, digits, dots
 *     and dashes
 * @param generation the ledger's generation, from 1
 * @param places the operator's allowed places, signed and stored at first start
 * @param checkpoints takes each newly signed checkpoint, to be kept outside the store
 */
public record TrustConfig(
        Store store,
        Keys keys,
        InstantSource clock,
        SecureRandom random,
        String stamp,
        int generation,
        List<Place> places,
        Consumer<String> checkpoints) {
    public TrustConfig {
        places = List.copyOf(places);
        if (!stamp.matches("[a-z0-9.-]{1,64}") || generation < 1) {
            throw new IllegalArgumentException("stamp or generation");
        }
    }
}
