package fr.bleu.vault.api;

import fr.bleu.http.Access;
import fr.bleu.http.Answer;
import fr.bleu.http.Domains;
import fr.bleu.http.Json;
import fr.bleu.http.Percent;
import fr.bleu.http.Request;
import fr.bleu.http.Route;
import fr.bleu.http.Site;
import fr.bleu.trust.Action;
import fr.bleu.trust.Authorizer;
import fr.bleu.trust.Caller;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Receipt;
import fr.bleu.trust.Target;
import fr.bleu.vault.DeletedSecret;
import fr.bleu.vault.Listed;
import fr.bleu.vault.Name;
import fr.bleu.vault.NewSecret;
import fr.bleu.vault.Page;
import fr.bleu.vault.Patch;
import fr.bleu.vault.Result;
import fr.bleu.vault.SecretActions;
import fr.bleu.vault.Secrets;
import fr.bleu.vault.Vault;
import fr.bleu.vault.VaultDirectory;
import fr.bleu.vault.VaultFailure;
import fr.bleu.vault.Version;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Key Vault's secrets api.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/keyvault/secrets/operation-groups">Secrets</a>
 */
public final class SecretsApi {

    private static final int MAX_BODY_BYTES = 256 * 1024;
    private static final int MAX_PAGE = 25;
    private static final Pattern API_VERSION =
            Pattern.compile(
                    "7\\.[0-9]{1,2}(-preview\\.[0-9]{1,2})?|20[0-9]{2}-[0-9]{2}-[0-9]{2}(-preview)?");
    private static final Pattern VERSION = Pattern.compile("[0-9a-f]{32}");

    private final VaultDirectory vaults;
    private final Secrets secrets;
    private final Authorizer authorizer;
    private final Domains domains;

    public SecretsApi(
            VaultDirectory vaults, Secrets secrets, Authorizer authorizer, Domains domains) {
        this.vaults = vaults;
        this.secrets = secrets;
        this.authorizer = authorizer;
        this.domains = domains;
    }

    /** The routes; a path that ends with a slash is the one without. */
    public List<Route> routes() {
        return List.of(
                route("PUT", "/secrets/{name}", SecretActions.SET, this::set),
                route("GET", "/secrets/{name}", SecretActions.GET, this::get),
                route("GET", "/secrets/{name}/{version}", SecretActions.GET, this::get),
                route("PATCH", "/secrets/{name}", SecretActions.UPDATE, this::update),
                route("PATCH", "/secrets/{name}/{version}", SecretActions.UPDATE, this::update),
                route("DELETE", "/secrets/{name}", SecretActions.DELETE, this::delete),
                route("GET", "/secrets/{name}/versions", SecretActions.LIST, this::versions),
                route("GET", "/secrets", SecretActions.LIST, this::list),
                route("GET", "/deletedsecrets", SecretActions.LIST, this::listDeleted),
                route("GET", "/deletedsecrets/{name}", SecretActions.LIST, this::getDeleted),
                route(
                        "POST",
                        "/deletedsecrets/{name}/recover",
                        SecretActions.RECOVER,
                        this::recover),
                route("DELETE", "/deletedsecrets/{name}", SecretActions.PURGE, this::purge));
    }

    /**
     * A request to a vault that exists, and the permit for it.
     *
     * @param version the version that the path names
     */
    private record Call(Request request, Vault vault, Permit permit, Optional<String> version) {}

    private Route route(
            String method, String path, Action action, Function<Call, Answer> operation) {
        return Route.of(
                        Site.VAULT,
                        method,
                        path,
                        new Access.Needs(action),
                        (request, caller) -> {
                            try {
                                return operation.apply(permitted(request, caller, action, path));
                            } catch (VaultFailure refused) {
                                return VaultErrors.refused(refused);
                            }
                        })
                .withBodyLimit(MAX_BODY_BYTES);
    }

    /** The permit comes first: who has none learns nothing of the request's other faults. */
    private Call permitted(Request request, Caller caller, Action action, String path) {
        Vault vault =
                vaults.find(request.label()).orElseThrow(() -> VaultProtocol.noVault(request));
        boolean named = path.contains("{name}");
        boolean sound = named && Name.isValid(request.path("name"));
        Target target = sound ? vault.secret(request.path("name")) : vault.secrets();
        Permit permit = authorizer.permit(caller, action, target);
        if (named && !sound) {
            throw VaultErrors.bad("A secret's name has 1 to 127 letters, digits and dashes.");
        }
        requireApiVersion(request);
        Optional<String> version =
                path.contains("{version}") ? Optional.of(version(request)) : Optional.empty();
        return new Call(request, vault, permit, version);
    }

    private static void requireApiVersion(Request request) {
        String version = request.query("api-version").orElse("");
        if (version.isEmpty()) {
            throw VaultErrors.bad("The api-version query parameter is missing.");
        }
        if (!API_VERSION.matcher(version).matches()) {
            throw VaultErrors.bad("The api-version query parameter is not one of Key Vault's.");
        }
    }

    private Answer set(Call call) {
        NewSecret secret = SecretJson.newSecret(call.request().path("name"), body(call));
        return bundle(call, secrets.live().set(call.permit(), call.vault(), secret));
    }

    private Answer get(Call call) {
        if (call.request().query("outContentType").isPresent()) {
            throw VaultErrors.bad("outContentType is for certificates only.");
        }
        return bundle(call, secrets.live().get(call.permit(), call.version()));
    }

    private Answer update(Call call) {
        Patch patch = SecretJson.patch(body(call));
        return described(
                call, secrets.live().update(call.permit(), call.vault(), call.version(), patch));
    }

    private Answer delete(Call call) {
        return deleted(call, secrets.deleted().delete(call.permit(), call.vault()));
    }

    private Answer getDeleted(Call call) {
        return deleted(call, secrets.deleted().get(call.permit()));
    }

    private Answer recover(Call call) {
        return described(call, secrets.deleted().recover(call.permit(), call.vault()));
    }

    private Answer purge(Call call) {
        Receipt receipt = secrets.deleted().purge(call.permit(), call.vault());
        return Answer.of(204).with(Receipt.HEADER, receipt.header());
    }

    private Answer versions(Call call) {
        var result = secrets.lists().versions(call.permit(), token(call), limit(call));
        Function<Version, ObjectNode> item =
                version -> recovery(call, SecretJson.item(url(call), version, true));
        return page(call, result.value(), item, result.receipt());
    }

    private Answer list(Call call) {
        var result = secrets.lists().live(call.permit(), token(call), limit(call));
        return page(call, result.value(), listed -> item(call, listed), result.receipt());
    }

    private Answer listDeleted(Call call) {
        var result = secrets.lists().deleted(call.permit(), token(call), limit(call));
        return page(call, result.value(), listed -> item(call, listed), result.receipt());
    }

    // ---- words ----

    private Answer bundle(Call call, Result<Version> result) {
        return receipted(
                recovery(call, SecretJson.bundle(url(call), result.value())), result.receipt());
    }

    /** A version without its value. */
    private Answer described(Call call, Result<Version> result) {
        return receipted(
                recovery(call, SecretJson.item(url(call), result.value(), true)), result.receipt());
    }

    private Answer deleted(Call call, Result<DeletedSecret> result) {
        DeletedSecret deleted = result.value();
        Version version = deleted.version();
        ObjectNode json = recovery(call, SecretJson.item(url(call), version, true));
        SecretJson.addDeletion(json, url(call), version.secret(), deleted.deletion());
        return receipted(json, result.receipt());
    }

    private ObjectNode item(Call call, Listed listed) {
        Version version = listed.version();
        ObjectNode json = recovery(call, SecretJson.item(url(call), version, false));
        listed.deletion()
                .ifPresent(it -> SecretJson.addDeletion(json, url(call), version.secret(), it));
        return json;
    }

    private <T> Answer page(
            Call call, Page<T> page, Function<T, ObjectNode> item, Receipt receipt) {
        ObjectNode json = Json.object();
        ArrayNode value = json.putArray("value");
        page.items().forEach(one -> value.add(item.apply(one)));
        page.next()
                .ifPresentOrElse(
                        next -> json.put("nextLink", nextLink(call, next)),
                        () -> json.putNull("nextLink"));
        return receipted(json, receipt);
    }

    private String nextLink(Call call, String next) {
        return url(call)
                + call.request().rawPath()
                + "?api-version="
                + Percent.encode(call.request().query("api-version").orElseThrow())
                + "&$skiptoken="
                + Percent.encode(next)
                + "&maxresults="
                + limit(call);
    }

    private static Answer receipted(ObjectNode json, Receipt receipt) {
        return Json.answer(200, json).with(Receipt.HEADER, receipt.header());
    }

    private static ObjectNode recovery(Call call, ObjectNode json) {
        return SecretJson.withRecovery(
                json, call.vault().purgeProtection(), call.vault().retentionDays());
    }

    private String url(Call call) {
        return domains.vaultUrl(call.vault().name());
    }

    // ---- parameters ----

    private static ObjectNode body(Call call) {
        return Json.parseObject(call.request().body(MAX_BODY_BYTES), "BadParameter");
    }

    private static String version(Request request) {
        String version = request.path("version").toLowerCase(Locale.ROOT);
        if (!VERSION.matcher(version).matches()) {
            throw VaultErrors.bad("A secret's version has 32 hexadecimal digits.");
        }
        return version;
    }

    private static Optional<String> token(Call call) {
        Optional<String> token = call.request().query("$skiptoken");
        if (token.isPresent() && !Name.isValid(token.get())) {
            throw VaultErrors.bad("The $skiptoken is not one that this vault gave.");
        }
        return token.map(it -> it.toLowerCase(Locale.ROOT));
    }

    private static int limit(Call call) {
        String text = call.request().query("maxresults").orElse(Integer.toString(MAX_PAGE));
        if (!text.matches("[1-9][0-9]?") || Integer.parseInt(text) > MAX_PAGE) {
            throw VaultErrors.bad("maxresults is a number from 1 to 25.");
        }
        return Integer.parseInt(text);
    }
}
