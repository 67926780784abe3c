package fr.bleu.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import fr.bleu.store.Key;
import fr.bleu.store.Reads;
import fr.bleu.store.Reads.Stored;
import fr.bleu.store.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** What an account's records must be after a sweep, by walking all of them. */
final class SweepOracle {
    static final Table LOCATIONS = Table.of(33, "extent locations");
    private static final int MANY = 10_000;

    private final Reads reads;
    private final UUID account;
    private final Map<UUID, Long> uses = new HashMap<>();
    private final Set<UUID> extents = new TreeSet<>();
    private final Set<Key> chunks = new TreeSet<>();
    private final Set<Key> appended = new TreeSet<>();
    private final Set<Key> cells = new TreeSet<>();
    private final Set<Key> cellBytes = new TreeSet<>();
    private final Set<UUID> sessions = new TreeSet<>();
    private final Set<Key> index = new TreeSet<>();

    private SweepOracle(Reads reads, UUID account) {
        this.reads = reads;
        this.account = account;
    }

    /** Nothing is there that nothing refers to, nothing is missing, every counter is right. */
    static void check(Reads reads, UUID account) {
        SweepOracle oracle = new SweepOracle(reads, account);
        oracle.walk();
        oracle.compare();
    }

    private void walk() {
        Set<UUID> incarnations = new TreeSet<>();
        for (Stored container : all(Tables.CONTAINER)) {
            incarnations.add(Container.decode("", container.value()).incarnation());
        }
        for (Stored deleted : all(Tables.DELETED_CONTAINER)) {
            incarnations.add(
                    DeletedContainer.decode("", deleted.value()).container().incarnation());
        }
        directories(incarnations);
        for (Stored mark : all(Tables.SNAPSHOT)) {
            assertEquals(true, incarnations.contains(idAt(mark.key(), 18)), "a mark of nowhere");
        }
        for (Stored blob : all(Tables.BLOB)) {
            assertEquals(true, incarnations.contains(idAt(blob.key(), 18)), "a blob of nowhere");
            Blob current = Blob.decode(blob.value());
            content(current.content());
            UUID incarnation = idAt(blob.key(), 18);
            current.traits()
                    .tags()
                    .forEach(
                            (tag, value) ->
                                    index.add(
                                            TagIndex.key(
                                                    account,
                                                    tag,
                                                    value,
                                                    incarnation,
                                                    BlobTarget.name(blob.key()))));
        }
        for (Stored past : all(Tables.HISTORY)) {
            assertEquals(true, incarnations.contains(idAt(past.key(), 18)), "a past of nowhere");
            content(PastBlob.decode(past.value()).blob().content());
        }
        for (Stored open : all(Tables.SESSION)) {
            assertEquals(true, incarnations.contains(idAt(open.key(), 18)), "uploads of nowhere");
            UUID session = Session.decode(open.value()).id();
            sessions.add(session);
            for (Stored block : reads.scanPrefix(Session.blocks(account, session), MANY)) {
                extent(Blocks.extent(block).id());
            }
        }
    }

    /** Adds the directories that lie in one that is known. */
    private void directories(Set<UUID> known) {
        boolean more = true;
        while (more) {
            more = false;
            for (Stored blob : all(Tables.BLOB)) {
                Optional<UUID> id = Tree.id(Optional.of(Blob.decode(blob.value())));
                more |=
                        id.isPresent()
                                && known.contains(idAt(blob.key(), 18))
                                && known.add(id.get());
            }
        }
    }

    private void content(Content content) {
        switch (content) {
            case Content.Inline _, Content.Directory _ -> {}
            case Content.Whole whole -> extent(whole.extent().id());
            case Content.Blocks blocks -> {
                if (uses.merge(blocks.manifest(), 1L, Long::sum) == 1) {
                    manifest(blocks.manifest());
                }
            }
            case Content.Appended appended -> {
                if (uses.merge(appended.chain(), 1L, Long::sum) == 1) {
                    chain(appended.chain());
                }
            }
            case Content.Pages pages -> {
                if (uses.merge(pages.map(), 1L, Long::sum) == 1) {
                    map(pages.map());
                }
            }
        }
    }

    private void manifest(UUID id) {
        for (Stored chunk : reads.scanPrefix(Manifests.prefix(account, id), MANY)) {
            chunks.add(chunk.key());
            Manifests.decode(chunk.value()).forEach(entry -> extent(entry.block().extent().id()));
        }
    }

    private void chain(UUID id) {
        Key prefix = new AppendedBlocks(account, id).prefix();
        for (Stored block : reads.scanPrefix(prefix, MANY)) {
            appended.add(block.key());
            AppendedBlocks.extent(block).ifPresent(it -> extent(it.id()));
        }
    }

    private void map(UUID id) {
        PageMap map = new PageMap(account, id);
        for (Stored record : reads.scanPrefix(map.turn(), MANY)) {
            cells.add(record.key());
            if (!record.key().equals(map.turn())) {
                PageMap.Version cell = PageMap.Version.of(record);
                if (cell.cell().place() instanceof Cell.Place.InRecord) {
                    cellBytes.add(map.bytes(cell.number(), cell.generation()));
                }
                PageMap.extent(record).ifPresent(this::extent);
            }
        }
    }

    private void same(Set<Key> expected, Table table) {
        Set<Key> found = new TreeSet<>();
        all(table).forEach(record -> found.add(record.key()));
        assertEquals(expected, found, table.name());
    }

    private void extent(UUID id) {
        extents.add(id);
        uses.merge(id, 1L, Long::sum);
    }

    private void compare() {
        assertEquals(List.of(), all(Tables.GARBAGE).stream().map(Stored::key).toList(), "garbage");
        Set<UUID> stored = new TreeSet<>();
        all(LOCATIONS).forEach(location -> stored.add(idAt(location.key(), 18)));
        assertEquals(extents, stored, "extents");
        Set<Key> found = new TreeSet<>();
        all(Tables.MANIFEST).forEach(chunk -> found.add(chunk.key()));
        assertEquals(chunks, found, "chunks of manifests");
        same(appended, Tables.APPENDED);
        same(cells, Tables.PAGES);
        same(cellBytes, Tables.PAGE_BYTES);
        for (Table table : List.of(Tables.BLOCK, Tables.BLOCK_COUNT)) {
            Set<UUID> open = new TreeSet<>();
            all(table).forEach(record -> open.add(idAt(record.key(), 18)));
            assertEquals(sessions, open, table.name());
        }
        Set<Key> entries = new TreeSet<>();
        all(Tables.TAG_INDEX).forEach(entry -> entries.add(entry.key()));
        assertEquals(index, entries, "index of tags");
        Map<UUID, Long> counters = new TreeMap<>();
        all(Tables.REFERENCES)
                .forEach(it -> counters.put(idAt(it.key(), 18), References.count(it)));
        Map<UUID, Long> expected = new TreeMap<>();
        uses.forEach(
                (id, count) -> {
                    if (count > 1) {
                        expected.put(id, count - 1);
                    }
                });
        assertEquals(expected, counters, "references");
    }

    private List<Stored> all(Table table) {
        List<Stored> all = reads.scanPrefix(Key.of(account, table), MANY);
        assertEquals(true, all.size() < MANY);
        return all;
    }

    private static UUID idAt(Key key, int at) {
        java.nio.ByteBuffer in = java.nio.ByteBuffer.wrap(key.bytes(), at, 16);
        return new UUID(in.getLong(), in.getLong());
    }
}
