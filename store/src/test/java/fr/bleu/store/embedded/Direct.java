package fr.bleu.store.embedded;

import fr.bleu.store.Change;
import fr.bleu.store.ChangeId;
import fr.bleu.store.LedgerTree;
import fr.bleu.store.Outcome;
import fr.bleu.store.Reads;
import fr.bleu.store.engine.EngineLedger;
import fr.bleu.store.engine.Head;
import fr.bleu.store.engine.OutcomeRecord;
import fr.bleu.store.engine.RecordReads;
import fr.bleu.store.engine.Ticket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The committer without its thread: a test says what one batch is, so that seeds repeat. */
final class Direct implements AutoCloseable {

    private final Engine engine;
    private final EngineLedger ledger;
    private final GroupCommitter committer;

    Direct(Engine engine, StoreOptions options) {
        this.engine = engine;
        EmbeddedStore.requireLedger(engine, options);
        Head head = Head.read(engine);
        ledger = EngineLedger.open(engine, head);
        committer = new GroupCommitter(engine, ledger, head, options);
    }

    List<Outcome> commit(List<Change> batch) {
        List<Ticket> tickets = batch.stream().map(Ticket::new).toList();
        committer.commit(tickets);
        List<Outcome> outcomes = new ArrayList<>();
        tickets.forEach(ticket -> outcomes.add(ticket.await()));
        return outcomes;
    }

    Reads reads() {
        return new RecordReads(engine);
    }

    LedgerTree ledger() {
        return ledger;
    }

    Optional<Outcome.Committed> resolve(ChangeId id) {
        return Optional.ofNullable(OutcomeRecord.read(engine, id));
    }

    @Override
    public void close() {
        engine.close();
    }
}
