package fr.bleu.vault;

import java.util.List;
import java.util.Optional;

/**
 * A page of a list.
 *
 * @param next where the next page begins, opaque to clients; empty on the last
 */
public record Page<T>(List<T> items, Optional<String> next) {

    public Page {
        items = List.copyOf(items);
    }
}
