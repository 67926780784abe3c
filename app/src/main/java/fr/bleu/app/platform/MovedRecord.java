package fr.bleu.app.platform;

import fr.bleu.app.CommandFailure;
import fr.bleu.store.Change;
import fr.bleu.store.ChangeId;
import fr.bleu.store.Key;
import fr.bleu.store.Outcome;
import fr.bleu.store.Reads;
import fr.bleu.store.Store;
import fr.bleu.store.Table;
import fr.bleu.store.Write;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * A store's own word that it is none any more: {@code format(1) = 1 ‖ text}, where its data went.
 * Copies of a folder and nodes with a private folder of their own find it, too.
 */
public final class MovedRecord {

    static final Table TABLE = Table.of(15, "moved");

    private static final byte FORMAT = 1;

    private MovedRecord() {}

    private static Key key() {
        return Key.of(Key.PLATFORM, TABLE);
    }

    /**
     * Refuses a store that was moved.
     *
     * @throws CommandFailure with the place where it went
     */
    public static void refuse(Reads store) {
        in(store)
                .ifPresent(
                        where -> {
                            throw new CommandFailure(
                                    "this cloud was moved to "
                                            + where
                                            + " (docs/operations.md, \"Move\", says how to undo"
                                            + " it)");
                        });
    }

    /** Where a store's data went, if it has the mark. */
    public static Optional<String> in(Reads store) {
        return store.get(key())
                .map(Reads.Stored::value)
                .map(text -> new String(text, 1, text.length - 1, StandardCharsets.UTF_8));
    }

    public static void write(Store store, String where) {
        byte[] text = where.getBytes(StandardCharsets.UTF_8);
        byte[] value = new byte[1 + text.length];
        value[0] = FORMAT;
        System.arraycopy(text, 0, value, 1, text.length);
        commit(store, new Write.Put(key(), value));
    }

    public static void remove(Store store) {
        commit(store, new Write.Delete(key()));
    }

    private static void commit(Store store, Write write) {
        ChangeId id = ChangeId.random(InstantSource.system().millis(), new SecureRandom());
        Change change = new Change(id, Key.PLATFORM, List.of(), List.of(write), List.of());
        if (!(store.commit(change) instanceof Outcome.Committed)) {
            throw new CommandFailure("the source's store does not take its mark: try again");
        }
    }
}
