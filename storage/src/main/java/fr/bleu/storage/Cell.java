package fr.bleu.storage;

import fr.bleu.extents.Extent;

/**
 * 32 pages of a page blob as one generation left them. In masks the lowest bit is the first page.
 *
 * @param valid pages that have bytes; the others are zeros
 * @param touched pages that were written or cleared in this generation
 * @param place where the bytes are
 */
record Cell(int valid, int touched, Place place) {
    /** Bytes of a page. */
    static final int PAGE_BYTES = 512;

    /** Pages of a cell. */
    static final int PAGES = 32;

    /** Bytes of a cell. */
    static final int BYTES = PAGES * PAGE_BYTES;

    /** All pages. */
    static final int ALL = -1;

    /** Where the bytes of the valid pages are. */
    sealed interface Place {
        /** There is no valid page. */
        record Nowhere() implements Place {}

        /** In a record of their own, one after the other, without what is between them. */
        record InRecord() implements Place {}

        /**
         * In an extent, where the cell has all its bytes.
         *
         * @param offset where the cell begins in it
         */
        record InExtent(Extent extent, long offset) implements Place {}
    }

    /** Which pages of a cell lie in a range; its ends are multiples of 512. */
    static int mask(long cell, ByteRange range) {
        long start = cell * BYTES;
        long from = Math.max(range.offset(), start);
        long to = Math.min(range.end(), start + BYTES);
        if (from >= to) {
            return 0;
        }
        int first = (int) ((from - start) / PAGE_BYTES);
        int count = (int) ((to - from) / PAGE_BYTES);
        return (count == PAGES ? ALL : (1 << count) - 1) << first;
    }

    /** Whether a page has bytes. */
    static boolean has(int mask, int page) {
        return (mask >>> page & 1) != 0;
    }

    /** The bytes of some pages of a whole cell, without what is between them. */
    static byte[] pack(byte[] whole, int mask) {
        byte[] packed = new byte[Integer.bitCount(mask) * PAGE_BYTES];
        int at = 0;
        for (int page = 0; page < PAGES; page++) {
            if (has(mask, page)) {
                System.arraycopy(whole, page * PAGE_BYTES, packed, at, PAGE_BYTES);
                at += PAGE_BYTES;
            }
        }
        return packed;
    }

    /** A whole cell of what {@link #pack} gave; the other pages are zeros. */
    static byte[] unpack(byte[] packed, int mask) {
        byte[] whole = new byte[BYTES];
        int at = 0;
        for (int page = 0; page < PAGES; page++) {
            if (has(mask, page)) {
                System.arraycopy(packed, at, whole, page * PAGE_BYTES, PAGE_BYTES);
                at += PAGE_BYTES;
            }
        }
        return whole;
    }

    byte[] encode() {
        Encoder out = new Encoder(160).int32(valid).int32(touched);
        switch (place) {
            case Place.Nowhere nowhere -> out.int8(1);
            case Place.InRecord record -> out.int8(2);
            case Place.InExtent in -> out.int8(3).bytes(in.extent().encode()).int64(in.offset());
        }
        return out.done();
    }

    static Cell decode(byte[] value) {
        Decoder in = new Decoder(value);
        return new Cell(in.int32(), in.int32(), place(in));
    }

    private static Place place(Decoder in) {
        int kind = in.int8();
        return switch (kind) {
            case 1 -> new Place.Nowhere();
            case 2 -> new Place.InRecord();
            case 3 -> new Place.InExtent(Extent.decode(in.bytes()), in.int64());
            default -> throw new IllegalStateException("a cell of unknown kind " + kind);
        };
    }
}
