package fr.bleu.storage.api;

import fr.bleu.http.Answer;
import fr.bleu.http.Failure;
import fr.bleu.http.Json;
import fr.bleu.http.Request;
import fr.bleu.resources.ChildRoute;
import fr.bleu.resources.NextLink;
import fr.bleu.resources.Resource;
import fr.bleu.storage.EncryptionScope;
import fr.bleu.storage.EncryptionScopes;
import fr.bleu.trust.Action;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Receipt;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code Microsoft.Storage/storageAccounts/encryptionScopes}.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/storagerp/encryption-scopes">Encryption
 *     Scopes</a>
 */
final class EncryptionScopeChildren {
    private static final String TYPE = "Microsoft.Storage/storageAccounts/encryptionScopes";
    private static final String COLLECTION = "encryptionScopes";
    private static final String ONE = COLLECTION + "/{encryptionScope}";
    private static final Action READ = Action.read(TYPE + "/read");
    private static final Action WRITE = Action.write(TYPE + "/write");

    private final EncryptionScopes scopes;

    EncryptionScopeChildren(EncryptionScopes scopes) {
        this.scopes = scopes;
    }

    List<ChildRoute> routes() {
        return List.of(
                new ChildRoute("GET", "", COLLECTION, READ, this::list),
                new ChildRoute("GET", ONE, "", READ, this::get),
                new ChildRoute("PUT", ONE, "", WRITE, this::put),
                new ChildRoute("PATCH", ONE, "", WRITE, this::patch));
    }

    private Answer list(Permit permit, Resource account, ObjectNode content, Request request) {
        if (request.query("$filter").isPresent()) {
            throw ArmParameters.invalid("$filter");
        }
        Optional<Boolean> wanted = include(request);
        EncryptionScopes.Page page =
                scopes.list(permit, from(request), ArmParameters.pageSize(request));
        ObjectNode answer = Json.object();
        ArrayNode value = answer.putArray("value");
        page.scopes().stream()
                .filter(scope -> wanted.filter(it -> it != scope.enabled()).isEmpty())
                .forEach(scope -> value.add(shown(account, scope)));
        page.next()
                .map(name -> name.getBytes(StandardCharsets.UTF_8))
                .map(Base64.getUrlEncoder().withoutPadding()::encodeToString)
                .ifPresent(token -> answer.put("nextLink", NextLink.of(request, token)));
        return Json.answer(200, answer);
    }

    /** Which state is listed; absent for all. */
    private static Optional<Boolean> include(Request request) {
        String include = request.query("$include").orElse("All");
        return switch (include) {
            case "All" -> Optional.empty();
            case "Enabled" -> Optional.of(true);
            case "Disabled" -> Optional.of(false);
            default -> throw ArmParameters.invalid("$include");
        };
    }

    private static String from(Request request) {
        Optional<String> token = request.query(NextLink.TOKEN);
        if (token.isEmpty()) {
            return "";
        }
        try {
            String name =
                    new String(Base64.getUrlDecoder().decode(token.get()), StandardCharsets.UTF_8);
            if (EncryptionHeaders.isScopeName(name)) {
                return name;
            }
        } catch (IllegalArgumentException e) {
            throw ArmParameters.invalid(NextLink.TOKEN);
        }
        throw ArmParameters.invalid(NextLink.TOKEN);
    }

    private Answer get(Permit permit, Resource account, ObjectNode content, Request request) {
        EncryptionScope scope =
                scopes.find(permit, name(request)).orElseThrow(EncryptionScopes::missing);
        return Json.answer(200, shown(account, scope));
    }

    private Answer put(Permit permit, Resource account, ObjectNode content, Request request) {
        return put(permit, account, content, request, true);
    }

    private Answer patch(Permit permit, Resource account, ObjectNode content, Request request) {
        return put(permit, account, content, request, false);
    }

    private Answer put(
            Permit permit, Resource account, ObjectNode content, Request request, boolean create) {
        String name = name(request);
        EncryptionScopes.Put put = scopes.put(permit, name, enabled(content), create);
        return Json.answer(put.created() ? 201 : 200, shown(account, put.changed().value()))
                .with(Receipt.HEADER, put.changed().receipt().header());
    }

    private static String name(Request request) {
        String name = request.path("encryptionScope");
        if (!EncryptionHeaders.isScopeName(name)) {
            throw new Failure(
                    400,
                    "InvalidEncryptionScopeName",
                    "An encryption scope's name has 3 to 63 lower-case letters and digits, and"
                            + " single dashes between them.");
        }
        return name;
    }

    /** What a body says of the state; keys are ours alone. */
    private static Optional<Boolean> enabled(ObjectNode content) {
        Members body = Members.of(content).readOnly("id", "name", "type");
        Members properties = body.group("properties").readOnly("creationTime", "lastModifiedTime");
        Optional<String> state = properties.text("state");
        properties
                .only("source", "Microsoft.Storage")
                .only("requireInfrastructureEncryption", "false")
                .end();
        body.end();
        return state.map(
                text ->
                        switch (text) {
                            case "Enabled" -> true;
                            case "Disabled" -> false;
                            default -> throw properties.invalid("state");
                        });
    }

    private static ObjectNode shown(Resource account, EncryptionScope scope) {
        ObjectNode shown = Json.object();
        shown.put("id", account.id().path() + "/" + COLLECTION + "/" + scope.name())
                .put("name", scope.name())
                .put("type", TYPE);
        shown.putObject("properties")
                .put("source", "Microsoft.Storage")
                .put("state", scope.enabled() ? "Enabled" : "Disabled")
                .put("creationTime", scope.created().instant().toString())
                .put("lastModifiedTime", scope.modified().instant().toString())
                .put("requireInfrastructureEncryption", false);
        return shown;
    }
}
