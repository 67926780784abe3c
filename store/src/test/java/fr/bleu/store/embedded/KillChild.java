package fr.bleu.store.embedded;

import fr.bleu.store.Change;
import fr.bleu.store.ChangeId;
import fr.bleu.store.Changes;
import fr.bleu.store.Outcome;
import fr.bleu.store.Store;
import fr.bleu.store.Write;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;

/** Commits from many threads until it is killed; says what it sends and what is acknowledged. */
final class KillChild {

    private static final int WRITERS = 16;
    private static final ReentrantLock OUT = new ReentrantLock();

    private KillChild() {}

    public static void main(String[] args) throws InterruptedException {
        Store store = Stores.rocksdb(Path.of(args[0]), StoreOptions.of(InstantSource.system()));
        Thread last = Thread.currentThread();
        for (int i = 0; i < WRITERS; i++) {
            last = Thread.startVirtualThread(() -> commitForever(store));
        }
        last.join();
    }

    private static void commitForever(Store store) {
        Random random = new Random();
        while (true) {
            ChangeId id = ChangeId.random(System.currentTimeMillis(), random);
            say("sent " + id + " .");
            if (store.commit(change(id)) instanceof Outcome.Committed committed) {
                say("acked " + id + " " + KillTest.describe(committed) + " .");
            }
        }
    }

    private static Change change(ChangeId id) {
        return Changes.withEntries(
                id,
                List.of(),
                List.of(
                        Changes.put("left/" + id, "l"),
                        new Write.Add(Changes.key("count"), 1, 0, Long.MAX_VALUE),
                        Changes.put("right/" + id, "r")),
                Changes.entry(1, id.toString(), true));
    }

    /** One line, whole: the parent reads up to the moment of the kill. */
    private static void say(String line) {
        OUT.lock();
        try {
            PrintStream out = System.out;
            out.print(line + "\n");
            out.flush();
        } finally {
            OUT.unlock();
        }
    }
}
