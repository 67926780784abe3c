package fr.bleu.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import fr.bleu.store.Key;
import fr.bleu.store.Reads.Stored;
import fr.bleu.store.Table;
import fr.bleu.trust.Records;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Walks over an account's records: each content has as many references as refer to it. */
final class CopyOracle {
    private CopyOracle() {}

    /** Holds blobs and garbage together to the counters. */
    static void check(World world) {
        UUID account = world.account("acct").id();
        Records records = world.trust.records();
        Map<UUID, Long> expected = new HashMap<>();
        for (Stored stored : all(records, account, Tables.BLOB)) {
            Blob.decode(stored.value())
                    .content()
                    .id()
                    .ifPresent(id -> expected.merge(id, 1L, Long::sum));
        }
        for (Stored stored : all(records, account, Tables.GARBAGE)) {
            Garbage garbage = Garbage.decode(stored.value());
            if (garbage instanceof Garbage.Bytes bytes) {
                expected.merge(bytes.extent().id(), 1L, Long::sum);
            }
            if (garbage instanceof Garbage.Manifest manifest) {
                expected.merge(manifest.id(), 1L, Long::sum);
            }
        }
        Map<UUID, Long> counted = new HashMap<>();
        expected.keySet()
                .forEach(id -> counted.put(id, 1 + References.count(records, account, id)));
        assertEquals(expected, counted);
    }

    private static List<Stored> all(Records records, UUID account, Table table) {
        Key prefix = Key.of(account, table);
        return records.scan(prefix, prefix.afterPrefix(), 10_000);
    }

    /** References beside the first. */
    static long references(World world, String container, String name) {
        UUID account = world.account("acct").id();
        Records records = world.trust.records();
        ContainerTarget place = new ContainerTarget(world.tenant, account, container);
        UUID incarnation =
                Container.decode(container, records.get(place.key()).orElseThrow().value())
                        .incarnation();
        Blob blob =
                Blob.decode(
                        records.get(Slot.flat(account, incarnation, name).key())
                                .orElseThrow()
                                .value());
        return References.count(records, account, blob.content().id().orElseThrow());
    }
}
