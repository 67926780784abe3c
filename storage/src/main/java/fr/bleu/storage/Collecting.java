package fr.bleu.storage;

import fr.bleu.extents.Extents;
import fr.bleu.keys.Keys;
import fr.bleu.store.Key;
import fr.bleu.store.Reads.Stored;
import fr.bleu.store.Table;
import fr.bleu.store.Write;
import fr.bleu.trust.CommitResult;
import fr.bleu.trust.Commits;
import fr.bleu.trust.Draft;
import fr.bleu.trust.Names;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Records;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Collects one account's garbage records, one after the other, in as many commits as it takes. Each
 * commit leaves a state from which the next attempt goes on, and holds only if the garbage record
 * is still there.
 */
final class Collecting {
    /** Something was changed by somebody else; what was committed before stays. */
    static final class ConflictException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ConflictException() {
            super("a record was changed meanwhile", null, false, false);
        }
    }

    /** Blocks, blobs or containers that are read at once: with inline bodies 2 MiB. */
    private static final int PAGE = 100;

    /** What all accounts share. */
    record Tools(
            Records reads,
            Commits commits,
            Names names,
            Extents extents,
            InstantSource clock,
            Runnable afterCommit) {}

    private final Tools tools;
    private final Permit permit;
    private final UUID account;
    private final int mostCommits;
    private SweepBatch batch;
    private int commits;

    Collecting(Tools tools, Permit permit, int mostCommits) {
        this.tools = tools;
        this.permit = permit;
        this.account = permit.target().owner();
        this.mostCommits = mostCommits;
        this.batch = newBatch();
    }

    private SweepBatch newBatch() {
        return new SweepBatch(tools.reads(), tools.extents(), account);
    }

    /** Whether as many commits were made as others can wait for. */
    boolean isSpent() {
        return commits >= mostCommits;
    }

    /** Collects one record; what is small commits together with what follows. */
    void collect(Stored record) {
        room();
        switch (Garbage.decode(record.value())) {
            case Garbage.Bytes bytes -> {
                batch.drop(bytes.extent().id());
                batch.delete(record);
            }
            case Garbage.Manifest manifest -> manifest(record, manifest.id());
            case Garbage.Abandoned abandoned -> chunks(record, abandoned.manifest(), true);
            case Garbage.ManifestRecords manifest ->
                    table(record, Tables.MANIFEST, manifest.id(), (_, _) -> {});
            case Garbage.Session session -> session(record, session.id(), true);
            case Garbage.SessionRecords session -> session(record, session.id(), false);
            case Garbage.Incarnation container -> incarnation(record, container.id());
            case Garbage.Account _ -> account(record);
            case Garbage.Preparation preparation -> {
                // From here on it can no longer be published.
                batch.delete(record);
                add(new Garbage.Abandoned(preparation.manifest()));
            }
            case Garbage.Appended appended -> appended(record, appended.chain());
            case Garbage.Pages pages -> pages(record, pages.map());
            case Garbage.Thinning thinning -> thinning(record, thinning);
            case Garbage.Uses uses -> {
                batch.drop(uses.extent(), uses.count());
                batch.delete(record);
            }
            case Garbage.Fork fork -> {
                // From here on it can no longer be published.
                batch.delete(record);
                add(fork.copy());
            }
        }
    }

    /** Commits what has gathered. */
    void flush() {
        if (!batch.isEmpty()) {
            commit(batch.draft());
        }
    }

    private void commit(Draft draft) {
        SweepBatch done = batch;
        batch = newBatch();
        switch (tools.commits().commit(permit, draft)) {
            case CommitResult.Committed _ -> tools.extents().free(done.deletions());
            case CommitResult.Conflict _ -> {
                // It took as long as one that holds.
                counted();
                throw new ConflictException();
            }
        }
        counted();
    }

    private void counted() {
        commits++;
        tools.afterCommit().run();
    }

    private void room() {
        if (!batch.hasRoom()) {
            flush();
        }
    }

    private void add(Garbage garbage) {
        batch.write(garbage.put(account, tools.clock()));
    }

    private void manifest(Stored record, UUID manifest) {
        if (batch.dropShared(manifest)) {
            batch.delete(record);
            return;
        }
        if (batch.drops(manifest)) {
            flush();
        }
        chunks(record, manifest, false);
    }

    /** Drops what the chunks refer to; of an abandoned manifest only what it has counted. */
    private void chunks(Stored record, UUID manifest, boolean countedOnly) {
        Key prefix = Manifests.prefix(account, manifest);
        List<Stored> next = tools.reads().scanPrefix(prefix, 2);
        while (!next.isEmpty()) {
            if (isSpent()) {
                return;
            }
            boolean whole = chunk(next.getFirst(), prefix, countedOnly);
            if (whole && next.size() == 1) {
                break;
            }
            batch.check(record);
            flush();
            next = tools.reads().scanPrefix(prefix, 2);
        }
        batch.delete(record);
    }

    /** Whether all of the chunk fitted; else it is written again without what did. */
    private boolean chunk(Stored chunk, Key manifest, boolean countedOnly) {
        List<Manifests.Entry> entries = Manifests.decode(chunk.value());
        Set<UUID> usedAgain =
                Manifests.countsUses(chunk.value()) ? Set.of() : usedAfter(chunk, manifest);
        int done = 0;
        while (done < entries.size() && batch.hasRoom()) {
            Manifests.Entry entry = entries.get(done++);
            UUID extent = entry.block().extent().id();
            if ((!countedOnly || entry.counted()) && !usedAgain.contains(extent)) {
                batch.drop(extent);
            }
        }
        if (done == entries.size()) {
            batch.delete(chunk);
            return true;
        }
        batch.check(chunk);
        batch.write(new Write.Put(chunk.key(), Manifests.without(chunk.value(), done)));
        return false;
    }

    /**
     * Uses in later chunks, of a manifest that has one reference to an extent however often used.
     */
    private Set<UUID> usedAfter(Stored chunk, Key manifest) {
        Set<UUID> extents = new HashSet<>();
        Key from = chunk.key().next();
        List<Stored> page = tools.reads().scan(from, manifest.afterPrefix(), 1);
        while (!page.isEmpty()) {
            Manifests.decode(page.getFirst().value())
                    .forEach(entry -> extents.add(entry.block().extent().id()));
            page = tools.reads().scan(page.getFirst().key().next(), manifest.afterPrefix(), 1);
        }
        return extents;
    }

    private void appended(Stored record, UUID id) {
        if (batch.dropShared(id)) {
            batch.delete(record);
            return;
        }
        if (batch.drops(id)) {
            flush();
        }
        table(
                record,
                Tables.APPENDED,
                id,
                (block, into) -> AppendedBlocks.extent(block).ifPresent(it -> into.drop(it.id())));
    }

    private void pages(Stored record, UUID map) {
        if (batch.dropShared(map)) {
            batch.delete(record);
            add(new Garbage.Thinning(map, 0));
            return;
        }
        if (batch.drops(map)) {
            flush();
        }
        boolean done =
                table(
                                Tables.PAGES,
                                map,
                                record,
                                (cell, into) -> PageMap.extent(cell).ifPresent(into::drop))
                        && table(Tables.PAGE_BYTES, map, record, (_, _) -> {});
        if (done) {
            room();
            batch.delete(record);
        }
    }

    private void thinning(Stored record, Garbage.Thinning thinning) {
        flush();
        Optional<PageThinning> thin =
                PageThinning.of(tools.reads(), new PageMap(account, thinning.map()));
        OptionalLong next = OptionalLong.of(thinning.from());
        while (thin.isPresent() && next.isPresent() && !isSpent()) {
            next = thin.get().step(batch, next.getAsLong());
            if (next.isPresent()) {
                batch.check(record);
                flush();
            }
        }
        if (thin.isPresent() && next.isPresent()) {
            add(new Garbage.Thinning(thinning.map(), next.getAsLong()));
        }
        batch.delete(record);
    }

    private void session(Stored record, UUID session, boolean dropBlocks) {
        Key counter = Session.counter(account, session);
        if (table(
                Tables.BLOCK,
                session,
                record,
                (block, into) -> {
                    if (dropBlocks) {
                        into.drop(Blocks.extent(block).id());
                    }
                })) {
            batch.write(new Write.Delete(counter));
            batch.delete(record);
        }
    }

    private void incarnation(Stored record, UUID incarnation) {
        boolean done =
                table(Tables.BLOB, incarnation, record, (blob, _) -> blob(incarnation, blob))
                        && table(
                                Tables.HISTORY,
                                incarnation,
                                record,
                                (past, _) -> drop(PastBlob.decode(past.value()).blob()))
                        && table(Tables.SNAPSHOT, incarnation, record, (mark, _) -> {})
                        && table(
                                Tables.SESSION,
                                incarnation,
                                record,
                                (open, _) ->
                                        add(
                                                new Garbage.Session(
                                                        Session.decode(open.value()).id())));
        if (done) {
            room();
            batch.delete(record);
        }
    }

    /** What a current blob refers to, and what refers to it. */
    private void blob(UUID incarnation, Stored record) {
        Blob blob = Blob.decode(record.value());
        String name = BlobTarget.name(record.key());
        TagIndex.deletions(account, blob.traits().tags(), incarnation, name).forEach(batch::write);
        drop(blob);
    }

    private void drop(Blob blob) {
        switch (blob.content()) {
            case Content.Inline _ -> {
                // It goes with its record.
            }
            case Content.Whole whole -> batch.drop(whole.extent().id());
            case Content.Blocks blocks -> add(new Garbage.Manifest(blocks.manifest()));
            case Content.Appended appended -> add(new Garbage.Appended(appended.chain()));
            case Content.Pages pages -> add(new Garbage.Pages(pages.map()));
            case Content.Directory directory -> add(new Garbage.Incarnation(directory.children()));
        }
    }

    private void account(Stored record) {
        boolean empty =
                table(
                                Tables.CONTAINER,
                                record,
                                it -> add(incarnation(Container.decode("", it.value()))))
                        && table(
                                Tables.DELETED_CONTAINER,
                                record,
                                it ->
                                        add(
                                                incarnation(
                                                        DeletedContainer.decode("", it.value())
                                                                .container())))
                        && table(Tables.EXPIRY, record, it -> {})
                        && table(Tables.LIFECYCLE, record, it -> {})
                        && table(Tables.LIFECYCLE_RUN, record, it -> {})
                        && table(Tables.FEED_OUTBOX, record, it -> {})
                        && table(Tables.FEED, record, it -> {})
                        && table(Tables.ENCRYPTION_SCOPE, record, it -> {});
        flush();
        Key garbage = Key.of(account, Tables.GARBAGE);
        if (empty && tools.reads().scanPrefix(garbage, 2).size() == 1) {
            batch.delete(record);
            Keys.endAccountKey(permit.target().tenant(), account).forEach(batch::write);
            Draft draft = batch.draft();
            tools.names().release(draft, AllAccounts.DELETED, account.toString());
            commit(draft);
        }
    }

    private static Garbage incarnation(Container container) {
        return new Garbage.Incarnation(container.incarnation());
    }

    /** Deletes all of the account's records in a table; whether none is left. */
    private boolean table(Table table, Stored record, Consumer<Stored> each) {
        Key prefix = Key.of(account, table);
        List<Stored> page = tools.reads().scanPrefix(prefix, PAGE);
        while (!page.isEmpty() && !isSpent()) {
            for (Stored stored : page) {
                batch.delete(stored);
                each.accept(stored);
            }
            batch.check(record);
            flush();
            page = tools.reads().scanPrefix(prefix, PAGE);
        }
        return page.isEmpty();
    }

    private void table(
            Stored record, Table table, UUID parent, BiConsumer<Stored, SweepBatch> each) {
        if (table(table, parent, record, each)) {
            batch.delete(record);
        }
    }

    /** Deletes all records under a parent; whether none is left. */
    private boolean table(
            Table table, UUID parent, Stored record, BiConsumer<Stored, SweepBatch> each) {
        Key prefix = Key.of(account, table).id(parent);
        List<Stored> page = tools.reads().scanPrefix(prefix, PAGE);
        while (!page.isEmpty()) {
            if (isSpent()) {
                return false;
            }
            for (Stored stored : page) {
                if (!batch.hasRoom()) {
                    batch.check(record);
                    flush();
                }
                batch.delete(stored);
                each.accept(stored, batch);
            }
            if (page.size() < PAGE) {
                return true;
            }
            batch.check(record);
            flush();
            page = tools.reads().scanPrefix(prefix, PAGE);
        }
        return true;
    }
}
