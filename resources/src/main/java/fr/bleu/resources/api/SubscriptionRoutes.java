package fr.bleu.resources.api;

import fr.bleu.http.Answer;
import fr.bleu.http.Json;
import fr.bleu.identity.Tenant;
import fr.bleu.identity.Tenants;
import fr.bleu.resources.Permits;
import fr.bleu.resources.Subscription;
import fr.bleu.resources.Subscriptions;
import fr.bleu.trust.Action;
import fr.bleu.trust.Place;
import fr.bleu.trust.SovereigntyPolicy;
import fr.bleu.trust.Target;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Tenants, subscriptions and locations. */
final class SubscriptionRoutes {

    private static final Action READ = Action.read("Microsoft.Resources/subscriptions/read");
    private static final Action LOCATIONS =
            Action.read("Microsoft.Resources/subscriptions/locations/read");

    private final Tenants tenants;
    private final Subscriptions subscriptions;
    private final SovereigntyPolicy policy;
    private final Permits permits;

    SubscriptionRoutes(
            Tenants tenants,
            Subscriptions subscriptions,
            SovereigntyPolicy policy,
            Permits permits) {
        this.tenants = tenants;
        this.subscriptions = subscriptions;
        this.policy = policy;
        this.permits = permits;
    }

    void addTo(ArmRoutes routes) {
        routes.authenticated("GET", "/tenants", "its own tenant", this::tenants)
                .authenticated(
                        "GET", "/subscriptions", "the subscriptions it has a role in", this::list)
                .needs("GET", "/subscriptions/{subscription}", READ, this::get)
                .needs("GET", "/subscriptions/{subscription}/locations", LOCATIONS, this::places);
    }

    private Answer tenants(Call call) {
        return Lists.all(tenants.get(call.tenant()).stream().toList(), SubscriptionRoutes::shown);
    }

    private Answer list(Call call) {
        List<Subscription> seen =
                subscriptions.list(call.tenant()).stream()
                        .filter(it -> permits.hasRoleAround(call.caller(), it.scope()))
                        .toList();
        return Lists.all(seen, SubscriptionRoutes::shown);
    }

    private Answer get(Call call) {
        Subscription subscription = call.subscription();
        permits.enter(call.caller(), READ, Target.of(call.tenant(), subscription.scope()));
        return Json.answer(200, shown(subscription));
    }

    private Answer places(Call call) {
        Subscription subscription = call.subscription();
        permits.enter(call.caller(), LOCATIONS, Target.of(call.tenant(), subscription.scope()));
        Set<String> allowed = policy.regions(call.tenant());
        List<Place> places =
                policy.places().stream().filter(it -> allowed.contains(it.region())).toList();
        return Lists.all(places, it -> Regions.shown(subscription.path(), it));
    }

    private static ObjectNode shown(Tenant tenant) {
        return Json.object()
                .put("id", "/tenants/" + tenant.id())
                .put("tenantId", tenant.id().toString())
                .put("displayName", tenant.displayName())
                .put("tenantType", "AAD")
                .put("tenantCategory", "Home");
    }

    private static ObjectNode shown(Subscription subscription) {
        ObjectNode shown =
                Json.object()
                        .put("id", subscription.path())
                        .put("authorizationSource", "RoleBased")
                        .put("subscriptionId", subscription.id().toString())
                        .put("tenantId", subscription.tenant().toString())
                        .put("displayName", subscription.displayName())
                        .put("state", "Enabled");
        shown.set("managedByTenants", Json.array());
        shown.set(
                "subscriptionPolicies",
                Json.object()
                        .put("locationPlacementId", "Bleu_2026-01-01")
                        .put("quotaId", "Bleu_2026-01-01")
                        .put("spendingLimit", "Off"));
        return shown;
    }
}
