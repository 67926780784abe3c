package fr.bleu.resources;

import fr.bleu.store.Key;
import fr.bleu.store.Reads;
import fr.bleu.store.Reads.Stored;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A page of a list.
 *
 * @param next where the next page begins: the rest of a key below the list's prefix
 */
public record Page<T>(List<T> items, Optional<byte[]> next) {

    /** Most items on a page. */
    public static final int MAX_ITEMS = 1_000;

    private static final int BATCH = 500;
    private static final int MAX_EXAMINED = 5_000;

    public Page {
        items = List.copyOf(items);
    }

    /**
     * Reads a page. When few records are kept, a page ends after {@value #MAX_EXAMINED} examined
     * ones, with fewer items than asked for and a place to continue.
     *
     * @param from where an earlier page said that the next one begins
     * @param top most items, 1 to {@value #MAX_ITEMS}
     * @param keep the item of a record, or nothing
     */
    static <T> Page<T> scan(
            Reads records,
            Key prefix,
            Optional<byte[]> from,
            int top,
            Function<Stored, Optional<T>> keep) {
        List<T> items = new ArrayList<>();
        Key at = from.map(prefix::append).orElse(prefix);
        for (int examined = 0; examined < MAX_EXAMINED; examined += BATCH) {
            List<Stored> batch = records.scan(at, prefix.afterPrefix(), BATCH);
            for (Stored stored : batch) {
                at = stored.key().next();
                keep.apply(stored).ifPresent(items::add);
                if (items.size() == top) {
                    boolean more = !records.scan(at, prefix.afterPrefix(), 1).isEmpty();
                    return new Page<>(
                            items, more ? Optional.of(below(prefix, at)) : Optional.empty());
                }
            }
            if (batch.size() < BATCH) {
                return new Page<>(items, Optional.empty());
            }
        }
        return new Page<>(items, Optional.of(below(prefix, at)));
    }

    private static byte[] below(Key prefix, Key key) {
        byte[] bytes = key.bytes();
        return Arrays.copyOfRange(bytes, prefix.bytes().length, bytes.length);
    }
}
