package fr.bleu.resources.api;

import fr.bleu.http.Answer;
import fr.bleu.http.Failure;
import fr.bleu.http.Json;
import fr.bleu.resources.Catalogue;
import fr.bleu.resources.Permits;
import fr.bleu.resources.Registrations;
import fr.bleu.resources.ResourceHandler;
import fr.bleu.resources.ResourceType;
import fr.bleu.resources.Subscription;
import fr.bleu.resources.SubscriptionAction;
import fr.bleu.trust.Action;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Receipt;
import fr.bleu.trust.SovereigntyPolicy;
import fr.bleu.trust.Target;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Providers: listed, registered and unregistered per subscription; their own POST actions. */
final class ProviderRoutes {

    private static final String PROVIDERS = "/subscriptions/{subscription}/providers";
    private static final Action READ =
            Action.read("Microsoft.Resources/subscriptions/providers/read");

    /** Types that the Resource Manager itself serves, as providers list them. */
    private static final List<BuiltIn> BUILT_IN =
            List.of(
                    new BuiltIn("Microsoft.Resources", "subscriptions", "2022-12-01"),
                    new BuiltIn("Microsoft.Resources", "resourceGroups", "2024-03-01"),
                    new BuiltIn("Microsoft.Resources", "resources", "2024-03-01"),
                    new BuiltIn("Microsoft.Authorization", "roleAssignments", "2022-04-01"),
                    new BuiltIn("Microsoft.Authorization", "roleDefinitions", "2022-04-01"),
                    new BuiltIn("microsoft.insights", "eventtypes", "2015-04-01"));

    private record BuiltIn(String namespace, String type, String apiVersion) {}

    private final Catalogue catalogue;
    private final Registrations registrations;
    private final SovereigntyPolicy policy;
    private final Permits permits;

    ProviderRoutes(
            Catalogue catalogue,
            Registrations registrations,
            SovereigntyPolicy policy,
            Permits permits) {
        this.catalogue = catalogue;
        this.registrations = registrations;
        this.policy = policy;
        this.permits = permits;
    }

    void addTo(ArmRoutes routes) {
        routes.needs("GET", PROVIDERS, READ, this::list);
        for (String namespace : catalogue.namespaces()) {
            String one = PROVIDERS + "/" + namespace;
            routes.needs("GET", one, READ, call -> get(call, namespace));
            Action register = Action.write(namespace + "/register/action");
            Action unregister = Action.write(namespace + "/unregister/action");
            routes.needs(
                    "POST", one + "/register", register, c -> register(c, namespace, register));
            routes.needs(
                    "POST",
                    one + "/unregister",
                    unregister,
                    c -> unregister(c, namespace, unregister));
        }
        for (ResourceHandler handler : catalogue.handlers()) {
            for (SubscriptionAction action : handler.subscriptionActions()) {
                String namespace = handler.type().namespace();
                routes.needs(
                        "POST",
                        PROVIDERS + "/" + namespace + "/" + action.name(),
                        action.action(),
                        call -> act(call, namespace, action));
            }
        }
    }

    private Answer list(Call call) {
        Subscription subscription = entered(call);
        return Lists.all(catalogue.namespaces(), it -> shown(subscription, it));
    }

    private Answer get(Call call, String namespace) {
        return Json.answer(200, shown(entered(call), namespace));
    }

    private Subscription entered(Call call) {
        Subscription subscription = call.subscription();
        permits.enter(call.caller(), READ, Target.of(call.tenant(), subscription.scope()));
        return subscription;
    }

    private Answer register(Call call, String namespace, Action action) {
        Subscription subscription = call.subscription();
        Permit permit = permit(call, subscription, action);
        Optional<Receipt> receipt =
                catalogue.registrable().contains(namespace)
                        ? registrations.register(permit, subscription.id(), namespace)
                        : Optional.empty();
        return answer(subscription, namespace, receipt);
    }

    private Answer unregister(Call call, String namespace, Action action) {
        Subscription subscription = call.subscription();
        Permit permit = permit(call, subscription, action);
        if (!catalogue.registrable().contains(namespace)) {
            throw new Failure(
                    409,
                    "CannotUnregisterResourceProvider",
                    "The provider '" + namespace + "' belongs to every subscription.");
        }
        Optional<Receipt> receipt = registrations.unregister(permit, subscription.id(), namespace);
        return answer(subscription, namespace, receipt);
    }

    private Answer act(Call call, String namespace, SubscriptionAction action) {
        Subscription subscription = call.subscription();
        Permit permit = permit(call, subscription, action.action());
        registrations.require(call.tenant(), subscription.id(), namespace);
        return action.body().answer(permit, subscription.id(), call.bodyIfAny());
    }

    private Permit permit(Call call, Subscription subscription, Action action) {
        return permits.permit(
                call.caller(), action, Target.of(call.tenant(), subscription.scope()));
    }

    private Answer answer(Subscription subscription, String namespace, Optional<Receipt> receipt) {
        Answer answer = Json.answer(200, shown(subscription, namespace));
        return receipt.map(it -> answer.with(Receipt.HEADER, it.header())).orElse(answer);
    }

    private ObjectNode shown(Subscription subscription, String namespace) {
        UUID tenant = subscription.tenant();
        boolean registered = registrations.isRegistered(tenant, subscription.id(), namespace);
        ArrayNode types = Json.array();
        for (ResourceHandler handler : catalogue.of(namespace)) {
            ResourceType type = handler.type();
            types.add(type(type.name(), type.apiVersions(), locations(tenant)));
        }
        for (BuiltIn own : BUILT_IN) {
            if (own.namespace().equals(namespace)) {
                types.add(type(own.type(), List.of(own.apiVersion()), Json.array()));
            }
        }
        ObjectNode shown =
                Json.object()
                        .put("id", subscription.path() + "/providers/" + namespace)
                        .put("namespace", namespace)
                        .put(
                                "registrationPolicy",
                                catalogue.registrable().contains(namespace)
                                        ? "RegistrationRequired"
                                        : "RegistrationFree")
                        .put("registrationState", registered ? "Registered" : "NotRegistered");
        shown.set("resourceTypes", types);
        return shown;
    }

    private ArrayNode locations(UUID tenant) {
        ArrayNode names = Json.array();
        policy.regions(tenant).stream().sorted().map(Regions::displayName).forEach(names::add);
        return names;
    }

    private static ObjectNode type(String name, List<String> apiVersions, ArrayNode locations) {
        ObjectNode type = Json.object().put("resourceType", name);
        ArrayNode versions = Json.array();
        apiVersions.forEach(versions::add);
        type.set("locations", locations);
        type.set("apiVersions", versions);
        return type.put("defaultApiVersion", apiVersions.getFirst());
    }
}
