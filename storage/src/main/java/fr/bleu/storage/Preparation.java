package fr.bleu.storage;

import fr.bleu.store.Check;
import fr.bleu.store.Write;
import fr.bleu.trust.CommitResult;
import fr.bleu.trust.Commits;
import fr.bleu.trust.Draft;
import fr.bleu.trust.Permit;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Writes manifests that do not fit one change, before the commit that publishes them. A garbage
 * record goes first, so that what a crash leaves is collected; publishing deletes it, and fails if
 * the sweep was faster.
 */
final class Preparation {
    /** Writes of one change, beside the publishing commit's own: with 64-byte ids about 500 KiB. */
    private static final int MAX_WRITES = 600;

    /** Chunks of one change. */
    private static final int MAX_CHUNKS = 4;

    private final Commits commits;
    private final AccountGuard guard;
    private final InstantSource clock;

    Preparation(Commits commits, AccountGuard guard, InstantSource clock) {
        this.commits = commits;
        this.guard = guard;
        this.clock = clock;
    }

    /** What the publishing commit adds. */
    record Prepared(List<Check> checks, List<Write> writes) {}

    /** Writes the chunks, unless they fit the publishing commit. */
    Prepared write(Permit permit, FoundBlob found, List<UUID> manifests, List<List<Write>> chunks) {
        if (chunks.size() <= MAX_CHUNKS && writes(chunks) <= MAX_WRITES) {
            return new Prepared(List.of(), chunks.stream().flatMap(List::stream).toList());
        }
        List<Check> checks = new ArrayList<>();
        List<Write> writes = new ArrayList<>();
        for (UUID manifest : manifests) {
            Write.Put mark = new Garbage.Preparation(manifest).put(found.target().account(), clock);
            long version = commit(permit, found, List.of(), List.of(mark));
            checks.add(new Check.Version(mark.key(), version));
            writes.add(new Write.Delete(mark.key()));
        }
        for (List<Write> chunk : chunks) {
            // Behind a mark that the sweep has taken nobody would look for it.
            commit(permit, found, checks, chunk);
        }
        return new Prepared(checks, writes);
    }

    private static int writes(List<List<Write>> chunks) {
        return chunks.stream().mapToInt(List::size).sum();
    }

    private long commit(
            Permit permit, FoundBlob found, List<Check> checks, List<? extends Write> writes) {
        Draft draft =
                new Draft()
                        .check(guard.check(permit))
                        .checks(checks)
                        .writes(writes)
                        .detail("container", found.target().container().name())
                        .detail("blob", found.target().name())
                        .detail("step", "prepare a block list");
        return switch (commits.commit(permit, draft)) {
            case CommitResult.Committed committed -> committed.sequence();
            case CommitResult.Conflict conflict -> throw StorageError.SERVER_BUSY.failure();
        };
    }
}
