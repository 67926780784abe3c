package fr.bleu.http;

/** The names that the platform serves, each with its own protocol. */
public enum Site {
    LOGIN,
    MANAGEMENT,
    GRAPH,
    BLOB,
    VAULT,
    WEB
}
