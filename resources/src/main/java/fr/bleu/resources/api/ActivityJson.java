package fr.bleu.resources.api;

import fr.bleu.http.Json;
import fr.bleu.resources.Subscription;
import fr.bleu.trust.ActivityLog.Activity;
import tools.jackson.databind.node.ObjectNode;

/**
 * Entries as Azure's activity log shows events.
 *
 * @see <a href="https://learn.microsoft.com/azure/azure-monitor/platform/activity-log-schema">event
 *     schema</a>
 */
final class ActivityJson {

    private ActivityJson() {}

    static ObjectNode event(Subscription subscription, Activity activity) {
        String scope = activity.scope().path();
        String id = eventId(activity);
        ObjectNode event =
                Json.object()
                        .put("caller", activity.caller())
                        .put("channels", "Operation")
                        .put("correlationId", activity.requestId())
                        .put("description", "")
                        .put("eventDataId", id)
                        .put("eventTimestamp", activity.time().toString())
                        .put("submissionTimestamp", activity.time().toString())
                        .put(
                                "id",
                                scope
                                        + "/events/"
                                        + id
                                        + "/ticks/"
                                        + activity.time().toEpochMilli())
                        .put("level", isRefused(activity) ? "Warning" : "Informational")
                        .put("operationId", activity.requestId())
                        .put("resourceId", scope)
                        .put("resourceGroupName", after(scope, "resourcegroups"))
                        .put("subscriptionId", subscription.id().toString())
                        .put("tenantId", subscription.tenant().toString());
        event.set("authorization", authorization(activity, scope));
        event.set("category", localizable("Administrative"));
        event.set("claims", Json.object());
        event.set("eventName", localizable("EndRequest"));
        event.set("httpRequest", httpRequest(activity));
        event.set("operationName", localizable(activity.action()));
        event.set("resourceProviderName", localizable(provider(activity.action())));
        event.set("resourceType", localizable(type(activity.action())));
        event.set("status", localizable(status(activity)));
        event.set("subStatus", localizable(isRefused(activity) ? "Forbidden" : ""));
        event.set("properties", properties(activity));
        return event;
    }

    private static String eventId(Activity activity) {
        // The entry's place in the ledger, in the form of the GUID that clients expect.
        return new java.util.UUID(0x424c_4555_0000_4000L, 0x8000_0000_0000_0000L | activity.index())
                .toString();
    }

    private static ObjectNode authorization(Activity activity, String scope) {
        return Json.object()
                .put("action", activity.action())
                .put("scope", scope)
                .put("role", activity.rule());
    }

    private static ObjectNode httpRequest(Activity activity) {
        return Json.object()
                .put("clientRequestId", activity.requestId())
                .put("clientIpAddress", activity.address());
    }

    private static ObjectNode properties(Activity activity) {
        ObjectNode properties =
                Json.object()
                        .put("ledgerIndex", Long.toString(activity.index()))
                        .put("kind", activity.kind())
                        .put("callerType", activity.callerType())
                        .put("count", Long.toString(activity.count()));
        activity.details().forEach(properties::put);
        activity.node()
                .ifPresent(
                        node ->
                                properties
                                        .put("node", node.name())
                                        .put("site", node.site())
                                        .put("country", node.country())
                                        .put("entity", node.entity()));
        return properties;
    }

    private static boolean isRefused(Activity activity) {
        return activity.result().equals("refused") || activity.result().equals("failed");
    }

    private static String status(Activity activity) {
        return switch (activity.result()) {
            case "done" -> "Succeeded";
            case "intended" -> "Started";
            default -> "Failed";
        };
    }

    private static String provider(String action) {
        int slash = action.indexOf('/');
        return slash < 0 ? action : action.substring(0, slash);
    }

    private static String type(String action) {
        int last = action.lastIndexOf('/');
        String type = last < 0 ? action : action.substring(0, last);
        return action.endsWith("/action") && type.lastIndexOf('/') > 0
                ? type.substring(0, type.lastIndexOf('/'))
                : type;
    }

    private static String after(String scope, String segment) {
        String[] parts = scope.split("/", -1);
        for (int i = 0; i + 1 < parts.length; i++) {
            if (parts[i].equalsIgnoreCase(segment)) {
                return parts[i + 1];
            }
        }
        return "";
    }

    private static ObjectNode localizable(String text) {
        return Json.object().put("value", text).put("localizedValue", text);
    }
}
