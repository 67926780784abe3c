package fr.bleu.storage;

import fr.bleu.http.Failure;
import fr.bleu.keys.Keys;
import fr.bleu.store.Check;
import fr.bleu.store.Write;
import fr.bleu.trust.Permit;
import java.util.ArrayList;
import java.util.List;

/** Opens the sources of copies, each with its own permit, for reading or for sharing. */
final class CopySources {
    private final BlobCommits commits;
    private final BlobReader reader;
    private final Keys keys;

    CopySources(BlobCommits commits, BlobReader reader, Keys keys) {
        this.commits = commits;
        this.reader = reader;
        this.keys = keys;
    }

    /**
     * Content that another blob of the account is to refer to as well.
     *
     * @param checks that the source still refers to it, so that it cannot have been collected
     */
    record Shared(Content content, List<Check> checks, List<Write> writes) {}

    /** Finds the source and holds it to its conditions. */
    BlobCommits.Found find(Permit permit, Conditions conditions) {
        try {
            BlobCommits.Found found = commits.find(BlobTarget.of(permit));
            CopySourceFailures.require(conditions, found.existing());
            return found;
        } catch (Failure failure) {
            throw failure.status() == 404 ? CopySourceFailures.of(failure) : failure;
        }
    }

    /** The source's bytes. */
    CopyStream read(BlobCommits.Found source, ByteRange range, CopyStream.Progress progress) {
        OpenBlob open =
                new OpenBlob(
                        source.existing(),
                        source.key(),
                        source.target().container().tenant(),
                        source.target().account());
        return new CopyStream(reader, open, range, progress);
    }

    /** The source's content for a place of the same account. No extent is read or written. */
    Shared share(BlobCommits.Found source, BlobCommits.Found destination) {
        Content content = source.existing().content();
        List<Write> writes = new ArrayList<>();
        content.id()
                .map(id -> References.add(source.target().account(), id, 1))
                .ifPresent(writes::add);
        return new Shared(moved(content, source, destination), source.unchanged(), writes);
    }

    /** A body in the record is sealed for its record's key. */
    private Content moved(
            Content content, BlobCommits.Found source, BlobCommits.Found destination) {
        return switch (content) {
            case Content.Inline inline -> {
                BlobTarget target = source.target();
                var key = keys.account(target.container().tenant(), target.account());
                byte[] plain = key.open(inline.sealed(), source.key().bytes());
                yield new Content.Inline(inline.size(), key.seal(plain, destination.key().bytes()));
            }
            case Content.Whole whole -> whole;
            case Content.Blocks blocks -> blocks;
        };
    }
}
