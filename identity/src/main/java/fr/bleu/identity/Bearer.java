package fr.bleu.identity;

import fr.bleu.trust.Caller;
import fr.bleu.trust.Origin;

/** Verifies access tokens, for the apis of every site. */
public final class Bearer {
    Bearer() {}

    /**
     * Who presents the token.
     *
     * @param authorizationHeader the {@code Authorization} header's value
     * @param audience the service that asks; tokens for any other one are refused
     * @param origin where the request came from
     * @throws InvalidTokenException when the token is not accepted; answer the protocol's 401
     */
    public Caller.Principal authenticate(
            String authorizationHeader, Audience audience, Origin origin)
            throws InvalidTokenException {
        throw new UnsupportedOperationException("being built");
    }
}
