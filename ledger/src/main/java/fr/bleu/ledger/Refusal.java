package fr.bleu.ledger;

/** Carries a finding out of the middle of a verification. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Finding finding;

    Refusal(Finding finding) {
        super(finding.message(), null, false, false);
        this.finding = finding;
    }

    Finding finding() {
        return finding;
    }
}
