package fr.bleu.store.postgres;

import fr.bleu.store.StoreUnusableException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;

/** The tables, brought to this version's form; forward only. */
final class Schema {

    /** The schema that holds them. */
    static final String NAME = "bleu";

    private static final int OLDEST_SERVER = 150_000;

    private Schema() {}

    /**
     * Applies the migrations that the database has not had yet. Nodes that start at once wait for
     * each other.
     *
     * @throws StoreUnusableException when the server is too old or would not keep what it
     *     acknowledges, or the database was migrated by a newer version
     */
    static void migrate(DataSource source) {
        try (Connection connection = source.getConnection()) {
            requireServer(connection);
        } catch (SQLException e) {
            throw new StoreUnusableException(
                    "the database cannot be reached: " + Failures.line(e), e);
        }
        try {
            flyway(source).migrate();
        } catch (FlywayValidateException e) {
            throw new StoreUnusableException(
                    "the database's schema is of a newer version, or was changed: " + line(e), e);
        } catch (FlywayException e) {
            throw new StoreUnusableException(
                    "the database's schema cannot be brought to this version: " + line(e), e);
        }
    }

    /**
     * Tests, without changing anything, that the tables have this version's form.
     *
     * @throws StoreUnusableException when they have not
     */
    static void requireCurrent(DataSource source) {
        try {
            flyway(source).validate();
        } catch (FlywayException e) {
            throw new StoreUnusableException(
                    "the database's schema is not this version's (a start brings an older one to"
                            + " it), or it is not reached: "
                            + line(e),
                    e);
        }
    }

    private static Flyway flyway(DataSource source) {
        return Flyway.configure(Schema.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:fr/bleu/store/postgres")
                .schemas(NAME)
                .cleanDisabled(true)
                // By default what a newer version has applied would be passed over.
                .ignoreMigrationPatterns(new String[0])
                .validateMigrationNaming(true)
                .failOnMissingLocations(true)
                .load();
    }

    private static void requireServer(Connection connection) throws SQLException {
        if (Integer.parseInt(setting(connection, "server_version_num")) < OLDEST_SERVER) {
            throw new StoreUnusableException("the database is older than PostgreSQL 15");
        }
        for (String needed : new String[] {"fsync", "full_page_writes"}) {
            if (!setting(connection, needed).equals("on")) {
                throw new StoreUnusableException(
                        "the database runs with " + needed + " off: it may lose what it commits");
            }
        }
    }

    private static String setting(Connection connection, String name) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT current_setting(?)")) {
            statement.setString(1, name);
            ResultSet result = statement.executeQuery();
            result.next();
            return result.getString(1);
        }
    }

    private static String line(FlywayException failure) {
        return String.valueOf(failure.getMessage())
                .lines()
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse("");
    }
}
