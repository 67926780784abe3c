package fr.bleu.storage;

import fr.bleu.http.Request;
import fr.bleu.trust.Action;
import fr.bleu.trust.Caller;
import fr.bleu.trust.PolicyEpoch;
import fr.bleu.trust.Scope;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Verifies user delegation signatures: by the key that the signer was given for these fields. What
 * it permits is decided with the signer's roles as they are then.
 *
 * @see <a
 *     href="https://learn.microsoft.com/rest/api/storageservices/create-user-delegation-sas">Create
 *     a user delegation SAS</a>
 */
final class DelegationVerifier {
    private static final int MAX_VERSION_CHARS = 10;

    private final Accounts accounts;
    private final Callers.Signers signers;
    private final InstantSource clock;

    DelegationVerifier(Accounts accounts, Callers.Signers signers, InstantSource clock) {
        this.accounts = accounts;
        this.signers = signers;
        this.clock = clock;
    }

    Caller.Delegated verify(
            Request request, Account account, SasToken token, String container, String blob) {
        SasVersion version = SasVersion.of(token);
        if (!version.isFrom(2018, 11, 9)) {
            throw SasToken.refused("sv", "is older than user delegation signatures");
        }
        if (!token.text("scid").isEmpty() && !version.isFrom(2020, 2, 10)) {
            throw SasToken.refused("scid", "is not one of that version");
        }
        Scope opened = SasResource.opened(account, token, container, blob);
        DelegationKey key = key(token);
        byte[] signature =
                AccountKey.sign(
                        key.secret(accounts.sealingKey(account)),
                        StringToSign.delegated(token, account.name(), container, blob));
        if (!MessageDigest.isEqual(signature, SharedKeyVerifier.decoded(token.required("sig")))) {
            throw StorageError.AUTHENTICATION_FAILED.failure("The signature does not match.");
        }
        SasTerms terms = SasTerms.of(token, Optional.empty());
        Instant now = clock.instant();
        terms.requireNow(now);
        new SasTerms(Optional.of(key.start()), key.expiry(), "").requireNow(now);
        SasOrigin.require(token, request);
        PolicyEpoch epoch =
                Optional.of(key.tenant())
                        .filter(account.tenant()::equals)
                        .flatMap(tenant -> signers.mayAct(tenant, key.principal()))
                        .orElseThrow(
                                () ->
                                        StorageError.AUTHENTICATION_FAILED.failure(
                                                "The principal that signed was deleted or"
                                                        + " disabled."));
        return new Caller.Delegated(
                key.tenant(),
                key.principal(),
                account.id(),
                opened,
                actions(terms.permissions()),
                request.origin(),
                Optional.of(epoch));
    }

    private static DelegationKey key(SasToken token) {
        if (!token.required("sks").equals(DelegationKey.SERVICE)) {
            throw SasToken.refused("sks", "is not 'b'");
        }
        String version = token.required("skv");
        if (version.length() > MAX_VERSION_CHARS) {
            throw SasToken.refused("skv", "is not a version");
        }
        return new DelegationKey(
                id(token, "sktid"),
                id(token, "skoid"),
                moment(token, "skt"),
                moment(token, "ske"),
                version);
    }

    private static UUID id(SasToken token, String field) {
        try {
            return UUID.fromString(token.required(field));
        } catch (IllegalArgumentException e) {
            throw SasToken.refused(field, "is not an object's id");
        }
    }

    private static Instant moment(SasToken token, String field) {
        token.required(field);
        return SasTerms.moment(token, field).orElseThrow();
    }

    /** What tokens need where signatures have actions of their own. */
    private static Map<Action, Action> actions(String permissions) {
        Map<Action, Action> actions = new HashMap<>();
        for (Action action : SasPermissions.ofResource(permissions)) {
            actions.put(action, asToken(action));
        }
        return actions;
    }

    private static Action asToken(Action action) {
        if (action.equals(Actions.LIST_SIGNED)) {
            return Actions.READ_BLOB;
        }
        if (action.equals(Actions.APPEND_SIGNED)) {
            return Actions.ADD_BLOB;
        }
        return action.equals(Actions.BATCH_SIGNED) ? Actions.WRITE_CONTAINER : action;
    }
}
