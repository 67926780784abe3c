package fr.bleu.storage;

import fr.bleu.extents.Extent;
import java.util.Optional;
import java.util.UUID;

/** Where a blob's bytes are. */
sealed interface Content {
    /** The largest body that lives in the record, in bytes. */
    int MAX_INLINE_BYTES = 16 * 1024;

    /** Plaintext bytes. */
    long length();

    /** What {@link References} count it under; a body in the record is nobody else's. */
    default Optional<UUID> id() {
        return switch (this) {
            case Inline inline -> Optional.empty();
            case Whole whole -> Optional.of(whole.extent().id());
            case Blocks blocks -> Optional.of(blocks.manifest());
        };
    }

    /** In the record, sealed by the account's key for the record's own key. */
    record Inline(int size, byte[] sealed) implements Content {
        @Override
        public long length() {
            return size;
        }
    }

    /** One extent. */
    record Whole(Extent extent) implements Content {
        @Override
        public long length() {
            return extent.length();
        }
    }

    /**
     * The blocks of an immutable manifest.
     *
     * @param blocks how many
     * @param chunkStarts at which byte each of the manifest's chunks begins
     */
    record Blocks(UUID manifest, long length, int blocks, long[] chunkStarts) implements Content {}

    default void encode(Encoder out) {
        switch (this) {
            case Inline inline -> out.int8(1).int32(inline.size()).bytes(inline.sealed());
            case Whole whole -> out.int8(2).bytes(whole.extent().encode());
            case Blocks list -> {
                out.int8(3).id(list.manifest()).int64(list.length()).int32(list.blocks());
                out.int32(list.chunkStarts().length);
                for (long start : list.chunkStarts()) {
                    out.int64(start);
                }
            }
        }
    }

    static Content decode(Decoder in) {
        int kind = in.int8();
        return switch (kind) {
            case 1 -> new Inline(in.int32(), in.bytes());
            case 2 -> new Whole(Extent.decode(in.bytes()));
            case 3 -> {
                UUID manifest = in.id();
                long length = in.int64();
                int blocks = in.int32();
                long[] starts = new long[in.int32()];
                for (int i = 0; i < starts.length; i++) {
                    starts[i] = in.int64();
                }
                yield new Blocks(manifest, length, blocks, starts);
            }
            default -> throw new IllegalStateException("content of unknown kind " + kind);
        };
    }
}
