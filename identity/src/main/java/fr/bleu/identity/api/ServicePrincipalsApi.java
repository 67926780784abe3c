package fr.bleu.identity.api;

import fr.bleu.http.Answer;
import fr.bleu.http.Json;
import fr.bleu.http.Request;
import fr.bleu.identity.Directory;
import fr.bleu.identity.DirectoryActions;
import fr.bleu.identity.ServicePrincipal;
import fr.bleu.identity.Written;
import fr.bleu.trust.Caller;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Receipt;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/** {@code /servicePrincipals}. */
final class ServicePrincipalsApi {
    private static final String TYPE = "servicePrincipals";
    private static final String NAMES = "serviceprincipalnames";
    private static final Set<String> OURS = Set.of("appId", "accountEnabled", "@odata.type");

    private final Directory directory;
    private final DirectoryGate gate;

    ServicePrincipalsApi(Directory directory, DirectoryGate gate) {
        this.directory = directory;
        this.gate = gate;
    }

    Answer list(Request request, Caller caller) {
        UUID tenant = gate.readable(caller);
        GraphQuery query = GraphQuery.read(request);
        Predicate<ServicePrincipal> passes = principal -> passes(query.filter(), principal);
        // An unknown property is refused even where there is nothing to look at.
        query.filter().passes(properties("", "", ""), Map.of(NAMES, List.of()));
        // An application's only name is its id, so both are looked up in one place.
        Optional<String> appId = query.filter().equal("appid").or(() -> query.filter().any(NAMES));
        Optional<String> id = query.filter().equal("id");
        GraphPage<ServicePrincipal> page;
        if (appId.isPresent()) {
            page =
                    GraphPage.of(
                            TenantPath.id(appId.get())
                                    .flatMap(one -> directory.servicePrincipalOf(tenant, one)),
                            passes);
        } else if (id.isPresent()) {
            page =
                    GraphPage.of(
                            TenantPath.id(id.get())
                                    .flatMap(one -> directory.servicePrincipal(tenant, one)),
                            passes);
        } else {
            page =
                    GraphPage.collect(
                            query,
                            (after, limit) -> directory.servicePrincipals(tenant, after, limit),
                            passes,
                            ServicePrincipal::objectId);
        }
        return page.answer(request, query, TYPE, GraphJson::servicePrincipal);
    }

    private static boolean passes(ODataFilter filter, ServicePrincipal principal) {
        return filter.passes(
                properties(
                        principal.objectId().toString(),
                        principal.appId().toString(),
                        principal.displayName()),
                Map.of(NAMES, principal.names()));
    }

    private static Map<String, String> properties(String id, String appId, String displayName) {
        return Map.of("id", id, "appid", appId, "displayname", displayName);
    }

    Answer get(Request request, Caller caller) {
        UUID tenant = gate.readable(caller);
        ServicePrincipal principal =
                directory
                        .servicePrincipal(tenant, DirectoryObjectsApi.id(request))
                        .orElseThrow(() -> DirectoryObjectsApi.notFound(request.path("id")));
        ObjectNode node = entity(request, principal);
        return Json.answer(200, GraphQuery.selected(node, GraphQuery.select(request)));
    }

    Answer create(Request request, Caller caller) {
        Permit permit = gate.writable(caller, DirectoryActions.SERVICE_PRINCIPAL_WRITE);
        ObjectNode body = Json.parseObject(request.body(GraphRoutes.bodyLimit()), "BadRequest");
        for (String name : body.propertyNames()) {
            if (!OURS.contains(name) && !GraphJson.asksNothing(body.path(name))) {
                throw ApplicationsApi.invalid(
                        "The property '" + name + "' is not supported on this platform.");
            }
        }
        UUID appId = GraphJson.id(body, "appId").orElseThrow(() -> GraphJson.invalid("appId"));
        boolean enabled = body.path("accountEnabled").asBoolean(true);
        Written<ServicePrincipal> written =
                directory.createServicePrincipal(permit, appId, enabled);
        return Json.answer(201, entity(request, written.value()))
                .with(Receipt.HEADER, written.receipt().header());
    }

    Answer delete(Request request, Caller caller) {
        Permit permit = gate.writable(caller, DirectoryActions.SERVICE_PRINCIPAL_DELETE);
        Receipt receipt = directory.deleteServicePrincipal(permit, DirectoryObjectsApi.id(request));
        return Answer.of(204).with(Receipt.HEADER, receipt.header());
    }

    private static ObjectNode entity(Request request, ServicePrincipal principal) {
        return GraphJson.servicePrincipal(principal)
                .put("@odata.context", GraphPage.context(request, TYPE + "/$entity"));
    }
}
