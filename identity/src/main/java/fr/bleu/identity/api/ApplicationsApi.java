package fr.bleu.identity.api;

import fr.bleu.http.Answer;
import fr.bleu.http.Failure;
import fr.bleu.http.Json;
import fr.bleu.http.Request;
import fr.bleu.identity.Application;
import fr.bleu.identity.CertificateCredential;
import fr.bleu.identity.Directory;
import fr.bleu.identity.DirectoryActions;
import fr.bleu.identity.DirectoryException;
import fr.bleu.identity.Written;
import fr.bleu.trust.Caller;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Receipt;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /applications}. */
final class ApplicationsApi {
    private static final String TYPE = "applications";
    private static final int DEFAULT_SECRET_YEARS = 2;

    private final Directory directory;
    private final DirectoryGate gate;
    private final InstantSource clock;

    ApplicationsApi(Directory directory, DirectoryGate gate, InstantSource clock) {
        this.directory = directory;
        this.gate = gate;
        this.clock = clock;
    }

    Answer list(Request request, Caller caller) {
        UUID tenant = gate.readable(caller);
        GraphQuery query = GraphQuery.read(request);
        Predicate<Application> passes = application -> passes(query.filter(), application);
        // An unknown property is refused even where there is nothing to look at.
        query.filter().passes(properties("", "", ""), Map.of("identifieruris", List.of()));
        Optional<String> appId = query.filter().equal("appid");
        Optional<String> id = query.filter().equal("id");
        GraphPage<Application> page;
        if (appId.isPresent()) {
            page =
                    GraphPage.of(
                            TenantPath.id(appId.get())
                                    .flatMap(one -> directory.applicationOf(tenant, one)),
                            passes);
        } else if (id.isPresent()) {
            page =
                    GraphPage.of(
                            TenantPath.id(id.get())
                                    .flatMap(one -> directory.application(tenant, one)),
                            passes);
        } else {
            page =
                    GraphPage.collect(
                            query,
                            (after, limit) -> directory.applications(tenant, after, limit),
                            passes,
                            Application::objectId);
        }
        return page.answer(request, query, TYPE, GraphJson::application);
    }

    private static boolean passes(ODataFilter filter, Application application) {
        return filter.passes(
                properties(
                        application.objectId().toString(),
                        application.appId().toString(),
                        application.displayName()),
                Map.of("identifieruris", List.of()));
    }

    private static Map<String, String> properties(String id, String appId, String displayName) {
        return Map.of("id", id, "appid", appId, "displayname", displayName);
    }

    Answer get(Request request, Caller caller) {
        UUID tenant = gate.readable(caller);
        UUID id = DirectoryObjectsApi.id(request);
        Application application =
                directory
                        .application(tenant, id)
                        .orElseThrow(() -> DirectoryObjectsApi.notFound(request.path("id")));
        ObjectNode node = entity(request, application);
        return Json.answer(200, GraphQuery.selected(node, GraphQuery.select(request)));
    }

    Answer create(Request request, Caller caller) {
        Permit permit = gate.writable(caller, DirectoryActions.APPLICATION_WRITE);
        ObjectNode body = body(request);
        ApplicationBody wanted = ApplicationBody.read(body);
        String name = wanted.displayName().orElseThrow(() -> GraphJson.invalid("displayName"));
        List<CertificateCredential> certificates =
                wanted.certificates().map(all -> all.apply(List.of())).orElse(List.of());
        Written<Application> written = directory.createApplication(permit, name, certificates);
        return Json.answer(201, entity(request, written.value()))
                .with(Receipt.HEADER, written.receipt().header());
    }

    Answer update(Request request, Caller caller) {
        Permit permit = gate.writable(caller, DirectoryActions.APPLICATION_WRITE);
        ApplicationBody wanted = ApplicationBody.read(body(request));
        Written<Application> written =
                directory.update(permit, DirectoryObjectsApi.id(request), wanted::appliedTo);
        return Answer.of(204).with(Receipt.HEADER, written.receipt().header());
    }

    Answer delete(Request request, Caller caller) {
        Permit permit = gate.writable(caller, DirectoryActions.APPLICATION_DELETE);
        Receipt receipt = directory.deleteApplication(permit, DirectoryObjectsApi.id(request));
        return Answer.of(204).with(Receipt.HEADER, receipt.header());
    }

    Answer addPassword(Request request, Caller caller) {
        Permit permit = gate.writable(caller, DirectoryActions.APPLICATION_WRITE);
        JsonNode wanted = body(request).path("passwordCredential");
        if (GraphJson.text(wanted, "secretText").isPresent()) {
            throw new Failure(
                    400, "Request_BadRequest", "Secrets are made here and cannot be chosen.");
        }
        Instant start =
                GraphJson.time(wanted, "startDateTime")
                        .orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.SECONDS));
        Instant end =
                GraphJson.time(wanted, "endDateTime")
                        .orElseGet(
                                () ->
                                        start.atOffset(ZoneOffset.UTC)
                                                .plusYears(DEFAULT_SECRET_YEARS)
                                                .toInstant());
        Written<Directory.NewSecret> written =
                directory.addPassword(
                        permit,
                        DirectoryObjectsApi.id(request),
                        GraphJson.text(wanted, "displayName").orElse(""),
                        start,
                        end);
        Directory.NewSecret secret = written.value();
        ObjectNode node = GraphJson.password(secret.credential(), secret.text());
        node.put(
                "@odata.context", GraphPage.context(request, "microsoft.graph.passwordCredential"));
        return Json.answer(200, node).with(Receipt.HEADER, written.receipt().header());
    }

    Answer removePassword(Request request, Caller caller) {
        Permit permit = gate.writable(caller, DirectoryActions.APPLICATION_WRITE);
        UUID keyId =
                GraphJson.id(body(request), "keyId").orElseThrow(() -> GraphJson.invalid("keyId"));
        Receipt receipt = directory.removePassword(permit, DirectoryObjectsApi.id(request), keyId);
        return Answer.of(204).with(Receipt.HEADER, receipt.header());
    }

    private static ObjectNode entity(Request request, Application application) {
        return GraphJson.application(application)
                .put("@odata.context", GraphPage.context(request, TYPE + "/$entity"));
    }

    private static ObjectNode body(Request request) {
        return Json.parseObject(request.body(GraphRoutes.bodyLimit()), "BadRequest");
    }

    /** What the caller is told when a certificate is no good. */
    static DirectoryException invalid(String message) {
        return new DirectoryException(DirectoryException.Kind.INVALID, message);
    }
}
