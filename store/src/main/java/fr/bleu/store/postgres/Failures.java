package fr.bleu.store.postgres;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLWarning;
import java.util.Set;

/** What a failure of the database means (PostgreSQL's documentation, appendix A). */
final class Failures {

    private static final String CONNECTION_CLASS = "08";

    /**
     * Shutting down, crashed, starting up, out of connections, a standby, a transaction that stood
     * idle, a lock not had in time, a disk without room.
     */
    private static final Set<String> PASSING =
            Set.of(
                    "57P01", "57P02", "57P03", "57P05", "53300", "25006", "25P03", "55P03", "53100",
                    "53200");

    /** A commit that the standby may lack; a lock not had in time. */
    private static final Set<String> ANSWERS = Set.of("08007", "55P03");

    private Failures() {}

    /**
     * Refuses a commit that the server reports with a warning: it gave up waiting for its standby,
     * which may not have it. Whether it is committed is not known, as when the connection is lost.
     */
    static void requireReplicated(SQLWarning warning) throws SQLException {
        if (warning != null) {
            throw new SQLException("committed with a warning: " + warning.getMessage(), "08007");
        }
    }

    /** Whether trying again may help: the server is not reached, or not able just now. */
    static boolean isPassing(SQLException failure) {
        String state = failure.getSQLState();
        return failure instanceof SQLTransientConnectionException
                || (state != null
                        && (state.startsWith(CONNECTION_CLASS) || PASSING.contains(state)));
    }

    /** Whether it is the answer of a database that is well reached. */
    static boolean isAnswer(SQLException failure) {
        return failure.getSQLState() != null && ANSWERS.contains(failure.getSQLState());
    }

    /** A line for the operator; never a statement's values, which the server would quote. */
    static String line(SQLException failure) {
        String message = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
        return "SQLSTATE " + failure.getSQLState() + ": " + message;
    }
}
