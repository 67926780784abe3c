package fr.bleu.resources.api;

import fr.bleu.http.Answer;
import fr.bleu.http.Failure;
import fr.bleu.http.Json;
import fr.bleu.resources.Catalogue;
import fr.bleu.resources.Permits;
import fr.bleu.resources.RegionQuota;
import fr.bleu.resources.RegionUsage;
import fr.bleu.resources.ResourceHandler;
import fr.bleu.resources.Subscription;
import fr.bleu.trust.Action;
import fr.bleu.trust.SovereigntyPolicy;
import fr.bleu.trust.Target;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a subscription uses of the quotas of its types in a region.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/storagerp/usages/list-by-location">Usages -
 *     List By Location</a>
 */
final class UsageRoutes {
    private final Catalogue catalogue;
    private final RegionUsage usage;
    private final SovereigntyPolicy policy;
    private final Permits permits;

    UsageRoutes(Catalogue catalogue, RegionUsage usage, SovereigntyPolicy policy, Permits permits) {
        this.catalogue = catalogue;
        this.usage = usage;
        this.policy = policy;
        this.permits = permits;
    }

    void addTo(ArmRoutes routes) {
        for (ResourceHandler handler : catalogue.handlers()) {
            handler.quota().ifPresent(quota -> add(routes, handler, quota));
        }
    }

    private void add(ArmRoutes routes, ResourceHandler handler, RegionQuota quota) {
        String namespace = handler.type().namespace();
        Action read = Action.read(namespace + "/locations/usages/read");
        routes.needs(
                "GET",
                "/subscriptions/{subscription}/providers/"
                        + namespace
                        + "/locations/{location}/usages",
                read,
                call -> list(call, read, handler, quota));
    }

    private Answer list(Call call, Action read, ResourceHandler handler, RegionQuota quota) {
        Subscription subscription = call.subscription();
        permits.permit(call.caller(), read, Target.of(call.tenant(), subscription.scope()));
        String region = call.request().path("location").replace(" ", "").toLowerCase(Locale.ROOT);
        if (!policy.regions(call.tenant()).contains(region)) {
            throw new Failure(
                    400,
                    "LocationNotAvailableForResourceType",
                    "The location is not available for '" + handler.type().fullName() + "'.");
        }
        int count = usage.count(call.tenant(), subscription.id(), handler.type(), region);
        ObjectNode answer = Json.object();
        ObjectNode shown = answer.putArray("value").addObject();
        shown.put("unit", "Count").put("currentValue", count).put("limit", quota.limit());
        shown.putObject("name")
                .put("value", quota.name())
                .put("localizedValue", quota.displayName());
        return Json.answer(200, answer);
    }
}
