package fr.bleu.storage;

import fr.bleu.store.Check;
import fr.bleu.store.Reads;
import fr.bleu.store.Reads.Stored;
import fr.bleu.store.Snapshot;
import fr.bleu.store.Write;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Records;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Publishes blocks as a blob's content, and lists them. */
public final class BlockLists {
    /** Blocks of one blob. */
    public static final int MAX_BLOCKS = 50_000;

    private final Records records;
    private final BlobCommits commits;
    private final Preparation preparation;
    private final Blobs blobs;
    private final InstantSource clock;

    BlockLists(
            Records records,
            BlobCommits commits,
            Preparation preparation,
            Blobs blobs,
            InstantSource clock) {
        this.records = records;
        this.commits = commits;
        this.preparation = preparation;
        this.blobs = blobs;
        this.clock = clock;
    }

    /** Where a block of a list is looked for. */
    public enum Source {
        COMMITTED,
        UNCOMMITTED,
        /** Uncommitted if there is one of that id, else committed. */
        LATEST
    }

    /** One entry of a Put Block List. */
    public record Reference(Source source, BlockId id) {}

    /** What Get Block List tells; the blob is absent while nothing was committed. */
    public record Listed(Optional<Blob> blob, List<Block> committed, List<Block> uncommitted) {}

    /** The blob, its session and their blocks, as of one moment. */
    private record State(
            FoundBlob found,
            Optional<Session.Found> session,
            List<Check> sessionChecks,
            List<Block> committed,
            List<Block> uncommitted) {}

    /**
     * Put Block List: the blob becomes these blocks, all other uncommitted ones are dropped. The
     * list is written invisibly, in several changes if it is long, and published by one.
     */
    public Changed<Blob> commit(
            Permit permit,
            List<Reference> references,
            ContentHeaders headers,
            Metadata metadata,
            PutOptions options,
            Conditions conditions) {
        BlobTarget target = BlobTarget.of(permit);
        return Attempts.until(
                () -> {
                    State state = read(target);
                    commits.requireChangeable(permit, conditions, state.found());
                    BlobType.BLOCK.requireIfThere(state.found());
                    BlockSelection selection =
                            BlockSelection.of(references, state.committed(), state.uncommitted());
                    ContentKeys.Chosen chosen =
                            blobs.choose(state.found(), conditions.encryption());
                    selection.requireSealedBy(chosen.key());
                    return publish(permit, state, selection, headers, metadata, options, chosen);
                });
    }

    private Optional<Changed<Blob>> publish(
            Permit permit,
            State state,
            BlockSelection selection,
            ContentHeaders headers,
            Metadata metadata,
            PutOptions options,
            ContentKeys.Chosen chosen) {
        FoundBlob found = state.found();
        UUID account = found.target().account();
        UUID manifest = UUID.randomUUID();
        UUID dropped = UUID.randomUUID();
        List<List<Write>> chunks = new ArrayList<>();
        chunks.addAll(Manifests.chunks(account, manifest, selection.chosen()));
        chunks.addAll(Manifests.chunks(account, dropped, selection.dropped()));
        Preparation.Prepared prepared =
                preparation.write(permit, found, List.of(manifest, dropped), chunks);
        List<Check> checks = new ArrayList<>(state.sessionChecks());
        checks.addAll(prepared.checks());
        List<Write> writes = new ArrayList<>(prepared.writes());
        state.session().ifPresent(open -> writes.add(new Write.Delete(open.stored().key())));
        List<Garbage> garbage =
                selection.garbage(state.session().map(open -> open.session().id()), dropped);
        Blob blob =
                Replacement.of(
                        found,
                        headers,
                        metadata,
                        content(found, manifest, selection, chosen),
                        clock);
        return commits.commit(
                permit,
                found,
                new BlobEdit(
                        Optional.of(chosen.on(found, options.on(blob, clock))),
                        Retirement.Effect.CONTENT,
                        checks,
                        writes,
                        garbage));
    }

    private static Content content(
            FoundBlob found, UUID manifest, BlockSelection selection, ContentKeys.Chosen chosen) {
        List<Manifests.Entry> blocks = selection.chosen();
        if (blocks.isEmpty()) {
            return Content.Inline.empty(chosen.key(), found);
        }
        return new Content.Blocks(
                manifest, selection.length(), blocks.size(), Manifests.starts(blocks));
    }

    /** Get Block List of a snapshot: what was committed then. */
    public Listed list(Permit permit, Moment.Snapshot moment, Conditions conditions) {
        try (Snapshot snapshot = records.snapshot()) {
            BlobTarget target = BlobTarget.of(permit);
            Blob blob = new History(snapshot, commits.find(snapshot, target)).blob(moment);
            conditions.forRead(blob, Stamp.now(clock));
            Tiers.requireOnline(blob, Stamp.now(clock));
            return new Listed(Optional.of(blob), committed(snapshot, target, blob), List.of());
        }
    }

    private static List<Block> committed(Reads reads, BlobTarget target, Blob blob) {
        return blob.content() instanceof Content.Blocks list
                ? Manifests.all(reads, target.account(), list)
                : List.of();
    }

    /** Get Block List. */
    public Listed list(Permit permit, Conditions conditions) {
        State state = read(BlobTarget.of(permit));
        if (state.found().blob().isEmpty() && state.session().isEmpty()) {
            throw StorageError.BLOB_NOT_FOUND.failure();
        }
        BlobType.BLOCK.requireIfThere(state.found());
        Stamp now = Stamp.now(clock);
        conditions.forRead(state.found().blob(), now);
        state.found().blob().ifPresent(blob -> Tiers.requireOnline(blob, now));
        return new Listed(state.found().blob(), state.committed(), state.uncommitted());
    }

    private State read(BlobTarget target) {
        try (Snapshot snapshot = records.snapshot()) {
            FoundBlob found = commits.find(snapshot, target);
            Optional<Session.Found> session = Session.find(snapshot, found.sessionKey());
            List<Block> committed =
                    found.blob().map(blob -> committed(snapshot, target, blob)).orElse(List.of());
            List<Block> uncommitted =
                    session.map(
                                    open ->
                                            Blocks.uncommitted(
                                                    snapshot, target.account(), open.session()))
                            .orElse(List.of());
            return new State(
                    found,
                    session,
                    sessionChecks(snapshot, target, session, found),
                    committed,
                    uncommitted);
        }
    }

    /**
     * That no block was put or replaced since: every Put Block moves the session's counter. The
     * record is written by the same commits as the blocks, so the snapshot has both or neither.
     */
    private static List<Check> sessionChecks(
            Reads reads, BlobTarget target, Optional<Session.Found> session, FoundBlob found) {
        if (session.isEmpty()) {
            return List.of(new Check.Absent(found.sessionKey()));
        }
        Optional<Stored> counter =
                reads.get(Session.counter(target.account(), session.get().session().id()));
        List<Check> checks = new ArrayList<>();
        checks.add(session.get().stored().unchanged());
        counter.map(Stored::unchanged).ifPresent(checks::add);
        return checks;
    }
}
