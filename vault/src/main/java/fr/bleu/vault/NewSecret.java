package fr.bleu.vault;

import java.util.Map;
import java.util.Optional;

/**
 * What a client sets.
 *
 * @param name as {@link Name} wants it
 * @param value at most 25,600 bytes of UTF-8
 */
public record NewSecret(
        String name,
        String value,
        Optional<String> contentType,
        Attributes attributes,
        Map<String, String> tags) {

    public NewSecret {
        tags = Map.copyOf(tags);
    }

    /** Says nothing of the value. */
    @Override
    public String toString() {
        return "NewSecret[" + name + "]";
    }
}
