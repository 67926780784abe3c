package fr.bleu.store.postgres;

import fr.bleu.store.Change;
import fr.bleu.store.ModelRun;
import fr.bleu.store.Outcome;
import fr.bleu.store.engine.RecordReads;
import fr.bleu.store.engine.Ticket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Random batches, full of changes that meet, against the naive model. */
@Tag("postgres")
class PostgresModelTest {

    @Test
    void postgresDecidesAsTheModelDoes() throws Exception {
        int seeds = Boolean.getBoolean("bleu.all") ? 50 : 3;
        for (long seed = 0; seed < seeds; seed++) {
            run(seed);
        }
    }

    /** Two nodes take turns, so that each has to follow what the other has committed. */
    private static void run(long seed) throws Exception {
        ModelRun run = new ModelRun(seed);
        PostgresOptions options = Cluster.shared().newDatabase().withClock(run.clock());
        Sources sources = new Sources(options);
        Schema.migrate(sources.migrating());
        try (Database database = new Database(sources.reading(), 2)) {
            List<PostgresLedger> ledgers =
                    List.of(PostgresLedger.open(database), PostgresLedger.open(database));
            List<PostgresCommitter> nodes =
                    ledgers.stream()
                            .map(
                                    it ->
                                            new PostgresCommitter(
                                                    sources.committing(),
                                                    it,
                                                    options,
                                                    new DatabaseClock()))
                            .toList();
            int[] turn = {0};
            run.commit(150, batch -> commit(nodes.get(turn[0]++ % 2), batch));
            ledgers.forEach(it -> run.assertHolds(new RecordReads(new Committed(database)), it));
        }
    }

    private static List<Outcome> commit(PostgresCommitter node, List<Change> batch) {
        List<Ticket> tickets = batch.stream().map(Ticket::new).toList();
        node.commit(tickets);
        List<Outcome> outcomes = new ArrayList<>();
        tickets.forEach(ticket -> outcomes.add(ticket.await()));
        return outcomes;
    }
}
