package fr.bleu.storage;

import fr.bleu.http.Request;
import fr.bleu.identity.Audience;
import fr.bleu.identity.Bearer;
import fr.bleu.identity.InvalidTokenException;
import fr.bleu.trust.Caller;
import fr.bleu.trust.Origin;
import fr.bleu.trust.PolicyEpoch;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/** Finds out who calls the data plane: a key's holder, a signature's, a token's, or nobody. */
public final class Callers {
    private final Accounts accounts;
    private final Tokens tokens;
    private final SharedKeyVerifier sharedKeys;
    private final SasVerifier signatures;

    /** Verifies bearer tokens for storage. */
    interface Tokens {
        Caller.Principal authenticate(String authorization, Origin origin)
                throws InvalidTokenException;
    }

    /** Tells whether a principal that signed is still there and enabled, and in which epoch. */
    interface Signers {
        Optional<PolicyEpoch> mayAct(UUID tenant, UUID principal);
    }

    public Callers(Accounts accounts, Bearer bearer, InstantSource clock) {
        this(
                accounts,
                (authorization, origin) ->
                        bearer.authenticate(authorization, Audience.STORAGE, origin),
                bearer::mayAct,
                clock);
    }

    Callers(Accounts accounts, Tokens tokens, Signers signers, InstantSource clock) {
        this.accounts = accounts;
        this.tokens = tokens;
        this.sharedKeys = new SharedKeyVerifier(clock);
        this.signatures = new SasVerifier(accounts, signers, clock);
    }

    /**
     * The caller.
     *
     * @param container the container that the request names, or nothing
     * @param blob the blob that the request names, or nothing
     * @throws fr.bleu.http.Failure when a credential does not verify
     * @throws InvalidTokenException when a token does not
     */
    public Caller find(Request request, String container, String blob)
            throws InvalidTokenException {
        Optional<String> authorization = request.header("authorization");
        Optional<SasToken> token = SasToken.of(request);
        if (authorization.isEmpty() && token.isEmpty()) {
            return new Caller.Anonymous(request.origin());
        }
        if (authorization.isPresent() && token.isPresent()) {
            throw StorageError.INVALID_AUTHENTICATION_INFO.failure(
                    "A signature and an Authorization header exclude each other.");
        }
        if (token.isPresent()) {
            return signatures.verify(request, account(request), token.get(), container, blob);
        }
        String credential = authorization.get();
        if (SharedKeyVerifier.isFor(credential)) {
            Account account = account(request);
            Caller.AccountKey caller = sharedKeys.verify(request, account, credential);
            SasVerifier.requireSharedKey(account);
            return caller;
        }
        if (credential.regionMatches(true, 0, "Bearer ", 0, 7)) {
            requireTls(request);
            return tokens.authenticate(credential, request.origin());
        }
        throw StorageError.INVALID_AUTHENTICATION_INFO.failure(
                "The scheme must be SharedKey, SharedKeyLite or Bearer.");
    }

    /**
     * Who reads a token on its way is its principal, everywhere; a signature is for one request.
     */
    private static void requireTls(Request request) {
        if (!request.baseUrl().startsWith("https://")) {
            throw StorageError.INVALID_AUTHENTICATION_INFO.failure(
                    "Bearer tokens are taken over HTTPS only.");
        }
    }

    /** The account, for a credential of its own; others meet its network's rules later. */
    private Account account(Request request) {
        Account account =
                accounts.find(request.label())
                        .orElseThrow(StorageError.ACCOUNT_NOT_FOUND::failure)
                        .account();
        account.settings().rules().network().require(request.origin().address());
        return account;
    }
}
