package fr.bleu.resources.api;

import fr.bleu.http.Answer;
import fr.bleu.http.Failure;
import fr.bleu.http.Json;
import fr.bleu.resources.NextLink;
import fr.bleu.resources.Permits;
import fr.bleu.resources.Subscription;
import fr.bleu.trust.Actions;
import fr.bleu.trust.ActivityLog;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Target;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The activity log: a subscription's entries of the ledger, newest first.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/monitor/activity-logs/list">Activity Logs -
 *     List</a>
 */
final class ActivityRoutes {

    private static final int PAGE = 200;

    private final ActivityLog log;
    private final Permits permits;

    ActivityRoutes(ActivityLog log, Permits permits) {
        this.log = log;
        this.permits = permits;
    }

    void addTo(ArmRoutes routes) {
        routes.needs(
                "GET",
                "/subscriptions/{subscription}/providers/Microsoft.Insights/eventtypes/management"
                        + "/values",
                Actions.ACTIVITY_READ,
                this::list);
    }

    private Answer list(Call call) {
        Subscription subscription = call.subscription();
        // Who has no role here learns nothing, not even that the filter is wrong.
        permits.enter(
                call.caller(),
                Actions.ACTIVITY_READ,
                Target.of(call.tenant(), subscription.scope()));
        ActivityFilter filter = ActivityFilter.of(call.request(), subscription);
        Permit permit =
                permits.permit(
                        call.caller(),
                        Actions.ACTIVITY_READ,
                        Target.of(call.tenant(), filter.scope()));
        ActivityLog.Page page = log.read(permit, before(call), filter.from(), filter.to(), PAGE);
        Optional<Set<String>> members = selected(call);
        ArrayNode value = Json.array();
        for (ActivityLog.Activity activity : page.entries()) {
            if (filter.test(activity)) {
                ObjectNode shown = ActivityJson.event(subscription, activity);
                members.ifPresent(shown::retain);
                value.add(shown);
            }
        }
        ObjectNode body = Json.object();
        body.set("value", value);
        page.before()
                .ifPresent(
                        it -> body.put("nextLink", NextLink.of(call.request(), Long.toString(it))));
        return Json.answer(200, body);
    }

    private static OptionalLong before(Call call) {
        try {
            return Lists.token(call.request())
                    .map(it -> OptionalLong.of(Long.parseUnsignedLong(it)))
                    .orElseGet(OptionalLong::empty);
        } catch (NumberFormatException e) {
            throw new Failure(400, "InvalidSkipToken", "The provided $skiptoken is invalid.");
        }
    }

    private static Optional<Set<String>> selected(Call call) {
        return call.request()
                .query("$select")
                .filter(it -> !it.isBlank())
                .map(it -> Stream.of(it.split(",")).map(String::strip).collect(Collectors.toSet()))
                .map(names -> Set.copyOf(List.copyOf(names)));
    }
}
