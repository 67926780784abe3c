package fr.bleu.storage;

import fr.bleu.keys.SealingKey;
import fr.bleu.store.Reads;
import fr.bleu.trust.Permit;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Page blobs: every method acts on the blob that its permit names. */
public final class PageBlobs {
    /** The longest blob, in bytes: 8 TiB. */
    public static final long MAX_BYTES = 8L << 40;

    /** The most that one Put Page writes, in bytes: 4 MiB. */
    public static final long MAX_PUT_BYTES = 4L << 20;

    /** What ranges and lengths are multiples of, in bytes. */
    public static final int PAGE_BYTES = Cell.PAGE_BYTES;

    private final Reads reads;
    private final BlobCommits commits;
    private final Creation creation;
    private final Forks forks;
    private final PageReader reader;
    private final ContentKeys keys;
    private final BodyReader bodies;
    private final InstantSource clock;

    PageBlobs(
            Reads reads,
            BlobCommits commits,
            Creation creation,
            Forks forks,
            PageReader reader,
            ContentKeys keys,
            BodyReader bodies,
            InstantSource clock) {
        this.reads = reads;
        this.commits = commits;
        this.creation = creation;
        this.forks = forks;
        this.reader = reader;
        this.keys = keys;
        this.bodies = bodies;
        this.clock = clock;
    }

    /** Pages that were written, and the checksums of their body. */
    public record Put(Changed<Blob> changed, Checksums checksums) {}

    /** What Set Blob Properties asks of a page blob; headers only if any is to be set. */
    public record Properties(
            Optional<ContentHeaders> headers, OptionalLong length, SequenceUpdate sequence) {}

    /** Put Blob of a page blob: it is all zeros. */
    public Changed<Blob> create(
            Permit permit,
            ContentHeaders headers,
            Metadata metadata,
            PutOptions options,
            long length,
            long sequenceNumber,
            Conditions conditions) {
        return creation.create(
                permit,
                headers,
                metadata,
                options,
                Content.Pages.empty(length, sequenceNumber),
                conditions);
    }

    /**
     * Put Page with an update; where the body comes from does not matter.
     *
     * @param range multiples of 512, at most 4 MiB and as long as the body
     */
    public Put write(
            Permit permit,
            ByteRange range,
            Body body,
            SequenceConditions sequence,
            Conditions conditions)
            throws IOException {
        BlobTarget target = BlobTarget.of(permit);
        FoundBlob before = commits.find(target);
        requirePages(commits.requireEditable(conditions, before), range, sequence);
        SealingKey key = keys.forEdit(before, before.existing(), conditions.encryption());
        PageBody arrived = PageBody.read(bodies, target, key, range, body);
        Supplier<Changed<Blob>> commit =
                () ->
                        commits.rewrite(
                                permit,
                                conditions,
                                (found, old) -> {
                                    requirePages(old, range, sequence);
                                    keys.requireSame(key, found, old, conditions.encryption());
                                    return turn(permit, found, old, key)
                                            .map(turn -> update(target, key, turn, arrived, old));
                                });
        Changed<Blob> changed =
                arrived.finished().isPresent()
                        ? bodies.committing(arrived.finished().get(), commit)
                        : commit.get();
        return new Put(changed, arrived.checksums());
    }

    private BlobEdit update(
            BlobTarget target, SealingKey key, PageTurn turn, PageBody arrived, Blob old) {
        PageChange change = change(target, key, turn);
        change.update(arrived);
        return change.edit(next(old, change.content()));
    }

    /**
     * Put Page with a clear. A long range is cleared in several commits, each of which is seen by
     * readers; the conditions are those of the first.
     *
     * @param range multiples of 512
     */
    public Changed<Blob> clear(
            Permit permit, ByteRange range, SequenceConditions sequence, Conditions conditions) {
        return new Clearing(permit, range, keys::forEdit, (old, content) -> next(old, content))
                .run(conditions, old -> requirePages(old, range, sequence));
    }

    /** Set Blob Properties. A shorter blob's pages are cleared before, as {@link #clear} does. */
    public Changed<Blob> set(Permit permit, Properties properties, Conditions conditions) {
        ByteRange cut =
                properties.length().isPresent()
                        ? new ByteRange(
                                properties.length().getAsLong(),
                                MAX_BYTES - properties.length().getAsLong())
                        : new ByteRange(0, 0);
        KeyOf key = cut.length() > 0 ? keys::forUse : keys::unused;
        return new Clearing(permit, cut, key, (old, content) -> set(old, content, properties))
                .run(conditions, BlobType.PAGE::require);
    }

    private Blob set(Blob old, Content.Pages content, Properties properties) {
        Content.Pages changed =
                content.withLength(properties.length().orElse(content.length()))
                        .withSequenceNumber(properties.sequence().of(content.sequenceNumber()));
        Blob blob = next(old, changed);
        return properties.headers().map(blob::withHeaders).orElse(blob);
    }

    /** Which key opens and seals what a change has to write anew. */
    private interface KeyOf {
        SealingKey find(FoundBlob found, Blob blob, GivenEncryption given);
    }

    /** Clears a range in as many commits as it takes, and does something with the last. */
    private final class Clearing {
        private final Permit permit;
        private final KeyOf keyOf;
        private final BiFunction<Blob, Content.Pages, Blob> last;
        private ByteRange left;
        private OptionalLong next = OptionalLong.empty();

        Clearing(
                Permit permit,
                ByteRange range,
                KeyOf keyOf,
                BiFunction<Blob, Content.Pages, Blob> last) {
            this.permit = permit;
            this.keyOf = keyOf;
            this.left = range;
            this.last = last;
        }

        /**
         * Runs.
         *
         * @param require holds the blob to what was asked, before the first commit
         */
        Changed<Blob> run(Conditions conditions, Consumer<Blob> require) {
            Changed<Blob> changed = step(conditions, require);
            while (next.isPresent()) {
                left = new ByteRange(next.getAsLong(), left.end() - next.getAsLong());
                Content before = changed.value().content();
                changed = step(conditions.forNextStep(), now -> requireSame(before, now));
            }
            return changed;
        }

        private Changed<Blob> step(Conditions conditions, Consumer<Blob> require) {
            return commits.rewrite(
                    permit,
                    conditions,
                    (found, old) -> {
                        require.accept(old);
                        SealingKey key = keyOf.find(found, old, conditions.encryption());
                        return turn(permit, found, old, key)
                                .map(turn -> edit(found, old, turn, key));
                    });
        }

        private BlobEdit edit(FoundBlob found, Blob old, PageTurn turn, SealingKey key) {
            PageChange change = change(found.target(), key, turn);
            next = left.length() == 0 ? OptionalLong.empty() : change.clear(left);
            return change.edit(
                    next.isPresent()
                            ? next(old, change.content())
                            : last.apply(old, change.content()));
        }
    }

    /** Whoever replaced the blob between two commits of an operation has overtaken it. */
    private static void requireSame(Content before, Blob now) {
        if (!before.id().equals(now.content().id())) {
            throw StorageError.SERVER_BUSY.failure();
        }
    }

    private static void requirePages(Blob blob, ByteRange range, SequenceConditions sequence) {
        BlobType.PAGE.require(blob);
        Content.Pages content = (Content.Pages) blob.content();
        sequence.require(content.sequenceNumber());
        if (range.end() > content.length()) {
            throw StorageError.INVALID_PAGE_RANGE.failure();
        }
    }

    /** Empty when the map had to be copied first. */
    private Optional<PageTurn> turn(Permit permit, FoundBlob found, Blob old, SealingKey key) {
        Optional<PageTurn> turn = PageTurn.of(reads, found, (Content.Pages) old.content());
        if (turn.isEmpty()) {
            forks.fork(permit, found, old, key);
        }
        return turn;
    }

    private PageChange change(BlobTarget target, SealingKey key, PageTurn turn) {
        return new PageChange(reads, reader, target.account(), key, turn);
    }

    private Blob next(Blob old, Content.Pages content) {
        return old.withContent(content).withModified(Stamp.after(old.modified(), clock));
    }
}
