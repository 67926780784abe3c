package fr.bleu.identity.api;

import fr.bleu.identity.DirectoryActions;
import fr.bleu.trust.Action;
import fr.bleu.trust.Actions;
import fr.bleu.trust.Authorizer;
import fr.bleu.trust.Caller;
import fr.bleu.trust.Denial;
import fr.bleu.trust.DeniedException;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Scope;
import fr.bleu.trust.Target;
import java.util.UUID;

/** Asks for the permits of the directory, always for the caller's own tenant. */
final class DirectoryGate {
    private final Authorizer authorizer;

    DirectoryGate(Authorizer authorizer) {
        this.authorizer = authorizer;
    }

    /** The tenant whose directory the caller may read: its own. */
    UUID readable(Caller caller) {
        Target target = root(caller);
        return authorizer.permit(caller, Actions.SELF_READ, target).target().tenant();
    }

    /**
     * Leave to change the directory; {@link DirectoryActions} says why it takes leave to assign
     * roles too.
     */
    Permit writable(Caller caller, Action action) {
        Target target = root(caller);
        Permit permit = authorizer.permit(caller, action, target);
        authorizer.permit(caller, Actions.ROLE_ASSIGN, target);
        return permit;
    }

    private static Target root(Caller caller) {
        if (caller instanceof Caller.Principal principal) {
            return Target.of(principal.tenant(), Scope.of(""));
        }
        throw new DeniedException(
                new Denial(
                        Denial.Reason.UNAUTHENTICATED,
                        "bleu.credential",
                        "A credential is needed."));
    }
}
