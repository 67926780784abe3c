/** The Merkle ledger and its offline verifier; needs nothing but the JDK. */
module fr.bleu.ledger {
    exports fr.bleu.ledger;
}
