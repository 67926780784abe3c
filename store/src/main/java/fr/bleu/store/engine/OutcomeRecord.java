package fr.bleu.store.engine;

import fr.bleu.store.ChangeId;
import fr.bleu.store.Outcome;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * What is kept of a committed change, to answer for it again.
 *
 * @param firstIndex the index of its first ledger entry
 * @param entryCount how many entries it has, one after the other
 */
public record OutcomeRecord(long sequence, long commitTimeMicros, long firstIndex, int entryCount) {

    private static final int BYTES = 1 + 3 * Long.BYTES + Integer.BYTES;

    /** How old, or how far ahead of the clock, the id of a new change may be. */
    public static final Duration ID_WINDOW = Duration.ofHours(24);

    /** How long outcomes are kept, by their ids' age: 24 hours from any commit at least. */
    public static final Duration KEPT = ID_WINDOW.multipliedBy(2);

    /** Whether key and value have the form of an outcome's. */
    static boolean isOne(byte[] key, byte[] value) {
        return key.length == 1 + 2 * Long.BYTES
                && key[0] == Layout.FORMAT
                && value.length == BYTES
                && value[0] == Layout.FORMAT;
    }

    public byte[] encode() {
        return ByteBuffer.allocate(BYTES)
                .put(Layout.FORMAT)
                .putLong(sequence)
                .putLong(commitTimeMicros)
                .putLong(firstIndex)
                .putInt(entryCount)
                .array();
    }

    public static OutcomeRecord decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
        return new OutcomeRecord(in.getLong(), in.getLong(), in.getLong(), in.getInt());
    }

    /** The outcome of {@code id} as an engine keeps it, or null. */
    public static Outcome.Committed read(EngineView engine, ChangeId id) {
        byte[] bytes = engine.get(Space.OUTCOMES, Layout.outcome(id));
        if (bytes == null) {
            return null;
        }
        OutcomeRecord kept = decode(bytes);
        return new Outcome.Committed(
                id,
                kept.sequence,
                kept.commitTimeMicros,
                LedgerEntries.read(engine, kept.firstIndex, kept.firstIndex + kept.entryCount));
    }
}
