package fr.bleu.storage;

import fr.bleu.store.Reads;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Lists a hierarchical container in the order of its tree: a directory, then what is in it, then
 * the next name. With a delimiter it does not go into directories.
 */
final class TreeWalk {
    /** Records that one level holds, inline bodies and all: 63 levels have at most 32 MiB. */
    private static final int PAGE = 32;

    private final Reads reads;
    private final UUID account;
    private final RunningCopies copies;
    private final BlobListing.Wanted wanted;
    private final Deque<Level> levels = new ArrayDeque<>();

    private TreeWalk(Reads reads, UUID account, RunningCopies copies, BlobListing.Wanted wanted) {
        this.reads = reads;
        this.account = account;
        this.copies = copies;
        this.wanted = wanted;
    }

    /**
     * One page.
     *
     * @throws fr.bleu.http.Failure 409 ResourceTypeMismatch when the prefix leads through a file,
     *     400 for a delimiter that does not part names
     */
    static BlobListing.Page page(
            Reads reads,
            ContainerTarget target,
            UUID root,
            RunningCopies copies,
            BlobListing.Wanted wanted,
            InstantSource clock) {
        if (!wanted.delimiter().isEmpty() && !wanted.delimiter().equals("/")) {
            throw StorageError.INVALID_QUERY_PARAMETER_VALUE.failure("Parameter: delimiter.");
        }
        TreeWalk walk = new TreeWalk(reads, target.account(), copies, wanted);
        if (!wanted.states().deletedOnly()) {
            walk.begin(root, clock);
        }
        List<BlobListing.Entry> entries = new ArrayList<>();
        for (var next = walk.next(); next.isPresent(); next = walk.next()) {
            if (entries.size() == wanted.limit()) {
                return new BlobListing.Page(
                        entries, Optional.of(Position.before(next.get().path())));
            }
            entries.add(next.get().entry());
        }
        return new BlobListing.Page(entries, Optional.empty());
    }

    /** An entry and its path, which has no slash at its end. */
    private record Item(String path, BlobListing.Entry entry) {}

    /**
     * A directory that is being listed.
     *
     * @param path its own, with a slash at its end
     */
    private record Level(String path, NameCursor committed, Optional<NameCursor> uncommitted) {

        Optional<String> name() {
            Optional<String> one = name(committed);
            Optional<String> other = uncommitted.flatMap(Level::name);
            if (one.isEmpty() || other.isEmpty()) {
                return one.or(() -> other);
            }
            return compare(one.get(), other.get()) <= 0 ? one : other;
        }

        private static Optional<String> name(NameCursor cursor) {
            return cursor.hasCurrent() ? Optional.of(cursor.name()) : Optional.empty();
        }

        Optional<Blob> blob(String name) {
            return name(committed).equals(Optional.of(name))
                    ? Optional.of(Blob.decode(committed.record().value()))
                    : Optional.empty();
        }

        void pass(String name) {
            if (name(committed).equals(Optional.of(name))) {
                committed.advance();
            }
            uncommitted
                    .filter(it -> name(it).equals(Optional.of(name)))
                    .ifPresent(NameCursor::advance);
        }
    }

    /** Goes to the directory that the prefix is in, and there to where the page begins. */
    private void begin(UUID root, InstantSource clock) {
        List<String> names = names(wanted.prefix());
        List<String> way = names.subList(0, names.size() - 1);
        if (way.contains("")) {
            return;
        }
        Slot slot = Tree.find(reads, account, root, names, clock);
        slot.checks();
        Optional<List<String>> from = within(way, names(wanted.from().name()));
        if (!slot.isNowhere() && from.isPresent()) {
            String path = way.isEmpty() ? "" : String.join("/", way) + "/";
            enter(slot.directory(), path, slot.name(), from.get());
        }
    }

    private static List<String> names(String path) {
        return Arrays.asList(path.split("/", -1));
    }

    /** What of a place lies within a directory; empty if it is behind all that does. */
    private static Optional<List<String>> within(List<String> directory, List<String> place) {
        for (int i = 0; i < directory.size(); i++) {
            int order = i == place.size() ? -1 : compare(place.get(i), directory.get(i));
            if (order != 0) {
                return order < 0 ? Optional.of(List.of("")) : Optional.empty();
            }
        }
        return Optional.of(
                place.size() == directory.size()
                        ? List.of("")
                        : place.subList(directory.size(), place.size()));
    }

    /**
     * @param from where to begin: what is before the last name was listed already
     */
    private void enter(UUID directory, String path, String prefix, List<String> from) {
        String first = from.getFirst();
        NameCursor committed =
                new NameCursor(
                        reads, Tree.children(account, Tables.BLOB, directory), prefix, first, PAGE);
        levels.push(new Level(path, committed, uncommitted(directory, prefix, first)));
        Level level = levels.peek();
        if (from.size() > 1 && level.name().equals(Optional.of(first))) {
            Optional<UUID> below = Tree.id(level.blob(first));
            level.pass(first);
            List<String> rest = from.subList(1, from.size());
            below.ifPresent(id -> enter(id, path + first + "/", "", rest));
        }
    }

    private Optional<NameCursor> uncommitted(UUID directory, String prefix, String from) {
        return wanted.states().uncommitted()
                ? Optional.of(
                        new NameCursor(
                                reads,
                                Tree.children(account, Tables.SESSION, directory),
                                prefix,
                                from,
                                PAGE))
                : Optional.empty();
    }

    private Optional<Item> next() {
        while (!levels.isEmpty()) {
            Level level = levels.peek();
            Optional<String> name = level.name();
            if (name.isPresent()) {
                return Optional.of(take(level, name.get()));
            }
            levels.pop();
        }
        return Optional.empty();
    }

    private Item take(Level level, String name) {
        String path = level.path() + name;
        Optional<Blob> blob = level.blob(name).map(copies::seen);
        BlobListing.Entry entry =
                blob.map(it -> entry(path, it)).orElseGet(() -> uncommitted(level, path));
        level.pass(name);
        if (wanted.delimiter().isEmpty()) {
            Tree.id(blob).ifPresent(id -> enter(id, path + "/", "", List.of("")));
        }
        return new Item(path, entry);
    }

    private BlobListing.Entry entry(String path, Blob blob) {
        boolean directory = Tree.id(Optional.of(blob)).isPresent();
        if (directory && !wanted.delimiter().isEmpty()) {
            return new BlobListing.Prefix(path + "/", Optional.of(blob));
        }
        ResourceType type = directory ? ResourceType.DIRECTORY : ResourceType.FILE;
        return new BlobListing.Listed(path, blob.withoutBody(), Optional.of(type));
    }

    private static BlobListing.Entry uncommitted(Level level, String path) {
        NameCursor session = level.uncommitted().orElseThrow();
        return new BlobListing.Uncommitted(
                path, Session.decode(session.record().value()).created());
    }

    private static int compare(String one, String other) {
        return Arrays.compareUnsigned(
                one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
