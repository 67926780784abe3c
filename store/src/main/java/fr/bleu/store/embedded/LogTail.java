package fr.bleu.store.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Cuts what a power failure may leave behind the last sync of RocksDB's newest log: everything from
 * its first damaged record. Recovery ends there in any case (see {@link RocksSettings}); but
 * RocksDB, from 9.3 to 11.8 at least, reads for ever when that record looks like one of a reused
 * log whose length reaches beyond the file (its issue 13333). Older logs are left alone: they were
 * synced to their ends before a newer one was begun.
 *
 * <p>A log is blocks of 32 KiB, filled by records: {@code checksum(4) ‖ length(2) ‖ type(1) ‖
 * payload}, little-endian; less than a header at a block's end is padding. The checksum is a masked
 * CRC-32C of type and payload. See RocksDB's wiki, "Write Ahead Log File Format".
 */
final class LogTail {
    private static final int BLOCK_BYTES = 32 * 1024;
    private static final int HEADER_BYTES = 7;
    private static final int LENGTH_AT = 4;
    private static final int TYPE_AT = 6;
    private static final int CHECKSUM_MASK = 0xa282ead8;

    private LogTail() {}

    /** Cuts the newest log of a database, if there is one. */
    static void cut(Path database) throws IOException {
        Optional<Path> newest = newest(database);
        if (newest.isEmpty()) {
            return;
        }
        try (FileChannel log =
                FileChannel.open(newest.get(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long whole = wholeBytes(log);
            if (whole < log.size()) {
                log.truncate(whole);
                log.force(true);
            }
        }
    }

    /** Whether the newest log of a database, if there is one, has nothing to cut. */
    static boolean isWhole(Path database) throws IOException {
        Optional<Path> newest = newest(database);
        if (newest.isEmpty()) {
            return true;
        }
        try (FileChannel log = FileChannel.open(newest.get(), StandardOpenOption.READ)) {
            return wholeBytes(log) == log.size();
        }
    }

    private static Optional<Path> newest(Path database) throws IOException {
        if (Files.notExists(database)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(database)) {
            return files.filter(file -> file.getFileName().toString().matches("[0-9]{1,18}\\.log"))
                    .max(Comparator.comparingLong(LogTail::number));
        }
    }

    private static long number(Path log) {
        String name = log.getFileName().toString();
        return Long.parseLong(name.substring(0, name.indexOf('.')));
    }

    /** How long the log is up to its first damaged record. */
    private static long wholeBytes(FileChannel log) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (long start = 0; start < log.size(); start += BLOCK_BYTES) {
            block.clear();
            while (block.hasRemaining() && log.read(block, start + block.position()) > 0) {
                continue;
            }
            block.flip();
            int whole = wholeBytes(block);
            if (whole < block.limit()) {
                return start + whole;
            }
        }
        return log.size();
    }

    private static int wholeBytes(ByteBuffer block) {
        int at = 0;
        while (at + HEADER_BYTES <= block.limit()) {
            int length = Short.toUnsignedInt(block.getShort(at + LENGTH_AT));
            int end = at + HEADER_BYTES + length;
            if (end > block.limit() || !isIntact(block, at, length)) {
                return at;
            }
            at = end;
        }
        // Padding, unless the file ends in the midst of a header.
        return block.limit() == BLOCK_BYTES ? BLOCK_BYTES : at;
    }

    private static boolean isIntact(ByteBuffer block, int at, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(block.slice(at + TYPE_AT, 1 + length));
        int plain = (int) checksum.getValue();
        int masked = Integer.rotateRight(plain, 15) + CHECKSUM_MASK;
        return masked == block.getInt(at);
    }
}
