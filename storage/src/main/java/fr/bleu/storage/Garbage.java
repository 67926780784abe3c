package fr.bleu.storage;

import fr.bleu.extents.Extent;
import fr.bleu.store.Key;
import fr.bleu.store.Write;
import fr.bleu.trust.Scope;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/**
 * Something that no record refers to any more and that the {@link Sweep} is to collect. It is
 * written by the very commit that drops the reference.
 */
sealed interface Garbage {
    /** Where the time stands in a key: behind owner and table. */
    int TIME_AT = 18;

    /** One reference to an extent, and with the last one the extent. */
    record Bytes(Extent extent) implements Garbage {}

    /** One reference to a manifest, and with the last one a reference to each of its extents. */
    record Manifest(UUID id) implements Garbage {}

    /** A manifest whose extents went to a newer one; written before references were counted. */
    record ManifestRecords(UUID id) implements Garbage {}

    /** An upload session with its blocks' extents. */
    record Session(UUID id) implements Garbage {}

    /** An upload session whose extents live on in a manifest. */
    record SessionRecords(UUID id) implements Garbage {}

    /** All blobs and sessions of a deleted container, or directory. */
    record Incarnation(UUID id) implements Garbage {}

    /**
     * All containers of a deleted account, then the account's key.
     *
     * @param scope where it was, for the ledger
     */
    record Account(Scope scope) implements Garbage {}

    /**
     * A manifest that is being prepared; if it is never published its records go, and with them the
     * references that they counted.
     */
    record Preparation(UUID manifest) implements Garbage {}

    /** A manifest that was prepared and can no longer be published. */
    record Abandoned(UUID manifest) implements Garbage {}

    /** One reference to an append blob's blocks, and with the last one all of them. */
    record Appended(UUID chain) implements Garbage {}

    /**
     * One reference to a page map, and with the last one the map; before, what only that reference
     * showed.
     */
    record Pages(UUID map) implements Garbage {}

    /**
     * What nobody who is left sees of a page map.
     *
     * @param from cells before it were looked at
     */
    record Thinning(UUID map, long from) implements Garbage {}

    /** References to an extent. */
    record Uses(UUID extent, long count) implements Garbage {}

    /** A copy of appended blocks or of pages that is being made; it goes if it is not published. */
    record Fork(Garbage copy) implements Garbage {}

    /** Whether it is collected only when it is old, since it may still be published. */
    default boolean maybeUsed() {
        return this instanceof Preparation || this instanceof Fork;
    }

    /** When a record was written. */
    static Stamp writtenAt(Key key) {
        return new Stamp(ByteBuffer.wrap(key.bytes(), TIME_AT, Long.BYTES).getLong());
    }

    /** The record to write. */
    default Write.Put put(UUID account, InstantSource clock) {
        return new Write.Put(
                Key.of(account, Tables.GARBAGE)
                        .number(Stamp.now(clock).ticks())
                        .id(UUID.randomUUID()),
                encode());
    }

    default byte[] encode() {
        Encoder out = new Encoder(32);
        switch (this) {
            case Bytes bytes -> out.int8(1).bytes(bytes.extent().encode());
            case Manifest manifest -> out.int8(2).id(manifest.id());
            case ManifestRecords manifest -> out.int8(3).id(manifest.id());
            case Session session -> out.int8(4).id(session.id());
            case SessionRecords session -> out.int8(5).id(session.id());
            case Incarnation container -> out.int8(6).id(container.id());
            case Account account -> out.int8(7).text(account.scope().path());
            case Preparation preparation -> out.int8(8).id(preparation.manifest());
            case Abandoned abandoned -> out.int8(9).id(abandoned.manifest());
            case Appended appended -> out.int8(10).id(appended.chain());
            case Pages pages -> out.int8(11).id(pages.map());
            case Thinning thinning -> out.int8(12).id(thinning.map()).int64(thinning.from());
            case Uses uses -> out.int8(13).id(uses.extent()).int64(uses.count());
            case Fork fork -> out.int8(14).bytes(fork.copy().encode());
        }
        return out.done();
    }

    static Garbage decode(byte[] value) {
        Decoder in = new Decoder(value);
        int kind = in.int8();
        return switch (kind) {
            case 1 -> new Bytes(Extent.decode(in.bytes()));
            case 2 -> new Manifest(in.id());
            case 3 -> new ManifestRecords(in.id());
            case 4 -> new Session(in.id());
            case 5 -> new SessionRecords(in.id());
            case 6 -> new Incarnation(in.id());
            // Written by the first version without the scope.
            case 7 -> new Account(Scope.of(in.hasMore() ? in.text() : ""));
            case 8 -> new Preparation(in.id());
            case 9 -> new Abandoned(in.id());
            case 10 -> new Appended(in.id());
            case 11 -> new Pages(in.id());
            case 12 -> new Thinning(in.id(), in.int64());
            case 13 -> new Uses(in.id(), in.int64());
            case 14 -> new Fork(decode(in.bytes()));
            default -> throw new IllegalStateException("garbage of unknown kind " + kind);
        };
    }

    /** What becomes garbage when a blob's content is replaced or deleted; inline bodies vanish. */
    static Optional<Garbage> of(Content content) {
        return switch (content) {
            case Content.Inline inline -> Optional.empty();
            case Content.Whole whole -> Optional.of(new Bytes(whole.extent()));
            case Content.Blocks blocks -> Optional.of(new Manifest(blocks.manifest()));
            case Content.Appended appended -> Optional.of(new Appended(appended.chain()));
            case Content.Pages pages -> Optional.of(new Pages(pages.map()));
            // Nothing but uploads can be left in it.
            case Content.Directory directory -> Optional.of(new Incarnation(directory.children()));
        };
    }
}
