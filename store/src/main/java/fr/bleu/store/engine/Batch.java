package fr.bleu.store.engine;

import fr.bleu.store.Change;
import fr.bleu.store.ChangeId;
import fr.bleu.store.Check;
import fr.bleu.store.Key;
import fr.bleu.store.LedgerEntry;
import fr.bleu.store.Outcome;
import fr.bleu.store.PreparedEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Changes that become durable together, tested in order against what is committed and the earlier
 * changes of this batch. For the committer's thread.
 */
public final class Batch {

    private final EngineView engine;
    private final LedgerAppender ledger;
    private final long commitTimeMicros;
    private final EngineBatch writes = new EngineBatch();
    private final PendingRecords records;
    private final Map<ChangeId, Outcome.Committed> committed = new HashMap<>();

    private long sequence;

    /**
     * @param sequence the number of the last commit before this batch
     * @param commitTimeMicros the time of every commit of this batch
     */
    public Batch(EngineView engine, LedgerAppender ledger, long sequence, long commitTimeMicros) {
        this.engine = engine;
        this.ledger = ledger;
        this.sequence = sequence;
        this.commitTimeMicros = commitTimeMicros;
        records = new PendingRecords(engine);
    }

    /**
     * Adds a change if its checks hold.
     *
     * @return its outcome once the batch is durable
     * @throws IllegalArgumentException when it adds to a record that is no counter; nothing of it
     *     was added
     */
    public Outcome add(Change change) {
        Outcome.Committed earlier = earlier(change.id());
        if (earlier != null) {
            return earlier;
        }
        for (Check check : change.checks()) {
            if (!holds(check)) {
                return new Outcome.Conflict(change.id(), conflicting(check));
            }
        }
        Key outOfBounds = records.apply(change.writes(), sequence + 1);
        if (outOfBounds != null) {
            return new Outcome.Conflict(change.id(), outOfBounds);
        }
        sequence++;
        return commit(change);
    }

    /** Whether nothing was committed. */
    public boolean isEmpty() {
        return committed.isEmpty();
    }

    public long sequence() {
        return sequence;
    }

    /** Where the store stands once the batch is durable. */
    public Head head() {
        return new Head(sequence, commitTimeMicros, ledger.range());
    }

    /** All that is to be written. */
    public EngineBatch writes() {
        records.writeTo(writes);
        writes.put(Space.LEDGER, Layout.HEAD, head().encode());
        return writes;
    }

    private Outcome.Committed earlier(ChangeId id) {
        Outcome.Committed here = committed.get(id);
        return here != null ? here : OutcomeRecord.read(engine, id);
    }

    private Outcome.Committed commit(Change change) {
        long firstIndex = ledger.size();
        List<LedgerEntry> entries = new ArrayList<>(change.entries().size());
        for (PreparedEntry entry : change.entries()) {
            entries.add(ledger.append(entry, commitTimeMicros, writes));
        }
        writes.put(
                Space.OUTCOMES,
                Layout.outcome(change.id()),
                new OutcomeRecord(sequence, commitTimeMicros, firstIndex, entries.size()).encode());
        Outcome.Committed outcome =
                new Outcome.Committed(
                        change.id(), sequence, commitTimeMicros, List.copyOf(entries));
        committed.put(change.id(), outcome);
        return outcome;
    }

    private boolean holds(Check check) {
        return switch (check) {
            case Check.Version version -> {
                long now = records.version(version.key());
                yield now != PendingRecords.ABSENT && now == version.version();
            }
            case Check.Absent absent -> records.version(absent.key()) == PendingRecords.ABSENT;
            case Check.PrefixEmpty empty -> records.isEmpty(empty.prefix());
        };
    }

    private static Key conflicting(Check check) {
        return switch (check) {
            case Check.Version version -> version.key();
            case Check.Absent absent -> absent.key();
            case Check.PrefixEmpty empty -> empty.prefix();
        };
    }
}
