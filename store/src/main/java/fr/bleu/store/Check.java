package fr.bleu.store;

/** What must still hold when a change commits. The engine tests checks in commit order. */
public sealed interface Check {

    /** The record has this version, so it has not changed since it was read. */
    record Version(Key key, long version) implements Check {}

    /** No record has this key. */
    record Absent(Key key) implements Check {}

    /**
     * No record has a key under {@code prefix}. Whoever writes under the prefix checks {@code
     * guard}'s version, so an engine that locks records locks that one.
     */
    record PrefixEmpty(Key guard, Key prefix) implements Check {}
}
