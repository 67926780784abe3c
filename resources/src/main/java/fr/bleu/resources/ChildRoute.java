package fr.bleu.resources;

import fr.bleu.trust.Action;
import java.util.function.BiPredicate;
import tools.jackson.databind.node.ObjectNode;

/**
 * An operation on what lies below one resource and has no record of the Resource Manager's own: a
 * storage account's containers.
 *
 * @param scope the child that the permit is for, below the resource, with {@code {name}} for a
 *     segment, such as {@code blobServices/default/containers/{container}}; empty for the resource
 *     itself
 * @param below the rest of the path, such as {@code immutabilityPolicies/default}; may be empty
 * @param action what it needs
 * @param opens whether the request wants to open something to everybody: the permit is then asked
 *     for with {@link fr.bleu.trust.Target#opened}
 */
public record ChildRoute(
        String method,
        String scope,
        String below,
        Action action,
        BiPredicate<Resource, ObjectNode> opens,
        ResourceAction.Body body) {

    /** An operation that opens nothing. */
    public ChildRoute(
            String method, String scope, String below, Action action, ResourceAction.Body body) {
        this(method, scope, below, action, (resource, content) -> false, body);
    }

    /** Its path below the resource. */
    public String path() {
        return scope.isEmpty() || below.isEmpty() ? scope + below : scope + "/" + below;
    }
}
