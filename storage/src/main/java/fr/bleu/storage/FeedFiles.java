package fr.bleu.storage;

import fr.bleu.extents.Finished;
import fr.bleu.keys.Keys;
import fr.bleu.keys.SealingKey;
import fr.bleu.store.Check;
import fr.bleu.store.Key;
import fr.bleu.store.Reads;
import fr.bleu.store.Reads.Stored;
import fr.bleu.store.Write;
import fr.bleu.trust.Permit;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes the blobs of one account's change feed. They are blobs like others, so that reading,
 * sweeping and scrubbing them is nothing new; what else a step changes goes into the same commit.
 */
final class FeedFiles {
    private static final ContentHeaders JSON =
            new ContentHeaders("application/json", "", "", "", "", new byte[0]);
    private static final ContentHeaders AVRO =
            new ContentHeaders(ContentHeaders.DEFAULT_TYPE, "", "", "", "", new byte[0]);

    private final Tools tools;
    private final Permit permit;
    private final ContainerTarget container;

    /** What all accounts share. */
    record Tools(
            Reads reads, BlobCommits commits, BodyReader bodies, Keys keys, InstantSource clock) {}

    /** What else a commit rests on and writes. */
    record Along(List<Check> checks, List<Write> writes) {
        static final Along NOTHING = new Along(List.of(), List.of());
    }

    /**
     * @param permit for the feed's container
     */
    FeedFiles(Tools tools, Permit permit) {
        this.tools = tools;
        this.permit = permit;
        this.container = ContainerTarget.of(permit);
    }

    /** Unwrapped only when something is written. */
    private SealingKey key() {
        return tools.keys().account(container.tenant(), container.account());
    }

    /** What there is under a path. */
    FoundBlob find(String path) {
        return tools.commits().find(new BlobTarget(container, path));
    }

    /** Writes a description; false when something has changed meanwhile. */
    boolean describe(String path, String json, Along along) {
        FoundBlob found = find(path);
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        Content content = new Content.Inline(bytes.length, key().seal(bytes, found.key().bytes()));
        ContentHeaders headers = JSON.withMd5(Digests.md5(bytes));
        Blob blob = Replacement.of(found, headers, Metadata.EMPTY, content, tools.clock());
        return commit(
                found,
                new BlobEdit(
                        Optional.of(blob),
                        Retirement.Effect.CONTENT,
                        along.checks(),
                        along.writes(),
                        List.of()));
    }

    /**
     * Adds to a log file, or begins it.
     *
     * @param records encoded events, at least one
     * @return false when something has changed meanwhile
     */
    boolean append(String path, List<byte[]> records, Along along) {
        FoundBlob found = find(path);
        FeedFile file = FeedFile.of(container.account(), path);
        AvroEncoder bytes = new AvroEncoder();
        if (found.blob().isEmpty()) {
            bytes.raw(file.header());
        }
        return append(found, bytes.raw(file.block(records)).done(), along);
    }

    private boolean append(FoundBlob found, byte[] bytes, Along along) {
        if (bytes.length <= Content.MAX_INLINE_BYTES) {
            return append(found, bytes, Optional.empty(), along);
        }
        Body body = new Body(new ByteArrayInputStream(bytes), bytes.length, Checksums.UNDECLARED);
        try {
            Finished extent =
                    tools.bodies()
                            .inExtent(body, Digests.of(false, false), container.account(), key())
                            .finished();
            return tools.bodies()
                    .committing(extent, () -> append(found, bytes, Optional.of(extent), along));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean append(FoundBlob found, byte[] bytes, Optional<Finished> extent, Along along) {
        Blob old = found.blob().orElseGet(() -> begun(found));
        Content.Appended content = (Content.Appended) old.content();
        AppendedBlocks blocks = AppendedBlocks.of(container.account(), content);
        long end = content.length() + bytes.length;
        List<Check> checks = new ArrayList<>(along.checks());
        checks.add(blocks.mayAdd(tools.reads(), content.length()).orElseThrow());
        List<Write> writes = new ArrayList<>(along.writes());
        extent.ifPresent(it -> checks.addAll(it.checks()));
        extent.ifPresent(it -> writes.addAll(it.writes()));
        writes.add(blocks.put(end, placed(bytes, extent, blocks.key(end))));
        writes.add(blocks.tail(end));
        Blob blob =
                old.withContent(content.withBlock(bytes.length))
                        .withModified(Stamp.after(old.modified(), tools.clock()));
        Retirement.Effect effect =
                found.blob().isPresent() ? Retirement.Effect.PROPERTIES : Retirement.Effect.CONTENT;
        return commit(found, new BlobEdit(Optional.of(blob), effect, checks, writes, List.of()));
    }

    private Blob begun(FoundBlob found) {
        return Replacement.of(found, AVRO, Metadata.EMPTY, Content.Appended.empty(), tools.clock());
    }

    private AppendedBlocks.Bytes placed(byte[] bytes, Optional<Finished> extent, Key place) {
        return extent.<AppendedBlocks.Bytes>map(
                        it -> new AppendedBlocks.Bytes.InExtent(it.extent()))
                .orElseGet(
                        () ->
                                new AppendedBlocks.Bytes.InRecord(
                                        bytes.length, key().seal(bytes, place.bytes())));
    }

    /** Deletes what is under a path, if it is there; false when that has changed meanwhile. */
    boolean delete(String path) {
        FoundBlob found = find(path);
        return found.blob().isEmpty()
                || commit(
                        found,
                        new BlobEdit(
                                Optional.empty(),
                                Retirement.Effect.DELETION,
                                List.of(),
                                List.of(),
                                List.of()));
    }

    /** Up to so many names that begin with a prefix, in order. */
    List<String> names(String prefix, int limit) {
        Key key =
                Key.of(container.account(), Tables.BLOB)
                        .id(find(prefix).container().incarnation())
                        .textPrefix(prefix);
        return tools.reads().scanPrefix(key, limit).stream()
                .map(Stored::key)
                .map(BlobTarget::name)
                .toList();
    }

    private boolean commit(FoundBlob found, BlobEdit edit) {
        return tools.commits().commit(permit, found, edit).isPresent();
    }
}
