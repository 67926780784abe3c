package fr.bleu.store;

import fr.bleu.ledger.Leaf;
import fr.bleu.ledger.Merkle;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The store's contract as plainly as it can be said: one change after the other, in memory. */
public final class NaiveStore {

    private final TreeMap<Key, Reads.Stored> records = new TreeMap<>();
    private final Map<ChangeId, Outcome.Committed> outcomes = new HashMap<>();
    private final List<LedgerEntry> entries = new ArrayList<>();
    private long sequence;
    private long timeMicros;

    public NaiveStore copy() {
        NaiveStore copy = new NaiveStore();
        copy.records.putAll(records);
        copy.outcomes.putAll(outcomes);
        copy.entries.addAll(entries);
        copy.sequence = sequence;
        copy.timeMicros = timeMicros;
        return copy;
    }

    public Outcome apply(Change change, long nowMicros) {
        if (outcomes.containsKey(change.id())) {
            return outcomes.get(change.id());
        }
        for (Check check : change.checks()) {
            Key failed = failed(check);
            if (failed != null) {
                return new Outcome.Conflict(change.id(), failed);
            }
        }
        TreeMap<Key, Reads.Stored> after = new TreeMap<>(records);
        for (Write write : change.writes()) {
            if (!apply(after, write)) {
                return new Outcome.Conflict(change.id(), write.key());
            }
        }
        records.clear();
        records.putAll(after);
        sequence++;
        timeMicros = Math.max(timeMicros, nowMicros);
        List<LedgerEntry> added = new ArrayList<>();
        for (PreparedEntry entry : change.entries()) {
            byte[] leaf = new Leaf(entry.tenantTag(), timeMicros, entry.commitment()).encode();
            added.add(new LedgerEntry(entries.size() + added.size(), leaf, entry.sealed()));
        }
        entries.addAll(added);
        Outcome.Committed outcome = new Outcome.Committed(change.id(), sequence, timeMicros, added);
        outcomes.put(change.id(), outcome);
        return outcome;
    }

    public List<Reads.Stored> records() {
        return List.copyOf(records.values());
    }

    public List<LedgerEntry> entries() {
        return entries;
    }

    public Map<ChangeId, Outcome.Committed> outcomes() {
        return outcomes;
    }

    public byte[] root() {
        return root(entries.stream().map(LedgerEntry::leaf).toList());
    }

    /** RFC 6962, section 2.1, as it is written there. */
    public static byte[] root(List<byte[]> leaves) {
        if (leaves.isEmpty()) {
            return Merkle.emptyRoot();
        }
        if (leaves.size() == 1) {
            return Merkle.leafHash(leaves.getFirst());
        }
        int split = Integer.highestOneBit(leaves.size() - 1);
        return Merkle.nodeHash(
                root(leaves.subList(0, split)), root(leaves.subList(split, leaves.size())));
    }

    private Key failed(Check check) {
        return switch (check) {
            case Check.Version version -> {
                Reads.Stored stored = records.get(version.key());
                boolean holds = stored != null && stored.version() == version.version();
                yield holds ? null : version.key();
            }
            case Check.Absent absent -> records.containsKey(absent.key()) ? absent.key() : null;
            case Check.PrefixEmpty empty ->
                    records.keySet().stream().anyMatch(key -> key.startsWith(empty.prefix()))
                            ? empty.prefix()
                            : null;
        };
    }

    private boolean apply(TreeMap<Key, Reads.Stored> after, Write write) {
        switch (write) {
            case Write.Put put -> put(after, put.key(), put.value());
            case Write.Delete delete -> after.remove(delete.key());
            case Write.Add add -> {
                Reads.Stored stored = after.get(add.key());
                long sum = add.delta() + (stored == null ? 0 : counter(stored.value()));
                if (sum < add.min() || sum > add.max()) {
                    return false;
                }
                put(after, add.key(), ByteBuffer.allocate(9).put((byte) 1).putLong(sum).array());
            }
        }
        return true;
    }

    private void put(TreeMap<Key, Reads.Stored> after, Key key, byte[] value) {
        after.put(key, new Reads.Stored(key, sequence + 1, value));
    }

    private static long counter(byte[] value) {
        return ByteBuffer.wrap(value, 1, Long.BYTES).getLong();
    }
}
