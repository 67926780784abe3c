package fr.bleu.storage;

import fr.bleu.http.Failure;
import fr.bleu.keys.SealingKey;
import fr.bleu.store.Check;
import fr.bleu.store.Reads;
import fr.bleu.store.Write;
import fr.bleu.trust.Permit;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Opens the sources of copies, each with its own permit, for reading or for sharing. */
final class CopySources {
    private final Reads records;
    private final BlobCommits commits;
    private final BlobReader reader;
    private final ActiveReads reads;
    private final ContentKeys keys;
    private final InstantSource clock;

    CopySources(
            Reads records,
            BlobCommits commits,
            BlobReader reader,
            ActiveReads reads,
            ContentKeys keys,
            InstantSource clock) {
        this.records = records;
        this.commits = commits;
        this.reader = reader;
        this.reads = reads;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * Content that another blob of the account is to refer to as well.
     *
     * @param checks that the source still refers to it, so that it cannot have been collected
     */
    record Shared(Content content, List<Check> checks, List<Write> writes) {}

    /**
     * A source as it was found.
     *
     * @param blob what it is or was
     * @param unchanged that it still is there
     * @param opened the {@link ActiveReads#moment} before its record was read
     */
    record Source(FoundBlob found, Blob blob, List<Check> unchanged, long opened) {}

    /** Finds the source and holds it to its conditions; 409 BlobArchived if it cannot be read. */
    Source find(Permit permit, Moment moment, Conditions conditions) {
        long opened = reads.moment();
        try {
            FoundBlob found = commits.find(BlobTarget.of(permit));
            History history = new History(records, found);
            Blob blob = history.blob(moment);
            Tree.requireFile(Optional.of(blob));
            Stamp now = Stamp.now(clock);
            CopySourceFailures.require(conditions, blob, now);
            Tiers.requireOnline(blob, now);
            requireReadable(found.target().container(), blob);
            return new Source(found, blob, history.unchanged(moment), opened);
        } catch (Failure failure) {
            throw failure.status() == 404 ? CopySourceFailures.of(failure) : failure;
        }
    }

    /** What only a customer's key opens is no source. */
    private void requireReadable(ContainerTarget place, Blob blob) {
        try {
            keys.requireCustomer(place, blob, GivenEncryption.DEFAULT);
            EncryptionScope.requireUsable(records, place.account(), blob.traits().encryption());
        } catch (Failure failure) {
            throw CopySourceFailures.of(failure);
        }
    }

    /** The source's bytes, which are kept until the stream is closed. */
    CopyStream read(Source source, ByteRange range, CopyStream.Progress progress) {
        BlobTarget target = source.found().target();
        OpenBlob open =
                new OpenBlob(
                        source.blob(),
                        source.found().key(),
                        target.container(),
                        GivenEncryption.DEFAULT,
                        source.opened(),
                        false,
                        Optional.empty());
        return new CopyStream(
                reader, open, reads.begin(target.account(), source.opened()), range, progress);
    }

    /**
     * The source's content for a place of the same account. No extent is read or written.
     *
     * @param key what seals both
     */
    Shared share(Source from, FoundBlob destination, SealingKey key) {
        FoundBlob source = from.found();
        Content content = from.blob().content();
        List<Write> writes = new ArrayList<>();
        content.id()
                .map(id -> References.add(source.target().account(), id, 1))
                .ifPresent(writes::add);
        return new Shared(moved(content, source, destination, key), from.unchanged(), writes);
    }

    /** A body in the record is sealed for its record's key. */
    private static Content moved(
            Content content, FoundBlob source, FoundBlob destination, SealingKey key) {
        return switch (content) {
            case Content.Inline inline -> {
                byte[] plain = key.open(inline.sealed(), source.key().bytes());
                yield new Content.Inline(inline.size(), key.seal(plain, destination.key().bytes()));
            }
            case Content.Whole whole -> whole;
            case Content.Blocks blocks -> blocks;
            case Content.Appended appended -> appended;
            case Content.Pages pages -> pages;
            case Content.Directory _ -> throw new IllegalArgumentException("nothing to copy");
        };
    }
}
