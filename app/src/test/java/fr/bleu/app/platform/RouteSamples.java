package fr.bleu.app.platform;

import fr.bleu.http.FakeRequest;
import fr.bleu.http.Route;
import fr.bleu.http.Site;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A request for each route that names things which exist; a route without a sample is an error. */
final class RouteSamples {

    static final String GROUP = "one";
    static final String ACCOUNT = "walkedaccount";
    static final String VAULT = "walked-vault";
    static final String CONTAINER = "box";
    static final String ENCRYPTION_SCOPE = "walked-scope";
    static final String BLOB = "folder/file";
    static final String ROOT_BLOB = "rootfile";
    static final String ORIGIN = "https://app.example";
    static final String SECRET = "hidden";

    private static final Pattern PARAMETER = Pattern.compile("\\{([a-z]+)(?:\\.\\.\\.)?}");
    private static final String HERE = "{\"location\":\"francecentral\"}";
    private static final String DAYS =
            "{\"properties\":{\"immutabilityPeriodSinceCreationInDays\":1}}";
    private static final String LIFECYCLE =
            """
            {"properties":{"policy":{"rules":[{"name":"walked","type":"Lifecycle","definition":{
            "filters":{"blobTypes":["blockBlob"],"prefixMatch":["none/"]},
            "actions":{"baseBlob":{"delete":{"daysAfterModificationGreaterThan":365}}}}}]}}}\
            """;
    private static final String TAGS = "{\"tags\":{\"a\":\"b\"}}";

    private final Cloud cloud;
    private final Cloud.App app;

    /**
     * @param app an application of the home tenant that Graph's routes are about
     */
    RouteSamples(Cloud cloud, Cloud.App app) {
        this.cloud = cloud;
        this.app = app;
    }

    FakeRequest of(Route route) {
        Map<String, String> query = new TreeMap<>(route.query());
        query.putAll(query(route));
        StringBuilder target = new StringBuilder(path(route));
        char mark = '?';
        for (Map.Entry<String, String> parameter : query.entrySet()) {
            target.append(mark).append(parameter.getKey()).append('=').append(parameter.getValue());
            mark = '&';
        }
        FakeRequest request = cloud.request(route.site(), route.method(), target.toString());
        if (List.of("PUT", "POST", "PATCH").contains(route.method())) {
            request.body(body(route));
        }
        return switch (route.site()) {
            case BLOB -> blob(route, request.label(ACCOUNT));
            case VAULT -> request.label(VAULT);
            case WEB -> request.label(ACCOUNT);
            case LOGIN, MANAGEMENT, GRAPH -> request;
        };
    }

    /** The headers that an operation needs. */
    private static FakeRequest blob(Route route, FakeRequest request) {
        if (route.method().equals("OPTIONS")) {
            return request.with("origin", ORIGIN).with("access-control-request-method", "GET");
        }
        return switch (route.query().getOrDefault("comp", "")) {
            case "lease" ->
                    request.with("x-ms-lease-action", "break").with("x-ms-lease-break-period", "0");
            case "page" ->
                    request.with("x-ms-page-write", "clear").with("x-ms-range", "bytes=0-511");
            case "tier" -> request.with("x-ms-access-tier", "Cool");
            case "immutabilityPolicies" ->
                    route.method().equals("DELETE")
                            ? request
                            : request.with(
                                    "x-ms-immutability-policy-until-date",
                                    "Thu, 25 Nov 2100 12:00:00 GMT");
            case "legalhold" -> request.with("x-ms-legal-hold", "true");
            default -> request.with("x-ms-blob-type", "BlockBlob");
        };
    }

    private String path(Route route) {
        Matcher matcher = PARAMETER.matcher(route.path());
        return matcher.replaceAll(found -> parameter(route, found.group(1)));
    }

    private String parameter(Route route, String name) {
        return switch (name) {
            case "tenant" -> cloud.owner.tenant();
            case "subscription" -> cloud.subscription;
            case "group" -> GROUP;
            case "location" -> "francecentral";
            case "encryptionScope" -> ENCRYPTION_SCOPE;
            case "container" -> CONTAINER;
            case "blob" -> route.path().contains("{container}") ? BLOB : ROOT_BLOB;
            case "role" -> Cloud.READER;
            case "assignment", "operation" -> UUID.randomUUID().toString();
            case "change", "version" -> "0".repeat(32);
            case "rest" -> "Bleu.None/a/b";
            case "path" -> "index.html";
            case "id" -> route.path().contains("/applications") ? app.objectId() : app.principal();
            case "secret" -> SECRET;
            case "name" -> name(route);
            default -> throw none(route);
        };
    }

    private static String name(Route route) {
        if (route.site() == Site.VAULT) {
            return SECRET;
        }
        if (route.path().contains("/storageAccounts/")) {
            return ACCOUNT;
        }
        if (route.path().contains("/vaults/")) {
            return VAULT;
        }
        throw none(route);
    }

    private static Map<String, String> query(Route route) {
        if (route.path().contains("/eventtypes/")) {
            return Map.of(
                    "api-version",
                    "2015-04-01",
                    "$filter",
                    "eventTimestamp%20ge%20'2026-11-01T00:00:00Z'");
        }
        return switch (route.site()) {
            case MANAGEMENT -> Map.of("api-version", "2022-09-01");
            case VAULT -> Map.of("api-version", "7.4");
            case BLOB ->
                    switch (route.query().getOrDefault("comp", "")) {
                        case "block" -> Map.of("blockid", "AAAA");
                        case "blobs" -> Map.of("where", "a%3D%271%27");
                        case "copy" -> Map.of("copyid", UUID.randomUUID().toString());
                        default -> Map.of();
                    };
            case LOGIN, GRAPH, WEB -> Map.of();
        };
    }

    private String body(Route route) {
        return switch (route.site()) {
            case LOGIN -> "grant_type=client_credentials";
            case MANAGEMENT -> management(route);
            case GRAPH -> graph(route);
            case BLOB -> blob(route);
            case VAULT -> route.method().equals("PATCH") ? "{}" : "{\"value\":\"v\"}";
            case WEB -> throw none(route);
        };
    }

    private static String blob(Route route) {
        if ("service".equals(route.query().get("restype"))) {
            return route.method().equals("PUT") ? "<StorageServiceProperties />" : "";
        }
        return switch (route.query().getOrDefault("comp", "")) {
            case "appendblock" -> "x";
            case "blocklist" -> "<BlockList></BlockList>";
            case "tags" -> "<Tags><TagSet></TagSet></Tags>";
            default -> "";
        };
    }

    private String management(Route route) {
        String path = route.path();
        if (path.endsWith("{rest...}")) {
            return HERE;
        }
        if (path.contains("/roleAssignments")) {
            return """
            {"properties":{"roleDefinitionId":"/providers/Microsoft.Authorization/roleDefinitions/%s",
            "principalId":"%s","principalType":"ServicePrincipal"}}\
            """
                    .formatted(Cloud.READER, app.principal());
        }
        if (path.contains("/blobServices/")) {
            return belowAccount(path);
        }
        if (path.contains("/encryptionScopes")) {
            return "{}";
        }
        if (route.method().equals("PATCH")) {
            return TAGS;
        }
        if (route.method().equals("PUT")) {
            return put(route);
        }
        String verb = path.substring(path.lastIndexOf('/') + 1);
        return switch (verb) {
            case "register", "unregister", "listKeys" -> "";
            case "regenerateKey" -> "{\"keyName\":\"key1\"}";
            case "checkNameAvailability" ->
                    "{\"name\":\"free0name\",\"type\":\""
                            + (path.contains("Microsoft.Storage")
                                    ? "Microsoft.Storage/storageAccounts"
                                    : "Microsoft.KeyVault/vaults")
                            + "\"}";
            default -> throw none(route);
        };
    }

    /** A policy is never locked: whoever locks must name its ETag. */
    private static String belowAccount(String path) {
        return switch (path.substring(path.lastIndexOf('/') + 1)) {
            case "setLegalHold", "clearLegalHold" -> "{\"tags\":[\"walked\"]}";
            case "lease" -> "{\"action\":\"Break\",\"breakPeriod\":0}";
            case "extend" -> DAYS;
            default ->
                    path.contains("/immutabilityPolicies/") && !path.endsWith("/lock")
                            ? DAYS
                            : "{}";
        };
    }

    private String put(Route route) {
        if (route.path().endsWith("/resourceGroups/{group}")) {
            return HERE;
        }
        if (route.path().endsWith("/storageAccounts/{name}")) {
            return account();
        }
        if (route.path().endsWith("/vaults/{name}")) {
            return vault(cloud);
        }
        if (route.path().endsWith("/managementPolicies/default")) {
            return LIFECYCLE;
        }
        throw none(route);
    }

    static String account() {
        return """
        {"location":"francecentral","kind":"StorageV2","sku":{"name":"Standard_LRS"}}\
        """;
    }

    static String vault(Cloud cloud) {
        return """
        {"location":"francecentral","properties":{"tenantId":"%s",
        "sku":{"family":"A","name":"standard"},"enableRbacAuthorization":true}}\
        """
                .formatted(cloud.owner.tenant());
    }

    private String graph(Route route) {
        String path = route.path().substring(route.path().indexOf("v1.0") + 4);
        return switch (path) {
            case "/applications" -> "{\"displayName\":\"walked\"}";
            case "/applications/{id}" -> "{\"displayName\":\"renamed\"}";
            case "/applications/{id}/addPassword" -> "{}";
            case "/applications/{id}/removePassword" -> "{\"keyId\":\"" + UUID.randomUUID() + "\"}";
            case "/servicePrincipals" -> "{\"appId\":\"" + app.appId() + "\"}";
            case "/directoryObjects/getByIds" -> "{\"ids\":[\"" + app.principal() + "\"]}";
            default -> throw none(route);
        };
    }

    private static AssertionError none(Route route) {
        return new AssertionError("no sample request for the route " + route.name());
    }
}
