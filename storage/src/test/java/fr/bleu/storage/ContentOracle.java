package fr.bleu.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import fr.bleu.store.Key;
import fr.bleu.store.Reads;
import fr.bleu.store.Reads.Stored;
import fr.bleu.store.Table;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Counts, by walking over all records of {@code acct}, how often each content is referred to, and
 * holds the counters to it. Garbage is a reference until it is swept.
 */
final class ContentOracle {
    private ContentOracle() {}

    static void check(World world) {
        UUID account = world.account("acct").id();
        Reads reads = world.trust.records();
        Map<UUID, Long> referred = new TreeMap<>();
        for (Stored stored : all(reads, account, Tables.BLOB)) {
            note(referred, Blob.decode(stored.value()).content().id());
        }
        for (Stored stored : all(reads, account, Tables.HISTORY)) {
            note(referred, PastBlob.decode(stored.value()).blob().content().id());
        }
        for (Stored stored : all(reads, account, Tables.GARBAGE)) {
            note(referred, content(Garbage.decode(stored.value())));
        }
        Map<UUID, Long> counted = new TreeMap<>();
        referred.keySet().forEach(id -> counted.put(id, References.count(reads, account, id) + 1));
        assertEquals(referred, counted, "references");
    }

    /** Each mark is a live snapshot's, and each of these has one. */
    static void checkMarks(World world) {
        UUID account = world.account("acct").id();
        Reads reads = world.trust.records();
        long live =
                all(reads, account, Tables.HISTORY).stream()
                        .map(stored -> PastBlob.decode(stored.value()))
                        .filter(past -> past.kind() == PastBlob.Kind.SNAPSHOT && past.isLive())
                        .count();
        assertEquals(live, all(reads, account, Tables.SNAPSHOT).size(), "marks of snapshots");
        long expiring =
                all(reads, account, Tables.EXPIRY).stream()
                        .map(stored -> Expiring.decode(stored.value()).key(account))
                        .distinct()
                        .filter(key -> reads.get(key).filter(ContentOracle::isDeleted).isPresent())
                        .count();
        long deleted =
                all(reads, account, Tables.HISTORY).stream()
                        .filter(ContentOracle::isDeleted)
                        .count();
        assertEquals(deleted, expiring, "all that is deleted has an end");
    }

    private static boolean isDeleted(Stored past) {
        return !PastBlob.decode(past.value()).isLive();
    }

    private static Optional<UUID> content(Garbage garbage) {
        return switch (garbage) {
            case Garbage.Bytes bytes -> Optional.of(bytes.extent().id());
            case Garbage.Manifest manifest -> Optional.of(manifest.id());
            case Garbage.Appended appended -> Optional.of(appended.chain());
            default -> Optional.empty();
        };
    }

    private static void note(Map<UUID, Long> referred, Optional<UUID> content) {
        content.ifPresent(id -> referred.merge(id, 1L, Long::sum));
    }

    private static java.util.List<Stored> all(Reads reads, UUID account, Table table) {
        return reads.scanPrefix(Key.of(account, table), 10_000);
    }
}
