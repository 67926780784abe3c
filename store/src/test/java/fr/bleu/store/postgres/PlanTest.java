package fr.bleu.store.postgres;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.store.engine.Space;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Scans walk the index, however the planner sees the range: 200,000 records, with {@code bleu.all}
 * ten million.
 */
@Tag("postgres")
class PlanTest {

    @Test
    void scansAreIndexScans() throws Exception {
        int records = Boolean.getBoolean("bleu.all") ? 10_000_000 : 200_000;
        PostgresOptions options = Cluster.shared().newDatabase();
        PostgresStore.open(options).close();
        try (Connection fill = new Sources(options).migrating().getConnection();
                var statement = fill.createStatement()) {
            statement.execute(
                    "INSERT INTO records SELECT '\\x01'::bytea || sha256(i::text::bytea),"
                            + " decode(repeat('ab', 100), 'hex') FROM generate_series(1, "
                            + records
                            + ") AS i");
            statement.execute("ANALYZE records");
        }
        try (Connection connection = new Sources(options).reading().getConnection()) {
            for (boolean reverse : new boolean[] {false, true}) {
                String scan = Rows.scan(Space.RECORDS, reverse, false);
                for (int limit : new int[] {1, 100, 10_000}) {
                    assertIndexScan(connection, scan, "\\x02", limit);
                    assertIndexScan(connection, scan, "\\x0101", limit);
                }
            }
        }
    }

    /** With the values known, and with a plan for any value, as the driver's statements get. */
    private static void assertIndexScan(Connection connection, String scan, String to, int limit)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String mode : List.of("force_custom_plan", "force_generic_plan")) {
                statement.execute("SET plan_cache_mode = " + mode);
                statement.execute("PREPARE scan (bytea, bytea, int) AS " + numbered(scan));
                String plan =
                        text(
                                statement.executeQuery(
                                        "EXPLAIN EXECUTE scan ('\\x01', '%s', %d)"
                                                .formatted(to, limit)));
                statement.execute("DEALLOCATE scan");
                assertTrue(plan.contains("using records_pkey"), plan);
                for (String slow : List.of("Sort", "Bitmap", "Seq Scan")) {
                    assertFalse(plan.contains(slow), plan);
                }
            }
        }
    }

    private static String numbered(String query) {
        String numbered = query;
        for (int i = 1; numbered.contains("?"); i++) {
            numbered = numbered.replaceFirst("[?]", "\\$" + i);
        }
        return numbered;
    }

    private static String text(ResultSet lines) throws SQLException {
        StringBuilder text = new StringBuilder();
        while (lines.next()) {
            text.append(lines.getString(1)).append('\n');
        }
        return text.toString();
    }
}
