package fr.bleu.storage;

import fr.bleu.store.Key;
import fr.bleu.store.Reads;
import fr.bleu.store.Reads.Stored;
import fr.bleu.store.Write;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;

/**
 * Where a page blob's pages are: one record per {@link Cell} and generation, the newest generation
 * of a cell first. What shares a map sees it as of a generation: of each cell the newest record
 * that is not newer. Cells without a record are zeros.
 */
record PageMap(UUID account, UUID id) {
    static final long FIRST_GENERATION = 1;

    private static final int CELL_AT = 18 + 16;
    private static final int GENERATION_AT = CELL_AT + Long.BYTES;
    private static final int KEY_BYTES = GENERATION_AT + Long.BYTES;

    static PageMap of(UUID account, Content.Pages content) {
        return new PageMap(account, content.map());
    }

    /**
     * A cell's record.
     *
     * @param number the cell's first byte is this times 16 KiB
     */
    record Version(Stored stored, long number, long generation, Cell cell) {

        static Version of(Stored stored) {
            ByteBuffer key = ByteBuffer.wrap(stored.key().bytes());
            return new Version(
                    stored,
                    key.getLong(CELL_AT),
                    Long.MAX_VALUE - key.getLong(GENERATION_AT),
                    Cell.decode(stored.value()));
        }

        long start() {
            return number * Cell.BYTES;
        }
    }

    /** Who may write the map: the record of {@link PageTurn}. All other records come behind it. */
    Key turn() {
        return Key.of(account, Tables.PAGES).id(id);
    }

    /** Where the records of a cell begin. */
    Key cell(long number) {
        return turn().number(number);
    }

    Key key(long number, long generation) {
        return cell(number).number(Long.MAX_VALUE - generation);
    }

    /** Where the bytes of a cell are that lie in no extent; they are sealed for this key. */
    Key bytes(long number, long generation) {
        return Key.of(account, Tables.PAGE_BYTES)
                .id(id)
                .number(number)
                .number(Long.MAX_VALUE - generation);
    }

    Write put(long number, long generation, Cell cell) {
        return new Write.Put(key(number, generation), cell.encode());
    }

    /** Puts a cell's bytes. */
    static Write putSealed(Key bytes, byte[] sealed) {
        return new Write.Put(bytes, new Encoder(sealed.length + 8).bytes(sealed).done());
    }

    /** A cell's sealed bytes, which lie in a record. */
    Optional<byte[]> sealed(Reads reads, Version version) {
        return reads.get(bytes(version.number(), version.generation()))
                .map(stored -> new Decoder(stored.value()).bytes());
    }

    /** The extent that a record of the table refers to, if it is a cell's in one. */
    static Optional<UUID> extent(Stored record) {
        return record.key().length() == KEY_BYTES
                        && Cell.decode(record.value()).place() instanceof Cell.Place.InExtent in
                ? Optional.of(in.extent().id())
                : Optional.empty();
    }
}
