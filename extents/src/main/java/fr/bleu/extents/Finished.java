package fr.bleu.extents;

import fr.bleu.store.Check;
import fr.bleu.store.Write;
import java.util.List;

/**
 * A durable extent that no record refers to yet.
 *
 * @param extent what the record keeps
 * @param checks hold only while the writer's epoch is live
 * @param writes put the extent into the location table
 */
public record Finished(Extent extent, List<Check> checks, List<Write> writes) {}
