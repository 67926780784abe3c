package fr.bleu.storage;

import fr.bleu.http.Request;
import fr.bleu.trust.Action;
import fr.bleu.trust.Caller;
import fr.bleu.trust.Obligation;
import fr.bleu.trust.Scope;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/**
 * Verifies shared access signatures. Every field is enforced or refused.
 *
 * @see <a
 *     href="https://learn.microsoft.com/rest/api/storageservices/delegate-access-with-shared-access-signature">Delegate
 *     access with a shared access signature</a>
 */
final class SasVerifier {
    private static final String SERVICES = "bqtf";
    private static final String TYPES = "sco";

    private final Accounts accounts;
    private final InstantSource clock;
    private final DelegationVerifier delegations;

    SasVerifier(Accounts accounts, Callers.Signers signers, InstantSource clock) {
        this.accounts = accounts;
        this.delegations = new DelegationVerifier(accounts, signers, clock);
        this.clock = clock;
    }

    /**
     * The caller.
     *
     * @param container the container that the request names; empty for the account itself
     * @param blob the blob that the request names; empty for the container itself
     * @throws fr.bleu.http.Failure 403 with the code for what is wrong
     */
    Caller verify(Request request, Account account, SasToken token, String container, String blob) {
        return switch (token.kind()) {
            case ACCOUNT -> ofAccount(request, account, token, container, blob);
            case SERVICE -> ofService(request, account, token, container, blob);
            case DELEGATED -> delegations.verify(request, account, token, container, blob);
        };
    }

    private Caller ofAccount(
            Request request, Account account, SasToken token, String container, String blob) {
        requireLetters(token, "ss", SERVICES);
        requireLetters(token, "srt", TYPES);
        String title = requireSigned(account, token, StringToSign.account(token, account.name()));
        requireSharedKey(account);
        SasTerms.of(token, Optional.empty()).requireNow(clock.instant());
        SasOrigin.require(token, request);
        if (token.text("ss").indexOf('b') < 0) {
            throw StorageError.AUTHORIZATION_SERVICE_MISMATCH.failure();
        }
        Set<Action> actions =
                SasPermissions.ofAccount(
                        token.required("sp"),
                        token.text("srt"),
                        SasPermissions.Level.of(container, blob));
        Scope named =
                container.isEmpty()
                        ? account.scope()
                        : ContainerTarget.scope(account.scope(), container);
        return shared(
                request, account, blob.isEmpty() ? named : named.item(blob), actions, title, "");
    }

    private Caller ofService(
            Request request, Account account, SasToken token, String container, String blob) {
        Scope opened = SasResource.opened(account, token, container, blob);
        String text = StringToSign.service(token, account.name(), container, blob);
        String title = requireSigned(account, token, text);
        requireSharedKey(account);
        Optional<StoredPolicy> policy = policy(account, token, container);
        SasTerms terms = SasTerms.of(token, policy);
        terms.requireNow(clock.instant());
        SasOrigin.require(token, request);
        return shared(
                request,
                account,
                opened,
                SasPermissions.ofResource(terms.permissions()),
                title,
                policy.map(StoredPolicy::title).orElse(""));
    }

    /** The stored access policy that a token names; read now, so that a change counts at once. */
    private Optional<StoredPolicy> policy(Account account, SasToken token, String container) {
        String id = token.text("si");
        if (id.isEmpty()) {
            return Optional.empty();
        }
        Optional<StoredPolicy> policy =
                accounts.container(account.id(), container)
                        .flatMap(found -> found.traits().access().policy(id));
        if (policy.isEmpty()) {
            throw SasToken.refused("si", "names no policy of the container");
        }
        return policy;
    }

    private static Caller shared(
            Request request,
            Account account,
            Scope scope,
            Set<Action> actions,
            String title,
            String policy) {
        return new Caller.SharedAccess(
                account.tenant(),
                account.id(),
                scope,
                actions,
                obligations(actions),
                title,
                policy,
                request.origin());
    }

    /** Where creating blobs is the only change that is permitted, no commit may overwrite. */
    private static Set<Obligation> obligations(Set<Action> actions) {
        boolean createsOnly =
                actions.contains(Actions.ADD_BLOB)
                        && actions.stream()
                                .filter(action -> action.effect() == Action.Effect.WRITE)
                                .allMatch(Actions.ADD_BLOB::equals);
        return createsOnly ? Set.of(Obligation.CREATE_ONLY) : Set.of();
    }

    private static String requireSigned(Account account, SasToken token, String text) {
        byte[] signature = SharedKeyVerifier.decoded(token.required("sig"));
        boolean first = MessageDigest.isEqual(account.key1().sign(text), signature);
        boolean second = !first && MessageDigest.isEqual(account.key2().sign(text), signature);
        if (!first && !second) {
            throw StorageError.AUTHENTICATION_FAILED.failure("The signature does not match.");
        }
        return first ? account.key1().title("key1") : account.key2().title("key2");
    }

    /** Refuses account keys, and what they signed, where the account's rules do. */
    static void requireSharedKey(Account account) {
        if (!account.settings().rules().sharedKey()) {
            throw StorageError.KEY_BASED_AUTHENTICATION_NOT_PERMITTED.failure();
        }
    }

    private static void requireLetters(SasToken token, String field, String known) {
        if (!token.required(field).chars().allMatch(c -> known.indexOf(c) >= 0)) {
            throw SasToken.refused(field, "has an unknown letter");
        }
    }
}
