package fr.bleu.storage;

import fr.bleu.extents.Finished;
import fr.bleu.keys.SealingKey;
import fr.bleu.store.Check;
import fr.bleu.store.Write;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Records;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Whole block blobs: every method acts on the blob that its permit names. */
public final class Blobs {
    /** The largest body of one Put Blob, in bytes: 5,000 MiB. */
    public static final long MAX_PUT_BYTES = 5_000L << 20;

    private final Records records;
    private final BlobCommits commits;
    private final ContentKeys keys;
    private final BodyReader bodies;
    private final InstantSource clock;
    private final ActiveReads reads;

    Blobs(
            Records records,
            BlobCommits commits,
            ContentKeys keys,
            BodyReader bodies,
            InstantSource clock,
            ActiveReads reads) {
        this.reads = reads;
        this.records = records;
        this.commits = commits;
        this.keys = keys;
        this.bodies = bodies;
        this.clock = clock;
    }

    /** A blob that was put, and the checksums of its body. */
    public record Put(Changed<Blob> changed, Checksums checksums) {}

    /** Content that is about to be committed, for the place where it will be. */
    record Arrived(
            ContentKeys.Chosen keys,
            Function<FoundBlob, Content> content,
            Checksums checksums,
            Optional<Finished> finished) {

        List<Check> checks() {
            return finished.map(Finished::checks).orElse(List.of());
        }

        List<Write> writes() {
            return finished.map(Finished::writes).orElse(List.of());
        }
    }

    /**
     * Put Blob: replaces content, headers and metadata; uncommitted blocks are dropped.
     *
     * @param headers with the MD5 that is to be stored; without one the body's own is
     */
    public Put put(
            Permit permit,
            ContentHeaders headers,
            Metadata metadata,
            PutOptions options,
            Body body,
            Conditions conditions)
            throws IOException {
        BlobTarget target = BlobTarget.of(permit);
        FoundBlob before = commits.find(target);
        commits.requireChangeable(permit, conditions, before);
        BlobType.BLOCK.requireIfThere(before);
        if (body.length() > 0) {
            Tree.requireFile(before.blob());
        }
        ContentKeys.Chosen chosen = choose(before, conditions.encryption());
        Arrived arrived = receive(target, body, chosen);
        Supplier<Changed<Blob>> commit =
                () -> put(permit, before, headers, metadata, options, arrived, conditions);
        return new Put(committing(arrived, commit), arrived.checksums());
    }

    /** Commits what refers to what has arrived, which is given up when that is refused for good. */
    <T> T committing(Arrived arrived, Supplier<T> commit) {
        return arrived.finished().isPresent()
                ? bodies.committing(arrived.finished().get(), commit)
                : commit.get();
    }

    private Changed<Blob> put(
            Permit permit,
            FoundBlob before,
            ContentHeaders headers,
            Metadata metadata,
            PutOptions options,
            Arrived arrived,
            Conditions conditions) {
        byte[] md5 = arrived.checksums().md5();
        if (headers.md5().length > 0 && !MessageDigest.isEqual(headers.md5(), md5)) {
            throw StorageError.MD5_MISMATCH.failure();
        }
        return commits.put(
                permit,
                conditions,
                before,
                found -> replace(found, arrived, headers.withMd5(md5), metadata, options));
    }

    /** How new content is sealed; refuses early what the commit would refuse. */
    ContentKeys.Chosen choose(FoundBlob found, GivenEncryption given) {
        ContentKeys.Chosen chosen = keys.choose(found, given);
        EncryptionScope.requireUsable(records, found.target().account(), chosen.encryption());
        return chosen;
    }

    Arrived receive(BlobTarget target, Body body, ContentKeys.Chosen chosen) throws IOException {
        SealingKey key = chosen.key();
        Digests digests = Digests.of(true, body.declared().hasCrc64());
        if (body.length() > Content.MAX_INLINE_BYTES) {
            BodyReader.InExtent read = bodies.inExtent(body, digests, target.account(), key);
            Finished finished = read.finished();
            Content whole = new Content.Whole(finished.extent());
            return new Arrived(chosen, found -> whole, read.checksums(), Optional.of(finished));
        }
        byte[] bytes = BodyReader.inMemory(body, digests);
        Checksums checksums = digests.done();
        body.declared().require(checksums);
        return new Arrived(
                chosen,
                found -> new Content.Inline(bytes.length, key.seal(bytes, found.key().bytes())),
                checksums,
                Optional.empty());
    }

    private BlobEdit replace(
            FoundBlob found,
            Arrived arrived,
            ContentHeaders headers,
            Metadata metadata,
            PutOptions options) {
        BlobType.BLOCK.requireIfThere(found);
        Content content = arrived.content().apply(found);
        Optional<Content> directory = Tree.asked(found, metadata, content);
        Blob blob = Replacement.of(found, headers, metadata, directory.orElse(content), clock);
        return withoutSession(
                found,
                Optional.of(arrived.keys().on(found, options.on(blob, clock))),
                Tree.id(found.blob()).isPresent()
                        ? Retirement.Effect.METADATA
                        : Retirement.Effect.CONTENT,
                arrived.checks(),
                arrived.writes());
    }

    /** Replaces or deletes, and drops the upload session, if there is one. */
    BlobEdit withoutSession(
            FoundBlob found,
            Optional<Blob> blob,
            Retirement.Effect effect,
            List<Check> checks,
            List<Write> writes) {
        List<Check> allChecks = new ArrayList<>(checks);
        List<Write> allWrites = new ArrayList<>(writes);
        List<Garbage> garbage = new ArrayList<>();
        Session.find(records, found.sessionKey())
                .ifPresent(
                        open -> {
                            allChecks.add(open.stored().unchanged());
                            allWrites.add(new Write.Delete(open.stored().key()));
                            garbage.add(new Garbage.Session(open.session().id()));
                        });
        return new BlobEdit(blob, effect, allChecks, allWrites, garbage);
    }

    /** The blob, for reading its content. */
    public OpenBlob open(Permit permit, Conditions conditions) {
        return open(permit, Moment.NOW, conditions);
    }

    /** The blob, or what it was, for reading its content. */
    public OpenBlob open(Permit permit, Moment moment, Conditions conditions) {
        OpenBlob open = properties(permit, moment, conditions);
        Tiers.requireOnline(open.blob(), Stamp.now(clock));
        return open;
    }

    /** The same, for reading its properties: its content may be archived. */
    public OpenBlob properties(Permit permit, Moment moment, Conditions conditions) {
        long opened = reads.moment();
        FoundBlob found = commits.find(BlobTarget.of(permit));
        History history = new History(records, found);
        Blob blob = history.blob(moment);
        conditions.forRead(blob, Stamp.now(clock));
        ContainerTarget place = found.target().container();
        keys.requireCustomer(place, blob, conditions.encryption());
        EncryptionScope.requireUsable(records, place.account(), blob.traits().encryption());
        return new OpenBlob(
                blob,
                found.key(),
                place,
                conditions.encryption(),
                opened,
                history.isCurrent(moment),
                ResourceType.of(found.container(), blob));
    }

    /** Replaces the headers: those not given are cleared, the MD5 too. */
    public Changed<Blob> setHeaders(Permit permit, ContentHeaders headers, Conditions conditions) {
        return commits.change(
                permit,
                conditions,
                (found, old) -> {
                    Tiers.requireOnline(old, Stamp.now(clock));
                    return BlobEdit.of(
                            old.withHeaders(headers).withModified(next(old)),
                            Retirement.Effect.PROPERTIES);
                });
    }

    /** Replaces the metadata. */
    public Changed<Blob> setMetadata(Permit permit, Metadata metadata, Conditions conditions) {
        return commits.change(
                permit,
                conditions,
                (found, old) -> {
                    Tiers.requireOnline(old, Stamp.now(clock));
                    keys.forEdit(found, old, conditions.encryption());
                    return BlobEdit.of(
                            old.withMetadata(metadata).withModified(next(old)),
                            Retirement.Effect.METADATA);
                });
    }

    private Stamp next(Blob old) {
        return Stamp.after(old.modified(), clock);
    }
}
