package fr.bleu.store.embedded;

import fr.bleu.store.Change;
import fr.bleu.store.ChangeId;
import fr.bleu.store.Key;
import fr.bleu.store.Outcome;
import fr.bleu.store.Room;
import fr.bleu.store.Store;
import fr.bleu.store.Table;
import fr.bleu.store.Write;
import fr.bleu.store.disk.RealDisk;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * Fills a small real disk with RocksDB's records until nothing is taken any more: {@code FullStore
 * FOLDER RESERVE_MIB}. Reads must go on, nothing may be lost, also after opening again; run it on
 * {@code mount -t tmpfs -o size=64m}.
 */
final class FullStore {
    private static final Table TABLE = Table.of(200, "filling");
    private static final UUID OWNER = new UUID(1, 1);

    private FullStore() {}

    public static void main(String[] args) {
        Path folder = Path.of(args[0]);
        long reserve = Long.parseLong(args[1]) << 20;
        RealDisk disk = new RealDisk(folder);
        StoreOptions options =
                StoreOptions.of(InstantSource.system())
                        .withRoom(() -> Room.of(disk.usableBytes(), reserve));
        List<byte[]> values = new ArrayList<>();
        Random random = new Random(1);
        try (Store store = Stores.rocksdb(folder.resolve("store"), options)) {
            boolean scarce = false;
            while (true) {
                byte[] value = new byte[64 << 10];
                random.nextBytes(value);
                value[0] = 1;
                Outcome outcome = store.commit(change(values.size(), value));
                if (outcome instanceof Outcome.Busy) {
                    break;
                }
                if (!(outcome instanceof Outcome.Committed)) {
                    throw new AssertionError(outcome);
                }
                values.add(value);
                scarce |= store.room() == Room.SCARCE;
            }
            System.out.println(
                    values.size()
                            + " records; scarce first: "
                            + scarce
                            + "; left: "
                            + (disk.usableBytes() >> 20)
                            + " MiB");
            check(store, values);
        }
        try (Store store = Stores.rocksdb(folder.resolve("store"), options)) {
            check(store, values);
            System.out.println("opened again, all there; room: " + store.room());
        }
    }

    private static Change change(int number, byte[] value) {
        return new Change(
                ChangeId.random(System.currentTimeMillis(), new Random()),
                OWNER,
                List.of(),
                List.of(new Write.Put(Key.of(OWNER, TABLE).number(number), value)),
                List.of());
    }

    private static void check(Store store, List<byte[]> values) {
        for (int i = 0; i < values.size(); i++) {
            byte[] found = store.get(Key.of(OWNER, TABLE).number(i)).orElseThrow().value();
            if (!Arrays.equals(found, values.get(i))) {
                throw new AssertionError("record " + i);
            }
        }
    }
}
