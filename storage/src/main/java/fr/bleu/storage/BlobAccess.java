package fr.bleu.storage;

import fr.bleu.trust.Action;
import fr.bleu.trust.Authorizer;
import fr.bleu.trust.Caller;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Scope;
import fr.bleu.trust.Target;
import java.util.function.UnaryOperator;

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
        return authorizer.permit(caller, action, on(account, caller, scope -> scope));
    }

    /** For a container. */
    public Permit container(String account, Caller caller, Action action, String container) {
        return authorizer.permit(caller, action, onContainer(account, caller, container));
    }

    /** For listing a container's blobs. */
    public Permit listing(String account, Caller caller, String container) {
        boolean signed = caller instanceof Caller.SharedAccess;
        return authorizer.permit(
                caller,
                signed ? Actions.LIST_SIGNED : Actions.READ_BLOB,
                onContainer(account, caller, container));
    }

    /** For a blob. */
    public Permit blob(
            String account, Caller caller, Action action, String container, String blob) {
        return authorizer.permit(caller, action, onBlob(account, caller, container, blob));
    }

    /** For Put Blob: leave to write, else leave to create, which never overwrites. */
    public Permit put(String account, Caller caller, String container, String blob) {
        return writing(caller, Actions.ADD_BLOB, onBlob(account, caller, container, blob));
    }

    /** For Append Block: leave to write, else leave to append. */
    public Permit append(String account, Caller caller, String container, String blob) {
        boolean signed = caller instanceof Caller.SharedAccess;
        return writing(
                caller,
                signed ? Actions.APPEND_SIGNED : Actions.ADD_BLOB,
                onBlob(account, caller, container, blob));
    }

    private Permit writing(Caller caller, Action less, Target target) {
        boolean mayWrite = authorizer.decide(caller, Actions.WRITE_BLOB, target) instanceof Permit;
        boolean mayLess = !mayWrite && authorizer.decide(caller, less, target) instanceof Permit;
        return authorizer.permit(caller, mayLess ? less : Actions.WRITE_BLOB, target);
    }

    private Target onContainer(String account, Caller caller, String container) {
        return on(account, caller, scope -> ContainerTarget.scope(scope, container));
    }

    private Target onBlob(String account, Caller caller, String container, String blob) {
        return on(account, caller, scope -> ContainerTarget.scope(scope, container).item(blob));
    }

    /**
     * What lies below the account that the address names. A key was verified as that account's own
     * and says which it is, so that it is not looked up a second time.
     */
    private Target on(String account, Caller caller, UnaryOperator<Scope> below) {
        return switch (caller) {
            case Caller.AccountKey key ->
                    Target.in(key.tenant(), key.account(), below.apply(key.scope()));
            case Caller.Anonymous _,
                    Caller.Principal _,
                    Caller.SharedAccess _,
                    Caller.Operator _,
                    Caller.Platform _ -> {
                Account found =
                        accounts.find(account)
                                .orElseThrow(StorageError.ACCOUNT_NOT_FOUND::failure)
                                .account();
                yield Target.in(found.tenant(), found.id(), below.apply(found.scope()));
            }
        };
    }
}
