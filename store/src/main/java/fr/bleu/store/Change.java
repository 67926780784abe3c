package fr.bleu.store;

import java.util.List;
import java.util.UUID;

/**
 * All that commits at once: checks, writes and ledger entries. At most {@value #MAX_OPERATIONS}
 * checks and writes, and {@value #MAX_BYTES} bytes.
 *
 * @param queue whose share of the commit queue it takes: the tenant, or {@link Key#PLATFORM}
 */
public record Change(
        ChangeId id,
        UUID queue,
        List<Check> checks,
        List<Write> writes,
        List<PreparedEntry> entries) {

    /** Checks and writes of one change. */
    public static final int MAX_OPERATIONS = 1_000;

    /** Keys, values and sealed entries of one change, in bytes. */
    public static final int MAX_BYTES = 1 << 20;

    public Change {
        checks = List.copyOf(checks);
        writes = List.copyOf(writes);
        entries = List.copyOf(entries);
        if (checks.size() + writes.size() > MAX_OPERATIONS) {
            throw new IllegalArgumentException("a change has at most 1,000 operations");
        }
        if (bytes(checks, writes, entries) > MAX_BYTES) {
            throw new IllegalArgumentException("a change has at most 1 MiB");
        }
    }

    /** Bytes of its keys, values and entries. */
    public long bytes() {
        return bytes(checks, writes, entries);
    }

    private static long bytes(List<Check> checks, List<Write> writes, List<PreparedEntry> entries) {
        long bytes = 0;
        for (Check check : checks) {
            bytes +=
                    switch (check) {
                        case Check.Version version -> version.key().length();
                        case Check.Absent absent -> absent.key().length();
                        case Check.PrefixEmpty empty ->
                                empty.guard().length() + empty.prefix().length();
                    };
        }
        for (Write write : writes) {
            bytes +=
                    write.key().length()
                            + switch (write) {
                                case Write.Put put -> put.value().length;
                                case Write.Delete delete -> 0;
                                case Write.Add add -> Long.BYTES;
                            };
        }
        for (PreparedEntry entry : entries) {
            bytes += entry.bytes();
        }
        return bytes;
    }
}
