package fr.bleu.resources;

import fr.bleu.http.Json;
import fr.bleu.trust.Action;
import fr.bleu.trust.Authorizer;
import fr.bleu.trust.Caller;
import fr.bleu.trust.Denial;
import fr.bleu.trust.DeniedException;
import fr.bleu.trust.Permit;
import fr.bleu.trust.RoleAssignments;
import fr.bleu.trust.Scope;
import fr.bleu.trust.Target;
import tools.jackson.databind.node.ObjectNode;

/** Asks for permits and words refusals as ARM does. */
public final class Permits {

    private final Authorizer authorizer;
    private final RoleAssignments roles;

    Permits(Authorizer authorizer, RoleAssignments roles) {
        this.authorizer = authorizer;
        this.roles = roles;
    }

    /**
     * The permit; a refusal is recorded.
     *
     * @throws ArmFailure 403 {@code AuthorizationFailed} or {@code RequestDisallowedByPolicy}
     */
    public Permit permit(Caller.Principal caller, Action action, Target target) {
        try {
            return authorizer.permit(caller, action, target);
        } catch (DeniedException denied) {
            throw refusal(caller, action, target, denied.denial());
        }
    }

    /** Whether the caller may; nothing is recorded. */
    public boolean may(Caller.Principal caller, Action action, Target target) {
        return authorizer.decide(caller, action, target) instanceof Permit;
    }

    /**
     * Lets a list, or a scope that leads to others, be read by whoever may read all of it or has
     * any role in it; what the answer shows is then chosen item by item.
     *
     * @throws ArmFailure 403 {@code AuthorizationFailed}
     */
    public void enter(Caller.Principal caller, Action action, Target target) {
        if (!may(caller, action, target) && !hasRoleAround(caller, target.scope())) {
            permit(caller, action, target);
        }
    }

    /** Whether any of the caller's roles is assigned at, above or below the scope. */
    public boolean hasRoleAround(Caller.Principal caller, Scope scope) {
        return roles.ofCaller(caller).stream()
                .anyMatch(it -> it.scope().contains(scope) || scope.contains(it.scope()));
    }

    private static ArmFailure refusal(
            Caller.Principal caller, Action action, Target target, Denial denial) {
        return switch (denial.reason()) {
            case UNAUTHENTICATED -> failure(401, "AuthenticationFailed", denial.message());
            case WRONG_TENANT ->
                    failure(404, "SubscriptionNotFound", "The subscription could not be found.");
            case NOT_PERMITTED ->
                    failure(
                            403,
                            "AuthorizationFailed",
                            "The client '"
                                    + caller.application()
                                    + "' with object id '"
                                    + caller.principal()
                                    + "' does not have authorization to perform action '"
                                    + action.name()
                                    + "' over scope '"
                                    + (target.scope().path().isEmpty()
                                            ? "/"
                                            : target.scope().path())
                                    + "' or the scope is invalid. If access was recently granted,"
                                    + " please refresh your credentials.");
            case POLICY -> new PolicyRefusal(target, denial).failure();
        };
    }

    private static ArmFailure failure(int status, String code, String message) {
        ObjectNode error = Json.object().put("code", code).put("message", message);
        return new ArmFailure(status, error);
    }
}
