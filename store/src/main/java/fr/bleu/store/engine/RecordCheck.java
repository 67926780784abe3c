package fr.bleu.store.engine;

import fr.bleu.ledger.Merkle;
import fr.bleu.store.Key;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/** Goes over the records and the outcomes of a store. */
final class RecordCheck {

    /** Format, owner and table. */
    private static final int KEY_HEADER_BYTES = 1 + 16 + 1;

    private static final int NAMED_BYTES = 6;

    private final EngineView view;
    private final Head head;
    private final IntPredicate knownTable;
    private final Consumer<String> found;
    private long records;

    RecordCheck(EngineView view, Head head, IntPredicate knownTable, Consumer<String> found) {
        this.view = view;
        this.head = head;
        this.knownTable = knownTable;
        this.found = found;
    }

    /** How many records there are. */
    long check() {
        AllRows.each(view, Space.RECORDS, this::record, found);
        AllRows.each(view, Space.OUTCOMES, this::outcome, found);
        return records;
    }

    private void record(EngineView.Entry row) {
        records++;
        byte[] key = row.key();
        if (key.length < KEY_HEADER_BYTES || key.length > Key.MAX_BYTES || key[0] != Key.FORMAT) {
            found.accept("a record's key has no known format: " + name(key));
            return;
        }
        Key read = Key.ofBytes(key);
        int table = Byte.toUnsignedInt(read.tableId());
        String which = "table " + table + " of " + read.owner() + ", record " + name(key);
        if (!knownTable.test(table)) {
            found.accept(which + ": there is no such table");
        }
        if (!Layout.isRecord(row.value())) {
            found.accept(which + ": its value is cut or has no known format");
            return;
        }
        long version = Layout.recordVersion(row.value());
        if (version < 1 || version > head.sequence()) {
            found.accept(
                    which + ": written by commit " + version + ", the last is " + head.sequence());
        }
    }

    private void outcome(EngineView.Entry row) {
        if (!OutcomeRecord.isOne(row.key(), row.value())) {
            found.accept("an outcome is cut or has no known format: " + name(row.key()));
            return;
        }
        OutcomeRecord outcome = OutcomeRecord.decode(row.value());
        boolean fits =
                outcome.sequence() >= 1
                        && outcome.sequence() <= head.sequence()
                        && outcome.firstIndex() >= 0
                        && outcome.entryCount() >= 0
                        && outcome.firstIndex() + outcome.entryCount() <= head.tree().size();
        if (!fits) {
            found.accept("an outcome is of no commit that there was: " + name(row.key()));
        }
    }

    /** Tells keys apart and says nothing of what tenants call their things. */
    private static String name(byte[] key) {
        return HexFormat.of().formatHex(Merkle.leafHash(key), 0, NAMED_BYTES);
    }
}
