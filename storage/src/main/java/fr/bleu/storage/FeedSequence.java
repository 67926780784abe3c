package fr.bleu.storage;

import fr.bleu.store.Key;
import fr.bleu.store.Reads;
import fr.bleu.store.Reads.Stored;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gives each event its time: the clock's, but no two events of this process the same, and in an
 * account none before one that was committed earlier, even if the clock stands or goes back, or
 * another process wrote it. A blob's events are in order by it, since each change of a blob reads
 * the one before it.
 *
 * <p>Among nodes each goes by its own clock: two may give the same time, which the commit of the
 * second finds out ({@link FeedOutbox#unused}), and events of one blob that were written by two
 * nodes are in order only as far as the nodes' clocks agree.
 */
final class FeedSequence {
    /** An account that is forgotten is looked at again, which harms nothing. */
    private static final int MAX_ACCOUNTS = 10_000;

    private static final int PAGE = 1_000;

    private final Reads reads;
    private final InstantSource clock;
    private final AtomicLong last = new AtomicLong();
    private final Set<UUID> seen =
            Collections.synchronizedSet(
                    Collections.newSetFromMap(
                            new LinkedHashMap<>(16, 0.75f, false) {
                                private static final long serialVersionUID = 1L;

                                @Override
                                protected boolean removeEldestEntry(
                                        Map.Entry<UUID, Boolean> eldest) {
                                    return size() > MAX_ACCOUNTS;
                                }
                            }));

    FeedSequence(Reads reads, InstantSource clock) {
        this.reads = reads;
        this.clock = clock;
    }

    Stamp next(UUID account) {
        if (!seen.contains(account)) {
            last.accumulateAndGet(latest(account), Math::max);
            seen.add(account);
        }
        long now = Stamp.now(clock).ticks();
        return new Stamp(last.updateAndGet(before -> Math.max(now, before + 1)));
    }

    /** The latest of the account's events, published or not; 0: none. */
    private long latest(UUID account) {
        long latest = FeedState.find(reads, account).state().last();
        Key table = Key.of(account, Tables.FEED_OUTBOX);
        List<Stored> page = reads.scanPrefix(table, PAGE);
        while (!page.isEmpty()) {
            Key end = page.getLast().key();
            latest = Math.max(latest, at(end).ticks());
            page = reads.scan(end.next(), table.afterPrefix(), PAGE);
        }
        return latest;
    }

    /** The time in a key of {@link Tables#FEED_OUTBOX}. */
    static Stamp at(Key key) {
        byte[] bytes = key.bytes();
        return new Stamp(ByteBuffer.wrap(bytes, bytes.length - Long.BYTES, Long.BYTES).getLong());
    }
}
