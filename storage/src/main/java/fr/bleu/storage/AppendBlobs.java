package fr.bleu.storage;

import fr.bleu.extents.Finished;
import fr.bleu.keys.SealingKey;
import fr.bleu.store.Check;
import fr.bleu.store.Reads;
import fr.bleu.store.Write;
import fr.bleu.trust.Permit;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Append blobs: every method acts on the blob that its permit names. */
public final class AppendBlobs {
    /** The largest block, in bytes: 100 MiB. */
    public static final long MAX_BLOCK_BYTES = 100L << 20;

    /** The largest block before service version 2022-11-02, in bytes: 4 MiB. */
    public static final long OLD_MAX_BLOCK_BYTES = 4L << 20;

    /** Blocks of one blob. */
    public static final int MAX_BLOCKS = 50_000;

    private final Reads reads;
    private final BlobCommits commits;
    private final Creation creation;
    private final Forks forks;
    private final ContentKeys keys;
    private final BodyReader bodies;
    private final InstantSource clock;

    AppendBlobs(
            Reads reads,
            BlobCommits commits,
            Creation creation,
            Forks forks,
            ContentKeys keys,
            BodyReader bodies,
            InstantSource clock) {
        this.reads = reads;
        this.commits = commits;
        this.creation = creation;
        this.forks = forks;
        this.keys = keys;
        this.bodies = bodies;
        this.clock = clock;
    }

    /**
     * A block that was appended.
     *
     * @param offset where it begins
     * @param blocks how many the blob has now
     */
    public record Put(Changed<Blob> changed, Checksums checksums, long offset, int blocks) {}

    /** A block whose bytes are here, for the place where it will be. */
    private record Arrived(
            Optional<byte[]> bytes, Optional<Finished> finished, long length, Checksums checksums) {

        List<Check> checks() {
            return finished.map(Finished::checks).orElse(List.of());
        }

        List<Write> writes() {
            return finished.map(Finished::writes).orElse(List.of());
        }
    }

    /** Put Blob of an append blob: it is empty. */
    public Changed<Blob> create(
            Permit permit,
            ContentHeaders headers,
            Metadata metadata,
            PutOptions options,
            Conditions conditions) {
        return creation.create(
                permit, headers, metadata, options, Content.Appended.empty(), conditions);
    }

    /** Append Block; where the body comes from does not matter. */
    public Put append(Permit permit, Body body, AppendConditions appending, Conditions conditions)
            throws IOException {
        BlobTarget target = BlobTarget.of(permit);
        FoundBlob here = commits.find(target);
        Blob before = commits.requireEditable(conditions, here);
        requireRoom(before, appending, body.length());
        SealingKey key = keys.forEdit(here, before, conditions.encryption());
        Arrived arrived = receive(target, body, key);
        Supplier<Changed<Blob>> commit =
                () ->
                        commits.append(
                                permit,
                                conditions,
                                (found, old) -> {
                                    Content.Appended content =
                                            requireRoom(old, appending, arrived.length());
                                    keys.requireSame(key, found, old, conditions.encryption());
                                    return edit(permit, found, old, content, arrived, key);
                                });
        Changed<Blob> changed =
                arrived.finished().isPresent()
                        ? bodies.committing(arrived.finished().get(), commit)
                        : commit.get();
        Content.Appended now = (Content.Appended) changed.value().content();
        return new Put(changed, arrived.checksums(), now.length() - arrived.length(), now.blocks());
    }

    private static Content.Appended requireRoom(Blob blob, AppendConditions conditions, long more) {
        BlobType.APPEND.require(blob);
        Content.Appended content = (Content.Appended) blob.content();
        if (content.sealed()) {
            throw StorageError.BLOB_IS_SEALED.failure();
        }
        conditions.require(content.length(), more);
        if (content.blocks() == MAX_BLOCKS) {
            throw StorageError.COMMITTED_BLOCK_COUNT_EXCEEDS_LIMIT.failure();
        }
        return content;
    }

    private Arrived receive(BlobTarget target, Body body, SealingKey key) throws IOException {
        Digests digests = Digests.of(body.declared().hasMd5(), !body.declared().hasMd5());
        if (body.length() > Content.MAX_INLINE_BYTES) {
            BodyReader.InExtent read = bodies.inExtent(body, digests, target.account(), key);
            return new Arrived(
                    Optional.empty(),
                    Optional.of(read.finished()),
                    body.length(),
                    read.checksums());
        }
        byte[] bytes = BodyReader.inMemory(body, digests);
        Checksums checksums = digests.done();
        body.declared().require(checksums);
        return new Arrived(Optional.of(bytes), Optional.empty(), bytes.length, checksums);
    }

    private Optional<BlobEdit> edit(
            Permit permit,
            FoundBlob found,
            Blob old,
            Content.Appended content,
            Arrived arrived,
            SealingKey key) {
        AppendedBlocks blocks = AppendedBlocks.of(found.target().account(), content);
        Optional<Check> mayAdd = blocks.mayAdd(reads, content.length());
        if (mayAdd.isEmpty()) {
            forks.fork(permit, found, old, key);
            return Optional.empty();
        }
        long end = content.length() + arrived.length();
        List<Check> checks = new ArrayList<>(arrived.checks());
        checks.add(mayAdd.get());
        List<Write> writes = new ArrayList<>(arrived.writes());
        writes.add(blocks.put(end, bytes(arrived, key, blocks, end)));
        writes.add(blocks.tail(end));
        Blob blob =
                old.withContent(content.withBlock(arrived.length()))
                        .withModified(Stamp.after(old.modified(), clock));
        return Optional.of(
                new BlobEdit(
                        Optional.of(blob),
                        Retirement.Effect.PROPERTIES,
                        checks,
                        writes,
                        List.of()));
    }

    private static AppendedBlocks.Bytes bytes(
            Arrived arrived, SealingKey key, AppendedBlocks blocks, long end) {
        if (arrived.finished().isPresent()) {
            return new AppendedBlocks.Bytes.InExtent(arrived.finished().get().extent());
        }
        byte[] bytes = arrived.bytes().orElseThrow();
        return new AppendedBlocks.Bytes.InRecord(
                bytes.length, key.seal(bytes, blocks.key(end).bytes()));
    }

    /** Append Blob Seal: no more can be appended. ETag and Last-Modified stay. */
    public Changed<Blob> seal(Permit permit, AppendConditions appending, Conditions conditions) {
        return commits.change(
                permit,
                conditions,
                (found, old) -> {
                    BlobType.APPEND.require(old);
                    Content.Appended content = (Content.Appended) old.content();
                    appending.require(content.length(), 0);
                    return BlobEdit.of(
                            old.withContent(content.withSeal()), Retirement.Effect.PROPERTIES);
                });
    }
}
