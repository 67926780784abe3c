package fr.bleu.storage;

import fr.bleu.extents.Extent;
import fr.bleu.store.Key;
import fr.bleu.store.Write;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/**
 * Something that no record refers to any more and that the {@link Sweep} is to collect. It is
 * written by the very commit that drops the reference.
 */
sealed interface Garbage {

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

    /** All blobs and sessions of a deleted container. */
    record Incarnation(UUID id) implements Garbage {}

    /** All containers of a deleted account. */
    record Account() implements Garbage {}

    /**
     * A manifest that is being prepared; if it is never published its records go, and with them the
     * references that they counted.
     */
    record Preparation(UUID manifest) implements Garbage {}

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
            case Account account -> out.int8(7);
            case Preparation preparation -> out.int8(8).id(preparation.manifest());
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
            case 7 -> new Account();
            case 8 -> new Preparation(in.id());
            default -> throw new IllegalStateException("garbage of unknown kind " + kind);
        };
    }

    /** What becomes garbage when a blob's content is replaced or deleted; inline bodies vanish. */
    static Optional<Garbage> of(Content content) {
        return switch (content) {
            case Content.Inline inline -> Optional.empty();
            case Content.Whole whole -> Optional.of(new Bytes(whole.extent()));
            case Content.Blocks blocks -> Optional.of(new Manifest(blocks.manifest()));
        };
    }
}
