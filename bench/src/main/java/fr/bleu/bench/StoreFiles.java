package fr.bleu.bench;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** What a record store that nobody has open holds on the disk, by column family. */
final class StoreFiles {

    private StoreFiles() {}

    /** Bytes of each family's table files; the ledger's is {@code default}. */
    static Map<String, Long> bytes(Path folder) throws RocksDBException {
        RocksDB.loadLibrary();
        List<ColumnFamilyDescriptor> families = new ArrayList<>();
        try (Options options = new Options()) {
            for (byte[] name : RocksDB.listColumnFamilies(options, folder.toString())) {
                families.add(new ColumnFamilyDescriptor(name));
            }
        }
        Map<String, Long> bytes = new TreeMap<>();
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        try (DBOptions options = new DBOptions();
                RocksDB store =
                        RocksDB.openReadOnly(options, folder.toString(), families, handles)) {
            for (ColumnFamilyHandle handle : handles) {
                bytes.put(
                        new String(handle.getName(), StandardCharsets.US_ASCII),
                        store.getLongProperty(handle, "rocksdb.total-sst-files-size"));
                handle.close();
            }
        }
        return bytes;
    }
}
