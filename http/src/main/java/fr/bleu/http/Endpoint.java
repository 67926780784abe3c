package fr.bleu.http;

import fr.bleu.trust.Caller;

/** Parses a request, asks for the permit, calls the domain, words the answer. */
@FunctionalInterface
public interface Endpoint {

    /** Answers; a {@link Failure} or a trust exception is worded by the site's {@link Protocol}. */
    Answer handle(Request request, Caller caller) throws Exception;
}
