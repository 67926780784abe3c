package fr.bleu.storage;

import fr.bleu.store.Key;
import fr.bleu.store.Reads;
import fr.bleu.store.Reads.Stored;
import fr.bleu.store.Write;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * How often content is referred to beside the first time. Content (an extent, a manifest) begins
 * with one reference and no counter. Whoever makes another one adds to the counter in the same
 * commit; whoever drops one writes {@link Garbage}, which takes the reference's place until the
 * {@link Sweep} either lowers the counter or, when there is none left, deletes the content.
 */
final class References {
    private static final long MOST = 1_000_000_000L;

    private References() {}

    static Key key(UUID account, UUID content) {
        return Key.of(account, Tables.REFERENCES).id(content);
    }

    /** Adds references. */
    static Write.Add add(UUID account, UUID content, long more) {
        return new Write.Add(key(account, content), more, 0, MOST);
    }

    /** References beside the first. */
    static long count(Reads reads, UUID account, UUID content) {
        return reads.get(key(account, content)).map(References::count).orElse(0L);
    }

    /** What a counter's record says. */
    static long count(Stored counter) {
        return ByteBuffer.wrap(counter.value(), 1, Long.BYTES).getLong();
    }
}
