package fr.bleu.storage;

import fr.bleu.extents.Extent;
import fr.bleu.http.Failure;
import fr.bleu.keys.SealingKey;
import fr.bleu.store.Check;
import fr.bleu.store.Reads;
import fr.bleu.store.Write;
import fr.bleu.trust.CommitResult;
import fr.bleu.trust.Commits;
import fr.bleu.trust.Draft;
import fr.bleu.trust.Permit;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Gives a blob appended blocks or pages of its own when another one goes on with those that they
 * share: a copy, or a version that became current again. The records are copied in several changes
 * behind a mark and published by one; extents stay shared.
 */
final class Forks {
    /** Records of one change. */
    private static final int MAX_RECORDS = 300;

    /** Their bytes, about half of what a change may have. */
    private static final int MAX_BYTES = 512 * 1024;

    private final Reads reads;
    private final BlobCommits blobs;
    private final Commits commits;
    private final AccountGuard guard;
    private final InstantSource clock;

    Forks(
            Reads reads,
            BlobCommits blobs,
            Commits commits,
            AccountGuard guard,
            InstantSource clock) {
        this.reads = reads;
        this.blobs = blobs;
        this.commits = commits;
        this.guard = guard;
        this.clock = clock;
    }

    /**
     * Copies, and publishes the copy as the blob's content unless the blob has changed meanwhile;
     * the blob must then be read again.
     *
     * @param key what the blob's content is sealed with
     */
    void fork(Permit permit, FoundBlob found, Blob blob, SealingKey key) {
        UUID id = UUID.randomUUID();
        Garbage copy =
                blob.content() instanceof Content.Pages
                        ? new Garbage.Pages(id)
                        : new Garbage.Appended(id);
        Write.Put mark = new Garbage.Fork(copy).put(found.target().account(), clock);
        Copying copying = new Copying(permit, found, id, key);
        Check marked = copying.begin(mark);
        Content own = copying.copy(blob.content());
        blobs.commit(
                permit,
                found,
                new BlobEdit(
                        Optional.of(blob.withContent(own)),
                        Retirement.Effect.PROPERTIES,
                        List.of(marked),
                        List.of(new Write.Delete(mark.key())),
                        Garbage.of(blob.content()).stream().toList()));
    }

    /** Whoever shared it has been deleted and collected meanwhile: the blob must be read again. */
    private static Failure gone() {
        return StorageError.SERVER_BUSY.failure();
    }

    /** One copy in the making. */
    private final class Copying {
        private final Permit permit;
        private final FoundBlob found;
        private final UUID account;
        private final UUID id;
        private final SealingKey key;
        private final List<Check> checks = new ArrayList<>();
        private final List<Write> writes = new ArrayList<>();
        private int bytes;

        Copying(Permit permit, FoundBlob found, UUID id, SealingKey key) {
            this.permit = permit;
            this.found = found;
            this.account = found.target().account();
            this.id = id;
            this.key = key;
        }

        /** Notes what is being made: behind a mark that the sweep has taken nobody looks for it. */
        Check begin(Write.Put mark) {
            long version = commit(List.of(mark));
            Check marked = new Check.Version(mark.key(), version);
            checks.add(marked);
            return marked;
        }

        Content copy(Content content) {
            Content own =
                    switch (content) {
                        case Content.Appended appended -> blocks(appended);
                        case Content.Pages pages -> pages(pages);
                        case Content.Inline _,
                                Content.Whole _,
                                Content.Blocks _,
                                Content.Directory _ ->
                                throw new IllegalArgumentException("nobody adds to it");
                    };
            flush();
            return own;
        }

        private Content blocks(Content.Appended content) {
            AppendedBlocks from = AppendedBlocks.of(account, content);
            AppendedBlocks to = new AppendedBlocks(account, id);
            long at = 0;
            while (at < content.length()) {
                List<AppendedBlocks.Found> page = from.page(reads, at, content.length());
                if (page.isEmpty()) {
                    throw gone();
                }
                for (AppendedBlocks.Found block : page) {
                    at = block.end();
                    add(to.put(at, resealed(block, to.key(at).bytes())));
                    if (block.bytes() instanceof AppendedBlocks.Bytes.InExtent in) {
                        use(in.extent());
                    }
                    flushIfFull();
                }
            }
            add(to.tail(at));
            return content.withChain(id);
        }

        private AppendedBlocks.Bytes resealed(AppendedBlocks.Found block, byte[] place) {
            return switch (block.bytes()) {
                case AppendedBlocks.Bytes.InExtent in -> in;
                case AppendedBlocks.Bytes.InRecord inline ->
                        new AppendedBlocks.Bytes.InRecord(
                                inline.size(),
                                key.seal(
                                        key.open(inline.sealed(), block.stored().key().bytes()),
                                        place));
            };
        }

        private Content pages(Content.Pages content) {
            PageMap from = PageMap.of(account, content);
            PageMap to = new PageMap(account, id);
            CellCursor cursor =
                    new CellCursor(
                            reads,
                            from,
                            new ByteRange(0, content.length()),
                            content.generation(),
                            content.generation());
            for (var cell = cursor.next(); !cell.isEmpty(); cell = cursor.next()) {
                if (cell.getFirst().cell().valid() != 0) {
                    copy(from, to, cell.getFirst());
                }
            }
            return content.withMap(id);
        }

        private void copy(PageMap from, PageMap to, PageMap.Version old) {
            Cell cell = old.cell();
            switch (cell.place()) {
                case Cell.Place.Nowhere nowhere -> {
                    // Zeros have no record.
                }
                case Cell.Place.InExtent in -> use(in.extent());
                case Cell.Place.InRecord record -> {
                    var place = to.bytes(old.number(), PageMap.FIRST_GENERATION);
                    byte[] sealed = from.sealed(reads, old).orElseThrow(Forks::gone);
                    byte[] packed =
                            key.open(sealed, from.bytes(old.number(), old.generation()).bytes());
                    add(PageMap.putSealed(place, key.seal(packed, place.bytes())));
                }
            }
            add(
                    to.put(
                            old.number(),
                            PageMap.FIRST_GENERATION,
                            new Cell(cell.valid(), cell.valid(), cell.place())));
            // A cell and its bytes belong into one change, so that neither is left alone.
            flushIfFull();
        }

        private void flushIfFull() {
            if (writes.size() >= MAX_RECORDS || bytes >= MAX_BYTES) {
                flush();
            }
        }

        private void use(Extent extent) {
            writes.add(References.add(account, extent.id(), 1));
        }

        private void add(Write write) {
            writes.add(write);
            bytes += write instanceof Write.Put put ? put.value().length + 100 : 100;
        }

        private void flush() {
            if (!writes.isEmpty()) {
                commit(writes);
            }
            writes.clear();
            bytes = 0;
        }

        long commit(List<? extends Write> some) {
            Draft draft =
                    new Draft()
                            .check(guard.check(permit))
                            .checks(checks)
                            .writes(some)
                            .detail("container", found.target().container().name())
                            .detail("blob", found.target().name())
                            .detail("step", "copy what is shared");
            return switch (commits.commit(permit, draft)) {
                case CommitResult.Committed committed -> committed.sequence();
                case CommitResult.Conflict conflict -> throw StorageError.SERVER_BUSY.failure();
            };
        }
    }
}
