package fr.bleu.storage;

import fr.bleu.extents.Extent;
import fr.bleu.extents.ExtentDamagedException;
import fr.bleu.extents.ExtentReads;
import fr.bleu.extents.MissingExtentException;
import fr.bleu.keys.OpenFailedException;
import fr.bleu.keys.SealingKey;
import fr.bleu.store.Key;
import fr.bleu.store.Reads.Stored;
import fr.bleu.trust.Records;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** Reads all that one account stores: blobs, what they were, and uncommitted blocks. */
final class ScrubbedAccount {
    private static final int PAGE = 100;

    /**
     * What does not authenticate: of which blob, and the extent's id, {@code record}, or of a page
     * blob {@code bytes at} and an offset.
     */
    record Damaged(String container, String blob, String part) {}

    private final Records reads;
    private final ExtentReads extents;
    private final UUID account;
    private final SealingKey accountKey;
    private final Map<UUID, SealingKey> keysById = new HashMap<>();
    private final IntConsumer pass;
    private final Consumer<Damaged> found;
    private SealingKey key;
    private long objects;
    private long bytes;
    private long unreadable;
    private long damaged;

    ScrubbedAccount(
            Records reads,
            ExtentReads extents,
            UUID account,
            SealingKey key,
            IntConsumer pass,
            Consumer<Damaged> found) {
        this.reads = reads;
        this.extents = extents;
        this.account = account;
        this.accountKey = key;
        this.pass = pass;
        this.found = found;
    }

    long objects() {
        return objects;
    }

    long bytes() {
        return bytes;
    }

    long unreadable() {
        return unreadable;
    }

    long damaged() {
        return damaged;
    }

    void scrub() {
        findKeys();
        pages(
                Key.of(account, Tables.CONTAINER),
                record ->
                        place(
                                ScrubbedPlace.of(
                                        account,
                                        Container.decode(name(record, 0), record.value()))));
        // What can be brought back must be worth it.
        pages(
                Key.of(account, Tables.DELETED_CONTAINER),
                record ->
                        place(
                                ScrubbedPlace.of(
                                        account,
                                        DeletedContainer.decode(
                                                        name(record, Long.BYTES), record.value())
                                                .container())));
    }

    /** The container's name, of which a key may have something behind it. */
    private static String name(Stored record, int suffixBytes) {
        byte[] key = record.key().bytes();
        return new String(key, 18, key.length - 19 - suffixBytes, StandardCharsets.UTF_8);
    }

    private void place(ScrubbedPlace place) {
        Optional<Key> from = Optional.of(place.in(Tables.BLOB));
        while (from.isPresent()) {
            List<ScrubbedPlace> directories = new ArrayList<>();
            from = blobs(place, from.get(), directories);
            directories.forEach(this::place);
        }
        past(place);
    }

    /** Reads a page of blobs; where the next one begins. */
    private Optional<Key> blobs(ScrubbedPlace place, Key from, List<ScrubbedPlace> directories) {
        List<Stored> page = reads.scan(from, place.in(Tables.BLOB).afterPrefix(), PAGE);
        for (Stored record : page) {
            Blob blob = Blob.decode(record.value());
            blob(place, record, blob);
            Tree.id(Optional.of(blob)).ifPresent(id -> directories.add(place.below(record, id)));
        }
        return page.size() < PAGE ? Optional.empty() : Optional.of(page.getLast().key().next());
    }

    private void past(ScrubbedPlace place) {
        pages(
                place.in(Tables.HISTORY),
                record -> blob(place, record, PastBlob.decode(record.value()).blob()));
        pages(
                place.in(Tables.SESSION),
                record -> {
                    objects++;
                    UUID session = Session.decode(record.value()).id();
                    pages(
                            Session.blocks(account, session),
                            block -> uncommitted(place, record, block));
                });
    }

    /** A block says by its key's id alone what sealed it. */
    private void uncommitted(ScrubbedPlace place, Stored session, Stored block) {
        Extent extent = Blocks.extent(block);
        SealingKey its = keysById.get(extent.keyId());
        if (its == null) {
            unreadable++;
            return;
        }
        key = its;
        extent(place, session, block, extent);
    }

    private void findKeys() {
        keysById.put(accountKey.id(), accountKey);
        pages(
                EncryptionScope.prefix(account),
                record -> {
                    SealingKey its =
                            ContentKeys.ofScope(accountKey, EncryptionScope.name(record.key()));
                    keysById.put(its.id(), its);
                });
    }

    private SealingKey keyOf(Blob blob) {
        return blob.traits()
                .encryption()
                .map(it -> ContentKeys.ofScope(accountKey, it.scope()))
                .orElse(accountKey);
    }

    private void pages(Key prefix, Consumer<Stored> each) {
        Key from = prefix;
        List<Stored> page;
        do {
            page = reads.scan(from, prefix.afterPrefix(), PAGE);
            page.forEach(each);
            from = page.isEmpty() ? from : page.getLast().key().next();
        } while (page.size() == PAGE);
    }

    private void blob(ScrubbedPlace place, Stored record, Blob blob) {
        objects++;
        if (blob.traits().encryption().filter(Encryption::isCustomers).isPresent()) {
            unreadable++;
            return;
        }
        key = keyOf(blob);
        switch (blob.content()) {
            case Content.Inline inline -> inline(place, record, inline);
            case Content.Whole whole -> extent(place, record, record, whole.extent());
            case Content.Blocks blocks -> blocks(place, record, blocks);
            case Content.Appended appended -> appended(place, record, appended);
            case Content.Pages pages -> pages(place, record, pages);
            case Content.Directory _ -> {
                // What is in it is read after the page.
            }
        }
    }

    /** What a blob was is sealed for the place of the current one. */
    private void inline(ScrubbedPlace place, Stored record, Content.Inline inline) {
        Key at = place.in(Tables.BLOB).text(BlobTarget.name(record.key()));
        sealed(place, record, inline.sealed(), at);
    }

    private void blocks(ScrubbedPlace place, Stored record, Content.Blocks content) {
        for (int i = 0; i < content.chunkStarts().length; i++) {
            Optional<Stored> chunk =
                    reads.get(Manifests.prefix(account, content.manifest()).number(i));
            if (chunk.isEmpty()) {
                report(place, record, record, "record");
                return;
            }
            for (Manifests.Entry entry : Manifests.decode(chunk.get().value())) {
                extent(place, record, record, entry.block().extent());
            }
        }
    }

    private void appended(ScrubbedPlace place, Stored record, Content.Appended content) {
        AppendedBlocks blocks = AppendedBlocks.of(account, content);
        long at = 0;
        while (at < content.length()) {
            List<AppendedBlocks.Found> page = blocks.page(reads, at, content.length());
            if (page.isEmpty()) {
                report(place, record, record, "record");
                return;
            }
            for (AppendedBlocks.Found block : page) {
                at = block.end();
                switch (block.bytes()) {
                    case AppendedBlocks.Bytes.InExtent in ->
                            extent(place, record, record, in.extent());
                    case AppendedBlocks.Bytes.InRecord inline ->
                            sealed(place, record, inline.sealed(), block.stored().key());
                }
            }
        }
    }

    private void sealed(ScrubbedPlace place, Stored record, byte[] sealed, Key at) {
        try {
            passed(key.open(sealed, at.bytes()).length);
        } catch (OpenFailedException e) {
            report(place, record, record, "record");
        }
    }

    /** Reads a page blob where it has pages. */
    private void pages(ScrubbedPlace place, Stored record, Content.Pages content) {
        PageReader reader = new PageReader(reads, extents);
        CellCursor cursor =
                new CellCursor(
                        reads,
                        PageMap.of(account, content),
                        new ByteRange(0, content.length()),
                        content.generation(),
                        content.generation());
        long done = 0;
        for (var cell = cursor.next(); !cell.isEmpty(); cell = cursor.next()) {
            long at = cell.getFirst().start();
            if (at >= done) {
                long from = at / PageReader.PIECE_BYTES * PageReader.PIECE_BYTES;
                done = Math.min(from + PageReader.PIECE_BYTES, content.length());
                ByteRange piece = new ByteRange(from, done - from);
                read(place, record, reader, content, piece);
            }
        }
    }

    private void read(
            ScrubbedPlace place,
            Stored record,
            PageReader reader,
            Content.Pages content,
            ByteRange piece) {
        try {
            reader.read(account, key, content, piece, new Nowhere());
        } catch (ExtentDamagedException | MissingExtentException | OpenFailedException e) {
            report(place, record, record, "bytes at " + piece.offset());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param holder the record that refers to the extent
     */
    private void extent(ScrubbedPlace place, Stored object, Stored holder, Extent extent) {
        try {
            extents.read(extent, account, key, 0, extent.length(), new Nowhere());
        } catch (ExtentDamagedException | MissingExtentException | OpenFailedException e) {
            report(place, object, holder, extent.id().toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was replaced meanwhile may be gone and is no damage. */
    private void report(ScrubbedPlace place, Stored object, Stored holder, String part) {
        boolean stands =
                reads.get(holder.key())
                        .filter(now -> now.version() == holder.version())
                        .isPresent();
        if (stands) {
            damaged++;
            found.accept(new Damaged(place.container(), place.name(object), part));
        }
    }

    private void passed(int count) {
        bytes += count;
        pass.accept(count);
    }

    private final class Nowhere extends OutputStream {
        @Override
        public void write(int b) {
            passed(1);
        }

        @Override
        public void write(byte[] buffer, int offset, int length) {
            passed(length);
        }
    }
}
