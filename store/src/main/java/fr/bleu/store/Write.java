package fr.bleu.store;

/** One write of a change. */
public sealed interface Write {

    /** The record that is written. */
    Key key();

    /**
     * Puts a record; its new version is the commit's sequence number. The value begins with a
     * format byte.
     */
    record Put(Key key, byte[] value) implements Write {

        public Put {
            if (value.length == 0) {
                throw new IllegalArgumentException("a value begins with a format byte");
            }
        }
    }

    /** Deletes a record; nothing happens if there is none. */
    record Delete(Key key) implements Write {}

    /**
     * Adds to a counter (absent counts as 0; stored as {@code format(1) ‖ int64}). Adds to one
     * counter commute; a sum outside {@code [min, max]} is a conflict.
     */
    record Add(Key key, long delta, long min, long max) implements Write {}
}
