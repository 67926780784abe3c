package fr.bleu.http;

import fr.bleu.trust.Action;

/** What a route asks of its caller; the route-walking authorization test reads it. */
public sealed interface Access {

    /** Anyone; the reason is shown in the golden list of open routes. */
    record Open(String reason) implements Access {}

    /** A permit for this action. */
    record Needs(Action action) implements Access {}

    /** Any principal with a token for the site, about itself or its own tenant only. */
    record Authenticated(String reason) implements Access {}
}
