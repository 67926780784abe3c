package fr.bleu.app.stamp;

import fr.bleu.extents.S3Options;
import fr.bleu.store.postgres.PostgresOptions;

/**
 * The database and the bucket that all nodes of a stamp share.
 *
 * @param node who uses them, as the database lists it
 * @param database records and ledger
 * @param objects encrypted bytes
 */
public record SharedEngines(String node, PostgresOptions.Address database, S3Options objects) {

    /** How the database is reached. */
    public PostgresOptions options() {
        return PostgresOptions.of(database, node);
    }
}
