package fr.bleu.storage;

import fr.bleu.store.Check;
import fr.bleu.store.Key;
import fr.bleu.store.Reads;
import fr.bleu.store.Reads.Stored;
import fr.bleu.store.Write;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * How far an account's change feed is. Each step of the {@link FeedPublisher} checks it and writes
 * the next one, so that no step is taken twice.
 *
 * @param open the hour whose segment is being published; empty: none
 * @param chunk the number of its last log file
 * @param closed the latest hour whose segment is finalized; {@link FeedContainer#BEGINNING}: none
 * @param last the time of the latest published event, in ticks; 0: none
 */
record FeedState(Optional<Instant> open, int chunk, Instant closed, long last) {
    /** Nothing yet. */
    static final FeedState NEW = new FeedState(Optional.empty(), 0, FeedContainer.BEGINNING, 0);

    /** A state and the check that it still is. */
    record Found(FeedState state, Check unchanged) {}

    static Key key(UUID account) {
        return Key.of(account, Tables.FEED);
    }

    static Found find(Reads reads, UUID account) {
        Key key = key(account);
        Optional<Stored> stored = reads.get(key);
        return new Found(
                stored.map(it -> decode(it.value())).orElse(NEW),
                stored.<Check>map(Stored::unchanged).orElseGet(() -> new Check.Absent(key)));
    }

    FeedState opened(Instant hour) {
        return new FeedState(Optional.of(hour), 0, closed, last);
    }

    FeedState published(int inChunk, long latest) {
        return new FeedState(open, inChunk, closed, Math.max(last, latest));
    }

    FeedState finalized() {
        return new FeedState(Optional.empty(), 0, open.orElseThrow(), last);
    }

    Write put(UUID account) {
        return new Write.Put(
                key(account),
                new Encoder(32)
                        .int64(open.map(Instant::getEpochSecond).orElse(Long.MIN_VALUE))
                        .int32(chunk)
                        .int64(closed.getEpochSecond())
                        .int64(last)
                        .done());
    }

    static FeedState decode(byte[] value) {
        Decoder in = new Decoder(value);
        long open = in.int64();
        return new FeedState(
                open == Long.MIN_VALUE
                        ? Optional.empty()
                        : Optional.of(Instant.ofEpochSecond(open)),
                in.int32(),
                Instant.ofEpochSecond(in.int64()),
                in.int64());
    }
}
