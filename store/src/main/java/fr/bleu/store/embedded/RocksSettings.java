package fr.bleu.store.embedded;

import fr.bleu.store.engine.Space;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.IndexType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.Statistics;
import org.rocksdb.StatsLevel;
import org.rocksdb.TickerType;
import org.rocksdb.WALRecoveryMode;

/** How RocksDB is set up: memory and files bounded, and a torn log tolerated only at its end. */
final class RocksSettings implements AutoCloseable {

    private static final long MIB = 1 << 20;

    private static final long BLOCK_CACHE_BYTES = 64 * MIB;

    /**
     * Four shards of 16 MiB. RocksDB would make up to 64: what is larger than a shard is read, and
     * decompressed, at every get.
     */
    private static final int BLOCK_CACHE_SHARD_BITS = 2;

    /** Parts of an index or a filter are cached one by one, so that they may outgrow the cache. */
    private static final int METADATA_BLOCK_BYTES = 4 * 1024;

    private static final long WRITE_BUFFER_BYTES = 16 * MIB;
    private static final long ALL_WRITE_BUFFERS_BYTES = 64 * MIB;
    private static final long LOG_BYTES = 32 * MIB;
    private static final int OPEN_FILES = 1_000;

    private final Cache cache = new LRUCache(BLOCK_CACHE_BYTES, BLOCK_CACHE_SHARD_BITS);
    private final BloomFilter filter = new BloomFilter(10);
    private final List<ColumnFamilyDescriptor> families = new ArrayList<>();
    private final Statistics statistics = new Statistics();
    private final DBOptions database;

    RocksSettings() {
        for (Space space : Space.values()) {
            families.add(new ColumnFamilyDescriptor(name(space), family(space)));
        }
        statistics.setStatsLevel(StatsLevel.EXCEPT_DETAILED_TIMERS);
        database =
                new DBOptions()
                        .setStatistics(statistics)
                        .setCreateIfMissing(true)
                        .setCreateMissingColumnFamilies(true)
                        .setParanoidChecks(true)
                        // A power failure may leave any part of what was written after the last
                        // sync, holes included, so the log is read up to its first damaged
                        // record; what comes before, the last sync included, is kept.
                        .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery)
                        .setDbWriteBufferSize(ALL_WRITE_BUFFERS_BYTES)
                        .setMaxTotalWalSize(LOG_BYTES)
                        .setMaxOpenFiles(OPEN_FILES)
                        .setMaxBackgroundJobs(2)
                        .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                        .setMaxLogFileSize(4 * MIB)
                        .setKeepLogFileNum(4);
    }

    /** How often the log was synced. */
    long logSyncs() {
        return statistics.getTickerCount(TickerType.WAL_FILE_SYNCED);
    }

    DBOptions database() {
        return database;
    }

    /** The column families, in the order of {@link Space}. */
    List<ColumnFamilyDescriptor> families() {
        return families;
    }

    /** The name of a space's column family; RocksDB demands one called {@code default}. */
    static byte[] name(Space space) {
        return switch (space) {
            case LEDGER -> RocksDB.DEFAULT_COLUMN_FAMILY.clone();
            case RECORDS -> "records".getBytes(StandardCharsets.US_ASCII);
            case OUTCOMES -> "outcomes".getBytes(StandardCharsets.US_ASCII);
        };
    }

    private ColumnFamilyOptions family(Space space) {
        return new ColumnFamilyOptions()
                .setWriteBufferSize(WRITE_BUFFER_BYTES)
                .setMaxWriteBufferNumber(3)
                // Hashes and sealed bytes do not compress.
                .setCompressionType(
                        space == Space.RECORDS
                                ? CompressionType.LZ4_COMPRESSION
                                : CompressionType.NO_COMPRESSION)
                .setTableFormatConfig(
                        new BlockBasedTableConfig()
                                .setBlockCache(cache)
                                .setCacheIndexAndFilterBlocks(true)
                                .setCacheIndexAndFilterBlocksWithHighPriority(true)
                                .setPinL0FilterAndIndexBlocksInCache(true)
                                .setIndexType(IndexType.kTwoLevelIndexSearch)
                                .setPartitionFilters(true)
                                .setMetadataBlockSize(METADATA_BLOCK_BYTES)
                                .setPinTopLevelIndexAndFilter(true)
                                .setFilterPolicy(filter));
    }

    @Override
    public void close() {
        database.close();
        statistics.close();
        families.forEach(family -> family.getOptions().close());
        filter.close();
        cache.close();
    }
}
