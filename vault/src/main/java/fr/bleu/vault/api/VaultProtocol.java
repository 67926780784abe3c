package fr.bleu.vault.api;

import fr.bleu.http.Answer;
import fr.bleu.http.Domains;
import fr.bleu.http.Failure;
import fr.bleu.http.Headers;
import fr.bleu.http.Protocol;
import fr.bleu.http.Request;
import fr.bleu.http.Route;
import fr.bleu.http.Site;
import fr.bleu.identity.Audience;
import fr.bleu.identity.Bearer;
import fr.bleu.identity.InvalidTokenException;
import fr.bleu.trust.Caller;
import fr.bleu.trust.Denial;
import fr.bleu.trust.DeniedException;
import fr.bleu.trust.Observations;
import fr.bleu.trust.UnavailableException;
import fr.bleu.vault.Vault;
import fr.bleu.vault.VaultDirectory;
import java.util.Optional;
import java.util.Set;

/**
 * Key Vault's wire habits: the 401 that tells a client where to get a token and for what, and its
 * errors.
 *
 * @see <a
 *     href="https://learn.microsoft.com/azure/key-vault/general/authentication-requests-and-responses">
 *     Authentication, requests and responses</a>
 */
public final class VaultProtocol implements Protocol {

    private static final int MAX_ECHO_CHARS = 128;

    private final Bearer bearer;
    private final VaultDirectory vaults;
    private final Observations observations;
    private final Domains domains;

    public VaultProtocol(
            Bearer bearer, VaultDirectory vaults, Observations observations, Domains domains) {
        this.bearer = bearer;
        this.vaults = vaults;
        this.observations = observations;
        this.domains = domains;
    }

    @Override
    public Set<String> discriminators() {
        return Set.of();
    }

    @Override
    public boolean ignoresCase() {
        return true;
    }

    @Override
    public Caller caller(Request request, Route route) {
        Optional<String> authorization = request.header("Authorization");
        if (authorization.isEmpty()) {
            return new Caller.Anonymous(request.origin());
        }
        try {
            return bearer.authenticate(authorization.get(), Audience.VAULT, request.origin());
        } catch (InvalidTokenException e) {
            observations.rejected("VAULT", e.reason().name());
            throw unauthorized(request, e.getMessage());
        }
    }

    /** The challenge: clients read from it where to get a token, and for what. */
    private Failure unauthorized(Request request, String message) {
        Optional<Vault> vault = vaults.find(request.label());
        if (vault.isEmpty()) {
            return noVault(request);
        }
        String challenge =
                "Bearer authorization=\""
                        + domains.url(Site.LOGIN)
                        + "/"
                        + vault.get().tenant()
                        + "\", resource=\""
                        + domains.url(Site.VAULT)
                        + "\"";
        return new Failure(
                401, "Unauthorized", message, Headers.EMPTY.with("WWW-Authenticate", challenge));
    }

    /** Azure has no host of that name; here the wildcard answers. */
    static Failure noVault(Request request) {
        return new Failure(404, "VaultNotFound", "There is no vault '" + request.label() + "'.");
    }

    @Override
    public Answer failure(Request request, Throwable failure) {
        return switch (failure) {
            case Failure known -> VaultErrors.answer(known);
            case DeniedException denied -> denied(request, denied.denial());
            case UnavailableException _ ->
                    VaultErrors.answer(
                            new Failure(
                                    503,
                                    "ServiceUnavailable",
                                    "The vault cannot take the request now.",
                                    Headers.EMPTY.with("Retry-After", "1")));
            default ->
                    VaultErrors.answer(
                            new Failure(500, "InternalServerError", "The vault failed."));
        };
    }

    private Answer denied(Request request, Denial denial) {
        return switch (denial.reason()) {
            case UNAUTHENTICATED ->
                    VaultErrors.answer(
                            unauthorized(
                                    request,
                                    "AKV10000: Request is missing a Bearer or PoP token."));
            case WRONG_TENANT ->
                    VaultErrors.answer(
                            unauthorized(
                                    request,
                                    "AKV10032: Invalid issuer. The token is of another tenant."));
            case NOT_PERMITTED ->
                    VaultErrors.answer(
                            new Failure(
                                    403,
                                    "Forbidden",
                                    "Caller is not authorized to perform action on resource. "
                                            + denial.message()),
                            "ForbiddenByRbac");
            case POLICY ->
                    VaultErrors.answer(
                            new Failure(403, "Forbidden", denial.message()), "ForbiddenByPolicy");
        };
    }

    @Override
    public Headers common(Request request) {
        Headers headers =
                Headers.EMPTY
                        .with("Cache-Control", "no-cache, no-store")
                        .with("X-Content-Type-Options", "nosniff");
        return request.header("x-ms-client-request-id")
                .filter(id -> id.length() <= MAX_ECHO_CHARS && id.matches("[\\x21-\\x7e]+"))
                .map(id -> headers.with("x-ms-client-request-id", id))
                .orElse(headers);
    }
}
