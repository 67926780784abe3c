package fr.bleu.storage;

/** What a request says of how content is, or is to be, encrypted. */
public sealed interface GivenEncryption {
    /** Nothing: the container's default. */
    GivenEncryption DEFAULT = new Default();

    record Default() implements GivenEncryption {}

    /** With the customer's own key beside the account's. */
    record Customer(CustomerKey key) implements GivenEncryption {}

    /** With the key of an encryption scope. */
    record Scope(String name) implements GivenEncryption {}
}
