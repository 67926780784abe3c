package fr.bleu.storage;

import fr.bleu.trust.Scope;

/** What a signature of a container or blob opens. */
final class SasResource {
    private SasResource() {}

    /**
     * The scope that {@code sr} opens, for the request's container and blob.
     *
     * @throws fr.bleu.http.Failure 403 AuthenticationFailed
     */
    static Scope opened(Account account, SasToken token, String container, String blob) {
        if (container.isEmpty()) {
            throw StorageError.AUTHENTICATION_FAILED.failure(
                    "The signature opens containers and blobs, not the account.");
        }
        Scope scope = ContainerTarget.scope(account.scope(), container);
        boolean past = !token.text("snapshot").isEmpty() || !token.text("versionid").isEmpty();
        return switch (token.required("sr")) {
            case "c" -> scope;
            case "b" -> {
                // A blob's signature is not one of its past: those have their own.
                if (past) {
                    throw SasToken.refused("sr", "does not open snapshots and versions");
                }
                yield item(scope, blob);
            }
            case "bs" -> pastItem(scope, blob, token, "snapshot", "versionid");
            case "bv" -> pastItem(scope, blob, token, "versionid", "snapshot");
            default -> throw SasToken.refused("sr", "is not 'b', 'bs', 'bv' or 'c'");
        };
    }

    private static Scope pastItem(
            Scope scope, String blob, SasToken token, String named, String other) {
        token.required(named);
        if (!token.text(other).isEmpty()) {
            throw SasToken.refused("sr", "opens one snapshot or version");
        }
        if (!SasVersion.of(token).isFrom(2018, 11, 9)) {
            throw SasToken.refused("sr", "is not one of that version");
        }
        return item(scope, blob);
    }

    private static Scope item(Scope scope, String blob) {
        if (blob.isEmpty()) {
            throw StorageError.AUTHENTICATION_FAILED.failure(
                    "The signature is one of a blob, and the request names none.");
        }
        return scope.item(blob);
    }
}
