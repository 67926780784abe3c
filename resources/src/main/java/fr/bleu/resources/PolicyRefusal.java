package fr.bleu.resources;

import fr.bleu.http.Json;
import fr.bleu.trust.Denial;
import fr.bleu.trust.Target;
import tools.jackson.databind.node.ObjectNode;

/**
 * ARM's answer to a request that a policy disallows, in the shape that SDKs read as {@code
 * PolicyViolation}.
 *
 * @see <a
 *     href="https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-policy-requestdisallowedbypolicy">RequestDisallowedByPolicy</a>
 */
record PolicyRefusal(Target target, Denial denial) {

    private static final String PREFIX = "/providers/Microsoft.Authorization/";
    private static final String NAME = "Sovereignty policy: allowed places";

    ArmFailure failure() {
        String path = target.scope().path();
        String name = path.substring(path.lastIndexOf('/') + 1);
        ObjectNode error =
                Json.object()
                        .put("code", "RequestDisallowedByPolicy")
                        .put("target", name)
                        .put(
                                "message",
                                "Resource '"
                                        + name
                                        + "' was disallowed by policy. Rule '"
                                        + denial.rule()
                                        + "': "
                                        + denial.message());
        ObjectNode violation = Json.object().put("type", "PolicyViolation");
        violation.set("info", info());
        error.set("additionalInfo", Json.array().add(violation));
        return new ArmFailure(403, error);
    }

    private ObjectNode info() {
        ObjectNode info =
                Json.object()
                        .put("policyDefinitionDisplayName", NAME)
                        .put("policyDefinitionId", PREFIX + "policyDefinitions/" + denial.rule())
                        .put("policyDefinitionName", denial.rule())
                        .put("policyDefinitionEffect", "deny")
                        .put("policyAssignmentId", PREFIX + "policyAssignments/" + denial.rule())
                        .put("policyAssignmentName", denial.rule())
                        .put("policyAssignmentDisplayName", NAME)
                        .put("policyAssignmentScope", "/");
        ObjectNode details = Json.object();
        details.set("evaluatedExpressions", Json.array().add(expression()));
        info.set("evaluationDetails", details);
        return info;
    }

    private ObjectNode expression() {
        return Json.object()
                .put("result", "True")
                .put("expressionKind", "Field")
                .put("expression", "location")
                .put("path", "location")
                .put("expressionValue", target.place().orElse(""))
                .put("operator", "NotIn");
    }
}
