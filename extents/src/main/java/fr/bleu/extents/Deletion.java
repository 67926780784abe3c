package fr.bleu.extents;

import fr.bleu.store.Write;
import java.util.List;

/**
 * An extent's deletion in the making. {@link #writes} belong into the commit that drops the last
 * reference; once that is durable {@link Extents#free} gives the space back.
 */
public final class Deletion {

    private final List<Write> writes;
    private final List<Run> runs;

    Deletion(List<Write> writes, List<Run> runs) {
        this.writes = List.copyOf(writes);
        this.runs = List.copyOf(runs);
    }

    /** None when there is no such extent, or no longer. */
    public List<Write> writes() {
        return writes;
    }

    /** Stored bytes that become free. */
    public long bytes() {
        return runs.stream().mapToLong(Run::length).sum();
    }

    List<Run> runs() {
        return runs;
    }
}
