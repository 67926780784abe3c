package fr.bleu.store.postgres;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import javax.sql.DataSource;

/** Connections that are lost in COMMIT, before or after the server has done it. */
final class LossySource {

    /** What becomes of one COMMIT. */
    enum Loss {
        BEFORE,
        AFTER,
        NONE
    }

    private final DataSource source;
    private final Deque<Loss> losses;

    /** The first COMMITs fare as {@code losses} says, all others well. */
    LossySource(DataSource source, List<Loss> losses) {
        this.source = source;
        this.losses = new ArrayDeque<>(losses);
    }

    DataSource source() {
        return (DataSource)
                Proxy.newProxyInstance(
                        LossySource.class.getClassLoader(),
                        new Class<?>[] {DataSource.class},
                        (proxy, method, arguments) ->
                                method.getName().equals("getConnection")
                                        ? connection(source.getConnection())
                                        : method.invoke(source, arguments));
    }

    private Connection connection(Connection real) {
        return (Connection)
                Proxy.newProxyInstance(
                        LossySource.class.getClassLoader(),
                        new Class<?>[] {Connection.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("commit")) {
                                commit(real);
                                return null;
                            }
                            try {
                                return method.invoke(real, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    private void commit(Connection real) throws SQLException {
        Loss loss = losses.isEmpty() ? Loss.NONE : losses.poll();
        if (loss != Loss.BEFORE) {
            real.commit();
        }
        if (loss != Loss.NONE) {
            real.close();
            throw new SQLException("lost in COMMIT", "08006");
        }
    }
}
