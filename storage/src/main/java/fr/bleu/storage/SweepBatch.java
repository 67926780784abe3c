package fr.bleu.storage;

import fr.bleu.extents.Deletion;
import fr.bleu.extents.Extents;
import fr.bleu.store.Check;
import fr.bleu.store.Key;
import fr.bleu.store.Reads;
import fr.bleu.store.Reads.Stored;
import fr.bleu.store.Write;
import fr.bleu.trust.Draft;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * One commit of the sweep: records that go, and references that are dropped. The last reference to
 * an extent takes the extent along.
 */
final class SweepBatch {
    private static final int MAX_OPERATIONS = 900;
    private static final int MAX_BYTES = 600 * 1024;

    /** Check and write of the counter, deletion of the location. */
    private static final int OPERATIONS_OF_A_DROP = 3;

    private final Reads reads;
    private final Extents extents;
    private final UUID account;
    private final List<Check> checks = new ArrayList<>();
    private final List<Write> writes = new ArrayList<>();
    private final Map<UUID, Long> extentDrops = new LinkedHashMap<>();
    private final Map<UUID, Long> manifestDrops = new LinkedHashMap<>();
    private final List<Deletion> deletions = new ArrayList<>();
    private int records;
    private int bytes;

    SweepBatch(Reads reads, Extents extents, UUID account) {
        this.reads = reads;
        this.extents = extents;
        this.account = account;
    }

    /** Whether any one thing more fits. */
    boolean hasRoom() {
        int drops = extentDrops.size() + manifestDrops.size();
        int operations = checks.size() + writes.size() + OPERATIONS_OF_A_DROP * drops;
        return operations < MAX_OPERATIONS && bytes < MAX_BYTES;
    }

    boolean isEmpty() {
        return writes.isEmpty() && extentDrops.isEmpty() && manifestDrops.isEmpty();
    }

    /** The record must be as it was read. */
    void check(Stored record) {
        checks.add(record.unchanged());
        bytes += record.key().length();
    }

    /** Deletes a record as it was read. */
    void delete(Stored record) {
        check(record);
        write(new Write.Delete(record.key()));
        records++;
    }

    void write(Write write) {
        writes.add(write);
        bytes += write.key().length() + (write instanceof Write.Put put ? put.value().length : 0);
    }

    /** Something else that must hold. */
    void require(Check check) {
        checks.add(check);
    }

    /** Drops one reference to an extent. */
    void drop(UUID extent) {
        drop(extent, 1);
    }

    /** Drops references to an extent. */
    void drop(UUID extent, long count) {
        extentDrops.merge(extent, count, Long::sum);
        bytes += 200;
    }

    /**
     * Drops one reference to a manifest, unless it is the last one.
     *
     * @return whether there was another one
     */
    boolean dropShared(UUID manifest) {
        long dropped = manifestDrops.getOrDefault(manifest, 0L);
        if (References.count(reads, account, manifest) <= dropped) {
            return false;
        }
        manifestDrops.merge(manifest, 1L, Long::sum);
        bytes += 200;
        return true;
    }

    /** Whether references to the manifest are dropped here: the rest must wait for the commit. */
    boolean drops(UUID manifest) {
        return manifestDrops.containsKey(manifest);
    }

    /** The change; reads the counters now. */
    Draft draft() {
        extentDrops.forEach(this::settle);
        manifestDrops.forEach(this::settle);
        deletions.stream().findFirst().ifPresent(it -> checks.addAll(it.checks()));
        return new Draft()
                .checks(checks)
                .writes(writes)
                .detail("records", Integer.toString(records))
                .detail("extents", Integer.toString(deletions.size()))
                .detail("bytes", Long.toString(bytesFreed()));
    }

    private void settle(UUID content, long dropped) {
        Key key = References.key(account, content);
        Optional<Stored> counter = reads.get(key);
        long others = counter.map(References::count).orElse(0L);
        checks.add(counter.map(Stored::unchanged).orElseGet(() -> new Check.Absent(key)));
        if (others > dropped) {
            writes.add(References.add(account, content, -dropped));
        } else {
            counter.ifPresent(_ -> writes.add(new Write.Delete(key)));
        }
        if (others < dropped) {
            Deletion deletion = extents.delete(account, content);
            writes.addAll(deletion.writes());
            if (!deletion.writes().isEmpty()) {
                deletions.add(deletion);
            }
        }
    }

    /** What is to be freed once the change is durable. */
    List<Deletion> deletions() {
        return deletions;
    }

    private long bytesFreed() {
        return deletions.stream().mapToLong(Deletion::bytes).sum();
    }
}
