package fr.bleu.store;

import java.util.List;
import java.util.Optional;

/** Reads of committed records. */
public interface Reads {

    /** A record, if there is one. */
    Optional<Stored> get(Key key);

    /** Several records at once, each in its key's place; a store far away is asked once. */
    default List<Optional<Stored>> getAll(List<Key> keys) {
        return keys.stream().map(this::get).toList();
    }

    /**
     * Records with {@code from <= key < to}, in key order.
     *
     * @param limit the most records to return, 1 to 10,000
     */
    List<Stored> scan(Key from, Key to, int limit);

    /** The first {@code limit} records whose keys begin with {@code prefix}. */
    default List<Stored> scanPrefix(Key prefix, int limit) {
        return scan(prefix, prefix.afterPrefix(), limit);
    }

    /** A record: its key, its version (the sequence number of its last commit), its value. */
    record Stored(Key key, long version, byte[] value) {

        /** The check that this record has not changed since. */
        public Check unchanged() {
            return new Check.Version(key, version);
        }
    }
}
