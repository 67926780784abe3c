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
        Target target = onContainer(account, caller, container);
        boolean open =
                action.equals(Actions.READ_CONTAINER)
                        && isOpen(caller, target, container, PublicAccess.CONTAINER);
        return authorizer.permit(caller, action, open ? target.opened() : target);
    }

    /** For Create Container: a signature may have leave to create and no more. */
    public Permit create(String account, Caller caller, String container, boolean opens) {
        Target target = onContainer(account, caller, container);
        return authorizer.permit(
                caller,
                isSigned(caller) ? Actions.CREATE_CONTAINER_SIGNED : Actions.WRITE_CONTAINER,
                opens && mayOpen(target) ? target.opened() : target);
    }

    /** For Set Container ACL. */
    public Permit setAcl(String account, Caller caller, String container, boolean opens) {
        Target target = onContainer(account, caller, container);
        return authorizer.permit(
                caller, Actions.WRITE_ACL, opens && mayOpen(target) ? target.opened() : target);
    }

    /** For a batch to the account, or to one container if it is named. */
    public Permit batch(String account, Caller caller, String container) {
        return authorizer.permit(
                caller,
                isSigned(caller) ? Actions.BATCH_SIGNED : Actions.WRITE_CONTAINER,
                container.isEmpty()
                        ? on(account, caller, scope -> scope)
                        : onContainer(account, caller, container));
    }

    /** For listing a container's blobs. */
    public Permit listing(String account, Caller caller, String container) {
        Target target = onContainer(account, caller, container);
        boolean open = isOpen(caller, target, container, PublicAccess.CONTAINER);
        return authorizer.permit(
                caller,
                isSigned(caller) ? Actions.LIST_SIGNED : Actions.READ_BLOB,
                open ? target.opened() : target);
    }

    /** For a blob. */
    public Permit blob(
            String account, Caller caller, Action action, String container, String blob) {
        Target target = onBlob(account, caller, container, blob);
        boolean open =
                action.equals(Actions.READ_BLOB)
                        && isOpen(caller, target, container, PublicAccess.BLOB);
        return authorizer.permit(caller, action, open ? target.opened() : target);
    }

    /** For a page of an account's static website, which is open while the site and account are. */
    public Permit website(String account, Caller.Anonymous caller, String blob) {
        Target target = onBlob(account, caller, StaticWebsite.CONTAINER, blob);
        boolean open = mayOpen(target) && accounts.website(target.owner()).enabled();
        return authorizer.permit(caller, Actions.READ_BLOB, open ? target.opened() : target);
    }

    /** For opening a static website by the service's properties. */
    public Permit openWebsite(String account, Caller caller) {
        Target target = on(account, caller, scope -> scope);
        return authorizer.permit(
                caller, Actions.WRITE_SERVICE, mayOpen(target) ? target.opened() : target);
    }

    /** For Put Blob: leave to write, else leave to create, which never overwrites. */
    public Permit put(String account, Caller caller, String container, String blob) {
        return writing(caller, Actions.ADD_BLOB, onBlob(account, caller, container, blob));
    }

    /** For Append Block: leave to write, else leave to append. */
    public Permit append(String account, Caller caller, String container, String blob) {
        boolean signed = isSigned(caller);
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

    /** Whether the caller shows a shared access signature, of whatever kind. */
    public static boolean isSigned(Caller caller) {
        return caller instanceof Caller.SharedAccess || caller instanceof Caller.Delegated;
    }

    /**
     * Whether somebody without a credential may read, as the container and the account say now.
     * Whoever shows a credential reads with that.
     *
     * @param least what the container must at least be open for
     */
    private boolean isOpen(Caller caller, Target target, String container, PublicAccess least) {
        if (!(caller instanceof Caller.Anonymous)) {
            return false;
        }
        return mayOpen(target)
                && accounts.container(target.owner(), container)
                        .filter(it -> it.traits().access().level().compareTo(least) >= 0)
                        .isPresent();
    }

    /** Whether the account lets containers be open; if not, the policy is not even asked. */
    private boolean mayOpen(Target target) {
        return accounts.mayOpen(target.owner());
    }

    private Target onContainer(String account, Caller caller, String container) {
        return on(account, caller, scope -> ContainerTarget.scope(scope, container));
    }

    private Target onBlob(String account, Caller caller, String container, String blob) {
        return on(account, caller, scope -> ContainerTarget.scope(scope, container).item(blob));
    }

    /**
     * What lies below the account that the address names. A key was verified as that account's own
     * and says which it is, so that it is not looked up a second time; the network's rules were met
     * by whoever found the account.
     */
    private Target on(String account, Caller caller, UnaryOperator<Scope> below) {
        return switch (caller) {
            case Caller.AccountKey key ->
                    Target.in(key.tenant(), key.account(), below.apply(key.scope()));
            case Caller.Anonymous _,
                    Caller.Principal _,
                    Caller.SharedAccess _,
                    Caller.Delegated _,
                    Caller.Operator _,
                    Caller.Platform _ -> {
                Account found =
                        accounts.find(account)
                                .orElseThrow(StorageError.ACCOUNT_NOT_FOUND::failure)
                                .account();
                found.settings().rules().network().require(caller.origin().address());
                yield Target.in(found.tenant(), found.id(), below.apply(found.scope()));
            }
        };
    }
}
