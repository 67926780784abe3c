package fr.bleu.store.postgres;

import fr.bleu.store.Change;
import fr.bleu.store.Outcome;
import fr.bleu.store.Store;
import java.util.List;
import java.util.Random;

/** A node in a process of its own, which commits until it is killed, and says so. */
final class NodeChild {

    private static final int WRITERS = 4;

    private NodeChild() {}

    /** Arguments: the database, the server's port. */
    public static void main(String[] args) throws InterruptedException {
        Store store =
                PostgresStore.open(Cluster.options(args[0], List.of(Integer.parseInt(args[1]))));
        Thread last = Thread.currentThread();
        for (int i = 0; i < WRITERS; i++) {
            last = Thread.startVirtualThread(() -> commitForever(store));
        }
        last.join();
    }

    private static void commitForever(Store store) {
        Random random = new Random();
        while (true) {
            Change change = CommitOracle.change(random);
            say("sent " + change.id() + " .");
            if (store.commit(change) instanceof Outcome.Committed committed) {
                say("acked " + change.id() + " " + committed.sequence() + " .");
            }
        }
    }

    private static synchronized void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
