package fr.bleu.extents;

import fr.bleu.store.Check;
import fr.bleu.store.Write;
import java.util.List;
import java.util.UUID;

/**
 * An extent's deletion in the making. {@link #writes} belong into the commit that drops the last
 * reference; once that is durable {@link Extents#free} gives the space back.
 */
public final class Deletion {

    private final List<Write> writes;
    private final long bytes;
    private final List<Run> runs;
    private final List<UUID> objects;

    private Deletion(List<Write> writes, long bytes, List<Run> runs, List<UUID> objects) {
        this.writes = List.copyOf(writes);
        this.bytes = bytes;
        this.runs = List.copyOf(runs);
        this.objects = List.copyOf(objects);
    }

    /** There is nothing to delete. */
    static Deletion nothing() {
        return new Deletion(List.of(), 0, List.of(), List.of());
    }

    /** Of an extent that lies in segments. */
    static Deletion ofRuns(Write location, List<Run> runs) {
        long bytes = runs.stream().mapToLong(Run::length).sum();
        return new Deletion(List.of(location), bytes, runs, List.of());
    }

    /** Of an extent that is an object of its own. */
    static Deletion ofObject(Write location, UUID extent, long bytes) {
        return new Deletion(List.of(location), bytes, List.of(), List.of(extent));
    }

    /** None when there is no such extent, or no longer. */
    public List<Write> writes() {
        return writes;
    }

    /** What must hold with the writes, the same for all: that nobody has pinned what is stored. */
    public List<Check> checks() {
        return writes.isEmpty() ? List.of() : List.of(Pins.none());
    }

    /** Stored bytes that become free. */
    public long bytes() {
        return bytes;
    }

    List<Run> runs() {
        return runs;
    }

    List<UUID> objects() {
        return objects;
    }
}
