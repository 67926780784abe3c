package fr.bleu.storage;

import fr.bleu.store.Key;
import fr.bleu.store.Reads;
import fr.bleu.store.Reads.Stored;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Walks records whose keys end in a name, in the order of the names' UTF-8, page by page. */
final class NameCursor {
    /** Records with inline bodies of 16 KiB are read with their names: at most 4 MiB a page. */
    private static final int PAGE = 256;

    /** What a page costs beside its records is about what so many records cost. */
    private static final int SMALL_PAGE = 16;

    private final Reads reads;
    private final Key table;
    private final Key end;
    private final int nameAt;
    private final int suffixBytes;
    private final int largest;
    private int size;
    private List<Stored> page = List.of();
    private int at;

    /** What the page gave: names, and prefixes that stand for many. */
    private int given;

    private Key next;

    /**
     * @param table the prefix that the names stand behind
     * @param prefix only names that begin with it
     * @param from only names that do not sort before it
     */
    NameCursor(Reads reads, Key table, String prefix, String from) {
        this(reads, table, prefix, from, PAGE);
    }

    /**
     * @param size records that are read at once
     */
    NameCursor(Reads reads, Key table, String prefix, String from, int size) {
        this(reads, table, prefix, table.textPrefix(from), 0, size);
    }

    /**
     * Over records of which a name has several, told apart by a number behind it.
     *
     * @param from where to begin
     */
    static NameCursor numbered(Reads reads, Key table, String prefix, Key from) {
        return new NameCursor(reads, table, prefix, from, Long.BYTES, PAGE);
    }

    private NameCursor(Reads reads, Key table, String prefix, Key from, int suffixBytes, int size) {
        this.largest = size;
        this.size = size;
        this.suffixBytes = suffixBytes;
        this.reads = reads;
        this.table = table;
        this.end = table.textPrefix(prefix).afterPrefix();
        this.nameAt = table.bytes().length;
        this.next = max(table.textPrefix(prefix), from);
    }

    /** Whether there is a record at the cursor. */
    boolean hasCurrent() {
        if (at < page.size()) {
            return true;
        }
        if (next.compareTo(end) >= 0) {
            return false;
        }
        page = reads.scan(next, end, size());
        at = 0;
        given = 0;
        next = page.size() < size ? end : page.getLast().key().next();
        return !page.isEmpty();
    }

    /** A walk over large folders skips most of what it reads: it reads little, then. */
    private int size() {
        if (!page.isEmpty()) {
            size = Math.clamp(4L * given, Math.min(SMALL_PAGE, largest), largest);
        }
        return size;
    }

    /** The record at the cursor. */
    Stored record() {
        return page.get(at);
    }

    /** The name of the record at the cursor. */
    String name() {
        byte[] key = record().key().bytes();
        return new String(
                key, nameAt, key.length - nameAt - 1 - suffixBytes, StandardCharsets.UTF_8);
    }

    void advance() {
        at++;
        given++;
    }

    /** Goes on behind all names that begin with {@code prefix}. */
    void skip(String prefix) {
        given++;
        Key target = table.textPrefix(prefix).afterPrefix();
        while (at < page.size() && page.get(at).key().compareTo(target) < 0) {
            at++;
        }
        if (at >= page.size()) {
            next = max(next, target);
        }
    }

    private static Key max(Key one, Key other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
