package fr.bleu.storage;

import fr.bleu.trust.Action;
import fr.bleu.trust.Authorizer;
import fr.bleu.trust.Caller;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Scope;
import fr.bleu.trust.Target;

/** Asks for the permits of the data plane, with the target that a request's address names. */
public final class BlobAccess {
    private final Accounts accounts;
    private final Authorizer authorizer;

    public BlobAccess(Accounts accounts, Authorizer authorizer) {
        this.accounts = accounts;
        this.authorizer = authorizer;
    }

    /** For the account itself. */
    public Permit account(String account, Caller caller, Action action) {
        Account found = find(account);
        return authorizer.permit(caller, action, target(found, found.scope()));
    }

    /** For a container. */
    public Permit container(String account, Caller caller, Action action, String container) {
        return authorizer.permit(caller, action, onContainer(account, container));
    }

    /** For listing a container's blobs. */
    public Permit listing(String account, Caller caller, String container) {
        boolean signed = caller instanceof Caller.SharedAccess;
        return authorizer.permit(
                caller,
                signed ? Actions.LIST_SIGNED : Actions.READ_BLOB,
                onContainer(account, container));
    }

    /** For a blob. */
    public Permit blob(
            String account, Caller caller, Action action, String container, String blob) {
        return authorizer.permit(caller, action, onBlob(account, container, blob));
    }

    /** For Put Blob: leave to write, else leave to create, which never overwrites. */
    public Permit put(String account, Caller caller, String container, String blob) {
        Target target = onBlob(account, container, blob);
        boolean mayWrite = authorizer.decide(caller, Actions.WRITE_BLOB, target) instanceof Permit;
        boolean mayAdd =
                !mayWrite && authorizer.decide(caller, Actions.ADD_BLOB, target) instanceof Permit;
        return authorizer.permit(caller, mayAdd ? Actions.ADD_BLOB : Actions.WRITE_BLOB, target);
    }

    private Target onContainer(String account, String container) {
        Account found = find(account);
        return target(found, ContainerTarget.scope(found.scope(), container));
    }

    private Target onBlob(String account, String container, String blob) {
        Account found = find(account);
        return target(found, ContainerTarget.scope(found.scope(), container).item(blob));
    }

    private Account find(String name) {
        return accounts.find(name).orElseThrow(StorageError.ACCOUNT_NOT_FOUND::failure).account();
    }

    private static Target target(Account account, Scope scope) {
        return Target.in(account.tenant(), account.id(), scope);
    }
}
