package fr.bleu.resources.api;

import fr.bleu.http.Answer;
import fr.bleu.http.Failure;
import fr.bleu.store.ChangeId;
import fr.bleu.trust.Ledger;
import fr.bleu.trust.Receipt;
import fr.bleu.trust.Receipts;

/** Bleu's own routes: a promise becomes a proof, and the ledger's public key. */
final class LedgerRoutes {

    private static final String TEXT = "text/plain; charset=utf-8";

    private final Receipts receipts;
    private final Ledger ledger;

    LedgerRoutes(Receipts receipts, Ledger ledger) {
        this.receipts = receipts;
        this.ledger = ledger;
    }

    void addTo(ArmRoutes routes) {
        routes.open(
                        "/providers/Bleu.Ledger/key",
                        "a public key; whoever verifies compares it with one from elsewhere",
                        (request, caller) -> Answer.of(200, TEXT, ledger.vkey() + "\n"))
                .own(
                        "GET",
                        "/providers/Bleu.Ledger/receipts/{change}",
                        "proofs of its own tenant's changes",
                        this::proof);
    }

    private Answer proof(Call call) {
        Receipt.Included receipt =
                receipts.proof(change(call), call.tenant()).orElseThrow(LedgerRoutes::notFound);
        return Answer.of(200, TEXT, receipt.proof()).with(Receipt.HEADER, receipt.header());
    }

    private static ChangeId change(Call call) {
        try {
            return ChangeId.parse(call.request().path("change"));
        } catch (IllegalArgumentException e) {
            throw notFound();
        }
    }

    private static Failure notFound() {
        return new Failure(404, "ReceiptNotFound", "The tenant has no change of this id.");
    }
}
