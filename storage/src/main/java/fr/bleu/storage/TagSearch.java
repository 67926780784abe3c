package fr.bleu.storage;

import fr.bleu.store.Key;
import fr.bleu.store.Reads;
import fr.bleu.store.Reads.Stored;
import fr.bleu.store.Snapshot;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Records;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Find Blobs by Tags, over an account or one of its containers. */
public final class TagSearch {
    /**
     * Index entries that one page looks at; a page may end with fewer blobs than were asked for.
     */
    private static final int MAX_EXAMINED = 10_000;

    private static final int SCAN = 256;

    private final Records records;

    TagSearch(Records records) {
        this.records = records;
    }

    /** A blob, and those of its tags that it was found by. */
    public record Match(String container, String blob, Map<String, String> tags) {}

    /** A page; {@code next} is where the next one begins. */
    public record Page(List<Match> matches, Optional<byte[]> next) {}

    /** An index entry's place: what its key says. */
    private record Place(UUID incarnation, String blob) {}

    /** Searches the account that the permit names. */
    public Page inAccount(Permit permit, TagQuery query, byte[] from, int limit) {
        try (Snapshot snapshot = records.snapshot()) {
            UUID account = permit.target().owner();
            requireFlat(snapshot, account);
            Containers named = new Containers(snapshot, account);
            return page(snapshot, account, query, from, limit, named);
        }
    }

    private static void requireFlat(Reads reads, UUID account) {
        boolean hierarchical =
                reads.get(AccountRecord.key(account))
                        .filter(it -> AccountRecord.settings(it.value()).hierarchical())
                        .isPresent();
        if (hierarchical) {
            throw StorageError.NOT_YET_SUPPORTED_IN_HIERARCHY.failure();
        }
    }

    /** Searches the container that the permit names. */
    public Page inContainer(Permit permit, TagQuery query, byte[] from, int limit) {
        ContainerTarget target = ContainerTarget.of(permit);
        try (Snapshot snapshot = records.snapshot()) {
            Tree.requireFlat(
                    snapshot.get(target.key())
                            .map(it -> Container.decode(target.name(), it.value()))
                            .orElseThrow(StorageError.CONTAINER_NOT_FOUND::failure));
            boolean another = query.container().filter(it -> !it.equals(target.name())).isPresent();
            if (another) {
                return new Page(List.of(), Optional.empty());
            }
            Containers named = new Containers(snapshot, target.account());
            TagQuery here = new TagQuery(query.comparisons(), Optional.of(target.name()));
            return page(snapshot, target.account(), here, from, limit, named);
        }
    }

    private static Page page(
            Reads reads,
            UUID account,
            TagQuery query,
            byte[] from,
            int limit,
            Containers containers) {
        Range range = Range.of(account, query.leading(), from);
        List<Match> matches = new ArrayList<>();
        Key next = range.from();
        int examined = 0;
        while (true) {
            List<Stored> entries = reads.scan(next, range.to(), SCAN);
            for (Stored entry : entries) {
                if (matches.size() == limit || examined++ == MAX_EXAMINED) {
                    return new Page(matches, Optional.of(range.marker(entry.key())));
                }
                match(reads, account, query, range, entry, containers).ifPresent(matches::add);
            }
            if (entries.size() < SCAN) {
                return new Page(matches, Optional.empty());
            }
            next = entries.getLast().key().next();
        }
    }

    private static Optional<Match> match(
            Reads reads,
            UUID account,
            TagQuery query,
            Range range,
            Stored entry,
            Containers containers) {
        String container = TagIndex.container(entry.value());
        Place place = range.place(entry.key());
        boolean elsewhere = query.container().filter(it -> !it.equals(container)).isPresent();
        if (elsewhere || !containers.isCurrent(container, place.incarnation())) {
            return Optional.empty();
        }
        Key key = Key.of(account, Tables.BLOB).id(place.incarnation()).text(place.blob());
        return reads.get(key)
                .map(stored -> Blob.decode(stored.value()).traits().tags())
                .filter(query::holds)
                .map(tags -> new Match(container, place.blob(), query.matched(tags)));
    }

    /** Tells live entries from those of deleted containers; reads each container once. */
    private static final class Containers {
        private final Reads reads;
        private final UUID account;
        private final Map<String, Optional<UUID>> incarnations = new HashMap<>();

        Containers(Reads reads, UUID account) {
            this.reads = reads;
            this.account = account;
        }

        boolean isCurrent(String name, UUID incarnation) {
            return incarnations
                    .computeIfAbsent(name, this::incarnation)
                    .filter(incarnation::equals)
                    .isPresent();
        }

        private Optional<UUID> incarnation(String name) {
            return reads.get(Key.of(account, Tables.CONTAINER).text(name))
                    .map(stored -> Container.decode(name, stored.value()).incarnation());
        }
    }

    /** The stretch of the index in which one comparison can hold. */
    private record Range(Key tag, Key from, Key to) {

        static Range of(UUID account, TagExpression.Comparison leading, byte[] marker) {
            Key tag = TagIndex.prefix(account, leading.tag());
            Key value = tag.textPrefix(leading.value());
            Key exact = tag.text(leading.value());
            Key from =
                    switch (leading.operator()) {
                        case EQUAL -> exact;
                        case GREATER, GREATER_OR_EQUAL -> value;
                        case LESS, LESS_OR_EQUAL, NOT_EQUAL -> tag;
                    };
            Key to =
                    switch (leading.operator()) {
                        case EQUAL, LESS_OR_EQUAL -> exact.afterPrefix();
                        case LESS -> exact;
                        case GREATER, GREATER_OR_EQUAL, NOT_EQUAL -> tag.afterPrefix();
                    };
            if (marker.length == 0) {
                return new Range(tag, from, to);
            }
            Key resumed = tag.append(marker);
            return new Range(tag, resumed.compareTo(from) > 0 ? resumed : from, to);
        }

        /** The end of an entry's key, behind the tag. */
        byte[] marker(Key entry) {
            byte[] bytes = entry.bytes();
            return Arrays.copyOfRange(bytes, tag.length(), bytes.length);
        }

        Place place(Key entry) {
            byte[] rest = marker(entry);
            int value = 0;
            while (rest[value] != 0) {
                value++;
            }
            ByteBuffer id = ByteBuffer.wrap(rest, value + 1, 16);
            int name = value + 17;
            return new Place(
                    new UUID(id.getLong(), id.getLong()),
                    new String(rest, name, rest.length - name - 1, StandardCharsets.UTF_8));
        }
    }
}
