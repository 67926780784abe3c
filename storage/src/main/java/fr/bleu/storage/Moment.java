package fr.bleu.storage;

/** Which state of a blob is meant: what it is, or what it was. */
public sealed interface Moment {
    /** The blob as it stands. */
    Moment NOW = new Now();

    /** The blob as it stands. */
    record Now() implements Moment {}

    /** The snapshot that was taken then. */
    record Snapshot(Stamp at) implements Moment {}

    /** The version of this id, the current one included. */
    record Version(Stamp id) implements Moment {}
}
