package fr.bleu.storage;

import fr.bleu.store.Check;
import fr.bleu.store.Write;
import fr.bleu.trust.Permit;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Makes blobs of other blobs. Within an account both refer to the same content; from another
 * account of the tenant the bytes are read and written anew, under the destination's own key.
 */
public final class Copies {
    private final BlobCommits commits;
    private final Blobs blobs;
    private final CopySources sources;
    private final InstantSource clock;

    Copies(BlobCommits commits, Blobs blobs, CopySources sources, InstantSource clock) {
        this.commits = commits;
        this.blobs = blobs;
        this.sources = sources;
        this.clock = clock;
    }

    /** A copy that is done; the checksums are there if bytes were read. */
    public record Copied(Changed<Blob> changed, Checksums checksums) {}

    /** Put Blob From URL: a copy that leaves no trace of having been one. */
    public Copied put(Permit permit, CopyPlan plan) throws IOException {
        return copy(permit, plan, Optional.empty());
    }

    /** Copy Blob From URL, and Copy Blob where it is done at once. */
    public Copied copy(Permit permit, CopyPlan plan) throws IOException {
        return copy(permit, plan, Optional.of(UUID.randomUUID()));
    }

    /** The bytes of a source's range, for Put Block From URL; the caller closes its stream. */
    public Body range(
            Permit source,
            Moment moment,
            Conditions conditions,
            Optional<ByteRange> range,
            Checksums of)
            throws IOException {
        CopySources.Source found = sources.find(source, moment, conditions);
        Blob blob = found.blob();
        ByteRange wanted = range.isPresent() ? range.get().within(blob) : ByteRange.all(blob);
        return new Body(sources.read(found, wanted, bytes -> {}), wanted.length(), of);
    }

    private Copied copy(Permit permit, CopyPlan plan, Optional<UUID> id) throws IOException {
        FoundBlob before = commits.find(BlobTarget.of(permit));
        commits.requireChangeable(permit, plan.conditions(), before);
        Tree.requireFile(before.blob());
        ContentKeys.Chosen keys = blobs.choose(before, plan.conditions().encryption());
        boolean shared =
                isWithinAccount(permit, plan) && !plan.mustRead() && !mustConvert(plan, id, keys);
        return shared
                ? share(permit, plan, before, id, keys)
                : transfer(permit, plan, before, id, keys);
    }

    /** Put Blob From URL makes block blobs, whatever the source is; another key seals anew. */
    private boolean mustConvert(CopyPlan plan, Optional<UUID> id, ContentKeys.Chosen keys) {
        Blob source = sources.find(plan.source(), plan.moment(), plan.sourceConditions()).blob();
        return (id.isEmpty() && source.type() != BlobType.BLOCK) || !keys.sealsLike(source);
    }

    static boolean isWithinAccount(Permit permit, CopyPlan plan) {
        return permit.target().owner().equals(plan.source().target().owner());
    }

    private Copied share(
            Permit permit,
            CopyPlan plan,
            FoundBlob before,
            Optional<UUID> id,
            ContentKeys.Chosen keys) {
        Changed<Blob> changed =
                commits.put(
                        permit,
                        plan.conditions(),
                        before,
                        found -> {
                            CopySources.Source source =
                                    sources.find(
                                            plan.source(), plan.moment(), plan.sourceConditions());
                            if (!keys.sealsLike(source.blob())) {
                                throw StorageError.SERVER_BUSY.failure(
                                        "The source was encrypted anew.");
                            }
                            CopySources.Shared shared = sources.share(source, found, keys.key());
                            Blob blob =
                                    made(found, plan, source.blob(), shared.content(), id, keys);
                            return replaced(found, blob, shared.checks(), shared.writes());
                        });
        return new Copied(changed, Checksums.UNDECLARED);
    }

    private Copied transfer(
            Permit permit,
            CopyPlan plan,
            FoundBlob before,
            Optional<UUID> id,
            ContentKeys.Chosen keys)
            throws IOException {
        CopySources.Source source =
                sources.find(plan.source(), plan.moment(), plan.sourceConditions());
        Blob of = source.blob();
        requireSameType(of, id);
        if (of.length() > Blobs.MAX_PUT_BYTES) {
            throw StorageError.REQUEST_BODY_TOO_LARGE.failure();
        }
        Blobs.Arrived arrived;
        try (CopyStream bytes = sources.read(source, ByteRange.all(of), count -> {})) {
            Body body = new Body(bytes, of.length(), plan.expected());
            arrived = blobs.receive(before.target(), body, keys);
        }
        Changed<Blob> changed =
                blobs.committing(arrived, () -> transferred(permit, plan, before, of, arrived, id));
        return new Copied(changed, arrived.checksums());
    }

    /** Between accounts only block blobs keep their type. */
    private static void requireSameType(Blob source, Optional<UUID> id) {
        if (id.isPresent()) {
            BlobType.BLOCK.require(source);
        }
    }

    private Changed<Blob> transferred(
            Permit permit,
            CopyPlan plan,
            FoundBlob before,
            Blob of,
            Blobs.Arrived arrived,
            Optional<UUID> id) {
        byte[] md5 = arrived.checksums().md5();
        if (plan.headers().md5().length > 0 && !MessageDigest.isEqual(plan.headers().md5(), md5)) {
            throw StorageError.MD5_MISMATCH.failure();
        }
        return commits.put(
                permit,
                plan.conditions(),
                before,
                found -> {
                    Content content = arrived.content().apply(found);
                    Blob made = made(found, plan, of, content, id, arrived.keys());
                    Blob blob = id.isEmpty() ? made.withHeaders(made.headers().withMd5(md5)) : made;
                    return replaced(found, blob, arrived.checks(), arrived.writes());
                });
    }

    /** The destination, complete. */
    Blob made(
            FoundBlob found,
            CopyPlan plan,
            Blob source,
            Content content,
            Optional<UUID> id,
            ContentKeys.Chosen keys) {
        content.type().requireIfThere(found);
        Blob fresh =
                Replacement.of(found, plan.headers(source), plan.metadata(source), content, clock);
        Blob blob = keys.on(found, plan.options().on(fresh, clock));
        return id.isEmpty()
                ? blob
                : blob.withTraits(
                        blob.traits()
                                .withCopy(
                                        Optional.of(
                                                CopyState.begun(
                                                                id.get(),
                                                                plan.address(),
                                                                source.length(),
                                                                0)
                                                        .at(source.length())
                                                        .ended(
                                                                CopyState.Status.SUCCESS,
                                                                blob.modified(),
                                                                ""))));
    }

    BlobEdit replaced(FoundBlob found, Blob blob, List<Check> checks, List<Write> writes) {
        return blobs.withoutSession(
                found, Optional.of(blob), Retirement.Effect.CONTENT, checks, writes);
    }
}
