package fr.bleu.storage;

import fr.bleu.extents.Extent;
import fr.bleu.store.Check;
import fr.bleu.store.Key;
import fr.bleu.store.Reads;
import fr.bleu.store.Reads.Stored;
import fr.bleu.store.Write;
import fr.bleu.trust.CommitResult;
import fr.bleu.trust.Commits;
import fr.bleu.trust.Draft;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Receipt;
import fr.bleu.trust.Records;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Uncommitted blocks. */
public final class Blocks {
    /** The largest block, in bytes: 4,000 MiB. */
    public static final long MAX_BYTES = 4_000L << 20;

    /** Uncommitted blocks of one blob. */
    public static final int MAX_UNCOMMITTED = 100_000;

    private static final int PAGE = 5_000;

    private final Records records;
    private final Commits commits;
    private final AccountGuard guard;
    private final BlobCommits blobs;
    private final Blobs whole;
    private final BodyReader bodies;
    private final InstantSource clock;

    Blocks(
            Records records,
            Commits commits,
            AccountGuard guard,
            BlobCommits blobs,
            Blobs whole,
            BodyReader bodies,
            InstantSource clock) {
        this.records = records;
        this.commits = commits;
        this.guard = guard;
        this.blobs = blobs;
        this.whole = whole;
        this.bodies = bodies;
        this.clock = clock;
    }

    /** A block that was put, and the checksums of its body. */
    public record Put(Receipt receipt, Checksums checksums) {}

    /** Put Block. */
    public Put put(Permit permit, BlockId id, Body body, Conditions conditions) throws IOException {
        BlobTarget target = BlobTarget.of(permit);
        FoundBlob before = find(permit, target, conditions);
        requireSameLength(Session.find(records, before.sessionKey()), id);
        ContentKeys.Chosen chosen = whole.choose(before, conditions.encryption());
        Checksums declared = body.declared();
        Digests digests = Digests.of(declared.hasMd5(), !declared.hasMd5());
        BodyReader.InExtent read = bodies.inExtent(body, digests, target.account(), chosen.key());
        Receipt receipt =
                bodies.committing(
                        read.finished(),
                        () ->
                                Attempts.until(
                                        () ->
                                                put(
                                                        permit,
                                                        find(permit, target, conditions),
                                                        id,
                                                        read.finished())));
        return new Put(receipt, read.checksums());
    }

    private FoundBlob find(Permit permit, BlobTarget target, Conditions conditions) {
        FoundBlob found = blobs.find(target);
        blobs.requireChangeable(permit, conditions, found);
        BlobType.BLOCK.requireIfThere(found);
        Tree.requireFile(found.blob());
        return found;
    }

    private Optional<Receipt> put(
            Permit permit, FoundBlob found, BlockId id, fr.bleu.extents.Finished finished) {
        UUID account = found.target().account();
        Optional<Session.Found> open = Session.find(records, found.sessionKey());
        requireSameLength(open, id);
        Stamp now = Stamp.now(clock);
        Session session =
                open.map(Session.Found::session)
                        .orElseGet(() -> new Session(UUID.randomUUID(), id.size(), now, now));
        Key blockKey = Session.blocks(account, session.id()).append(id.bytes());
        Optional<Stored> old = open.isEmpty() ? Optional.empty() : records.get(blockKey);
        Key counter = Session.counter(account, session.id());
        Draft draft =
                new Draft()
                        .check(guard.check(permit))
                        .checks(found.reachable())
                        .writes(found.slot().parents())
                        .check(
                                open.<Check>map(o -> o.stored().unchanged())
                                        .orElseGet(() -> new Check.Absent(found.sessionKey())))
                        .check(
                                old.<Check>map(Stored::unchanged)
                                        .orElseGet(() -> new Check.Absent(blockKey)))
                        .checks(finished.checks())
                        .writes(finished.writes())
                        .put(blockKey, new Encoder(160).bytes(finished.extent().encode()).done())
                        // Replacing a block adds nothing, but whoever lists them must notice.
                        .writes(
                                List.of(
                                        new Write.Add(
                                                counter,
                                                old.isPresent() ? 0 : 1,
                                                0,
                                                MAX_UNCOMMITTED)))
                        .detail("container", found.target().container().name())
                        .detail("blob", found.target().name())
                        .detail("block", id.text())
                        .detail("bytes", Long.toString(finished.extent().length()));
        if (open.isEmpty() || session.isToBeTouched(now)) {
            draft.put(found.sessionKey(), session.touchedAt(now).encode());
        }
        old.ifPresent(
                stored ->
                        draft.writes(
                                List.of(new Garbage.Bytes(extent(stored)).put(account, clock))));
        return switch (commits.commit(permit, draft)) {
            case CommitResult.Committed committed -> Optional.of(committed.receipt());
            case CommitResult.Conflict conflict -> {
                if (conflict.key().equals(counter)) {
                    throw StorageError.BLOCK_COUNT_EXCEEDS_LIMIT.failure();
                }
                yield Optional.empty();
            }
        };
    }

    private static void requireSameLength(Optional<Session.Found> open, BlockId id) {
        if (open.isPresent() && open.get().session().idBytes() != id.size()) {
            throw StorageError.INVALID_BLOB_OR_BLOCK.failure(
                    "All block ids of a blob must have the same length.");
        }
    }

    /** A session's blocks, in the order of their ids; at most 100,000. */
    static List<Block> uncommitted(Reads reads, UUID account, Session session) {
        Key prefix = Session.blocks(account, session.id());
        int idAt = prefix.bytes().length;
        List<Block> blocks = new ArrayList<>();
        Key from = prefix;
        while (true) {
            List<Stored> page = reads.scan(from, prefix.afterPrefix(), PAGE);
            for (Stored stored : page) {
                byte[] key = stored.key().bytes();
                BlockId id = BlockId.ofBytes(java.util.Arrays.copyOfRange(key, idAt, key.length));
                blocks.add(new Block(id, extent(stored)));
            }
            if (page.size() < PAGE) {
                return blocks;
            }
            from = page.getLast().key().next();
        }
    }

    static Extent extent(Stored block) {
        return Extent.decode(new Decoder(block.value()).bytes());
    }
}
