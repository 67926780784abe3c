package fr.bleu.storage.api;

import fr.bleu.http.Domains;
import fr.bleu.http.Failure;
import fr.bleu.http.Headers;
import fr.bleu.http.Request;
import fr.bleu.http.Site;
import fr.bleu.identity.InvalidTokenException;
import fr.bleu.storage.Accounts;
import fr.bleu.storage.StorageError;
import java.util.UUID;

/** 401 answers, which tell where tokens come from. */
public final class Challenge {
    private final Accounts accounts;
    private final Domains domains;

    public Challenge(Accounts accounts, Domains domains) {
        this.accounts = accounts;
        this.domains = domains;
    }

    /** No credential. Nothing here is public. */
    Failure anonymous(Request request) {
        if (!isSecure(request)) {
            return new Failure(
                    403,
                    "AuthorizationFailure",
                    "Server failed to authenticate the request. Make sure the value of the"
                            + " Authorization header is formed correctly including the signature.");
        }
        return failure(request, StorageError.NO_AUTHENTICATION_INFORMATION, "");
    }

    /** A token of another tenant. */
    Failure wrongTenant(Request request) {
        return unauthorized(request, "Issuer validation failed: the token is another tenant's.");
    }

    /** A token that does not verify. */
    Failure refused(Request request, InvalidTokenException refusal) {
        return unauthorized(request, refusal.getMessage());
    }

    private Failure unauthorized(Request request, String detail) {
        StorageError error = StorageError.INVALID_AUTHENTICATION_INFO;
        return new Failure(
                401,
                error.code(),
                "Server failed to authenticate the request. " + detail,
                headers(request));
    }

    private Failure failure(Request request, StorageError error, String detail) {
        return new Failure(
                error.status(), error.code(), error.message() + detail, headers(request));
    }

    /** Over plain HTTP no token is taken, so that nothing is told about where to get one. */
    private static boolean isSecure(Request request) {
        return request.baseUrl().startsWith("https://");
    }

    private Headers headers(Request request) {
        String tenant = accounts.tenantOf(request.label()).map(UUID::toString).orElse("common");
        return Headers.EMPTY.with(
                "WWW-Authenticate",
                "Bearer authorization_uri="
                        + domains.url(Site.LOGIN)
                        + "/"
                        + tenant
                        + "/oauth2/authorize resource_id=https://storage.azure.com");
    }
}
