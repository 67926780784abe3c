package fr.bleu.storage;

import fr.bleu.extents.Extent;
import fr.bleu.keys.SealingKey;
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
            case Appended appended -> Optional.of(appended.chain());
            case Pages pages -> Optional.of(pages.map());
            case Directory directory -> Optional.empty();
        };
    }

    /** The type of a blob with this content. */
    default BlobType type() {
        return switch (this) {
            case Inline _, Whole _, Blocks _, Directory _ -> BlobType.BLOCK;
            case Appended _ -> BlobType.APPEND;
            case Pages _ -> BlobType.PAGE;
        };
    }

    /** In the record, sealed by the account's key for the record's own key. */
    record Inline(int size, byte[] sealed) implements Content {

        /** No bytes. */
        static Inline empty(SealingKey key, FoundBlob place) {
            return new Inline(0, key.seal(new byte[0], place.key().bytes()));
        }

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

    /**
     * The first blocks of an append blob's; {@link AppendedBlocks} has them.
     *
     * @param chain all blocks that were ever added to it
     * @param blocks how many
     * @param sealed whether no more can be appended
     */
    record Appended(UUID chain, long length, int blocks, boolean sealed) implements Content {

        /** Nothing yet. */
        static Appended empty() {
            return new Appended(UUID.randomUUID(), 0, 0, false);
        }

        Appended withBlock(long bytes) {
            return new Appended(chain, length + bytes, blocks + 1, sealed);
        }

        Appended withSeal() {
            return new Appended(chain, length, blocks, true);
        }

        Appended withChain(UUID other) {
            return new Appended(other, length, blocks, sealed);
        }
    }

    /**
     * A page blob's pages as of a generation; {@link PageMap} has them.
     *
     * @param sequenceNumber the blob's own, which clients use as they like
     * @param generation writes go to it as long as nobody shares it, see {@link PageTurn}
     * @param sharedAt the version of the map's {@link References} when the generation began; 0:
     *     none
     */
    record Pages(UUID map, long length, long sequenceNumber, long generation, long sharedAt)
            implements Content {

        /** All zeros. */
        static Pages empty(long length, long sequenceNumber) {
            return new Pages(
                    UUID.randomUUID(), length, sequenceNumber, PageMap.FIRST_GENERATION, 0);
        }

        Pages withLength(long other) {
            return new Pages(map, other, sequenceNumber, generation, sharedAt);
        }

        Pages withSequenceNumber(long other) {
            return new Pages(map, length, other, generation, sharedAt);
        }

        Pages withGeneration(long other, long shared) {
            return new Pages(map, length, sequenceNumber, other, shared);
        }

        Pages withMap(UUID other) {
            return new Pages(other, length, sequenceNumber, PageMap.FIRST_GENERATION, 0);
        }
    }

    /**
     * None: a directory of a hierarchical container, which shows as an empty block blob.
     *
     * @param children the id behind which its children are
     */
    record Directory(UUID children) implements Content {
        @Override
        public long length() {
            return 0;
        }
    }

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
            case Appended appended -> {
                out.int8(4).id(appended.chain()).int64(appended.length()).int32(appended.blocks());
                out.int8(appended.sealed() ? 1 : 0);
            }
            case Pages pages -> {
                out.int8(5).id(pages.map()).int64(pages.length()).int64(pages.sequenceNumber());
                out.int64(pages.generation()).int64(pages.sharedAt());
            }
            case Directory directory -> out.int8(6).id(directory.children());
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
            case 4 -> new Appended(in.id(), in.int64(), in.int32(), in.int8() != 0);
            case 5 -> new Pages(in.id(), in.int64(), in.int64(), in.int64(), in.int64());
            case 6 -> new Directory(in.id());
            default -> throw new IllegalStateException("content of unknown kind " + kind);
        };
    }
}
