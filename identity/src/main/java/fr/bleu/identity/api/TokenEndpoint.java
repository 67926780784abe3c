package fr.bleu.identity.api;

import fr.bleu.http.Access;
import fr.bleu.http.Answer;
import fr.bleu.http.Domains;
import fr.bleu.http.Failure;
import fr.bleu.http.Json;
import fr.bleu.http.Request;
import fr.bleu.http.Route;
import fr.bleu.http.Site;
import fr.bleu.identity.Audience;
import fr.bleu.identity.Audiences;
import fr.bleu.identity.SignIn;
import fr.bleu.identity.SignIn.Credential;
import fr.bleu.identity.SignInRefusal;
import fr.bleu.identity.Tokens;
import fr.bleu.trust.Caller;
import fr.bleu.trust.Receipt;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** The token endpoint (RFC 6749, 3.2) in the forms of Entra's version 2.0, 1.0 and of AD FS. */
public final class TokenEndpoint {
    private static final Access OPEN = new Access.Open("signing in is how one becomes a caller");
    private static final long BODY_LIMIT_BYTES = 64 * 1024;
    private static final String V2 = "/oauth2/v2.0/token";
    private static final String V1 = "/oauth2/token";
    private static final String ASSERTION_TYPE =
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static final String DEFAULT = "/.default";

    /** What clients add to every scope; nothing here depends on it. */
    private static final Set<String> IGNORED_SCOPES =
            Set.of("openid", "profile", "offline_access", "email");

    private final SignIn signIn;
    private final Audiences audiences;
    private final List<String> bases;
    private final InstantSource clock;

    public TokenEndpoint(SignIn signIn, Audiences audiences, Domains domains, InstantSource clock) {
        this.signIn = signIn;
        this.audiences = audiences;
        this.clock = clock;
        String local = domains.localUrl();
        bases =
                List.of(
                        domains.url(Site.LOGIN),
                        local,
                        local.replace("localhost", "127.0.0.1"),
                        local.replace("localhost", "[::1]"));
    }

    public List<Route> routes() {
        return List.of(
                post("/{tenant}" + V2, false),
                post("/{tenant}" + V1, true),
                post("/adfs/t/{tenant}" + V2, false),
                post("/adfs/t/{tenant}" + V1, true));
    }

    private Route post(String path, boolean v1) {
        return Route.of(
                        Site.LOGIN,
                        "POST",
                        path,
                        OPEN,
                        (request, caller) -> token(request, caller, v1))
                .withBodyLimit(BODY_LIMIT_BYTES);
    }

    private Answer token(Request request, Caller caller, boolean v1) {
        Form form = Form.read(request, (int) BODY_LIMIT_BYTES);
        UUID tenant = tenant(request);
        String grant = form.require("grant_type");
        if (!grant.equals("client_credentials")) {
            throw OAuth.failure(
                    400,
                    "unsupported_grant_type",
                    70003,
                    "The grant type is not supported. Use client_credentials.");
        }
        Audience audience = v1 ? resource(form) : scope(form);
        ClientCredentials client = ClientCredentials.read(request, form);
        SignIn.Issued issued =
                signIn.signIn(
                        tenant,
                        client.id(),
                        credential(client, request, tenant),
                        audience,
                        caller.origin());
        ObjectNode node = v1 ? v1Answer(issued, audience) : v2Answer(issued);
        return uncached(Json.answer(200, node)).with(Receipt.HEADER, issued.receipt().header());
    }

    static Answer uncached(Answer answer) {
        return answer.with("Cache-Control", "no-store").with("Pragma", "no-cache");
    }

    private static UUID tenant(Request request) {
        String name = request.path("tenant").toLowerCase(Locale.ROOT);
        SignInRefusal refusal =
                TenantPath.isShared(name) ? SignInRefusal.NO_TENANT : SignInRefusal.UNKNOWN_TENANT;
        return TenantPath.id(name)
                .orElseThrow(
                        () ->
                                OAuth.failure(
                                        refusal.status(),
                                        refusal.error(),
                                        refusal.number(),
                                        refusal.message()));
    }

    /** One resource's {@code /.default}; a double slash before it is what az sends. */
    private Audience scope(Form form) {
        List<String> scopes =
                Arrays.stream(form.require("scope").split(" +"))
                        .filter(scope -> !scope.isEmpty() && !IGNORED_SCOPES.contains(scope))
                        .toList();
        if (scopes.size() != 1 || !scopes.getFirst().endsWith(DEFAULT)) {
            throw invalidScope();
        }
        String scope = scopes.getFirst();
        return audiences
                .named(scope.substring(0, scope.length() - DEFAULT.length()))
                .orElseThrow(TokenEndpoint::invalidScope);
    }

    private Audience resource(Form form) {
        return audiences
                .named(form.require("resource"))
                .orElseThrow(
                        () ->
                                OAuth.failure(
                                        400,
                                        "invalid_resource",
                                        500011,
                                        "The resource is none of this platform's."));
    }

    private static Failure invalidScope() {
        return OAuth.failure(
                400,
                "invalid_scope",
                70011,
                "The scope must be '/.default' of exactly one of this platform's resources.");
    }

    private Credential credential(ClientCredentials client, Request request, UUID tenant) {
        if (client.assertion().isPresent()) {
            if (!client.assertionType().equals(Optional.of(ASSERTION_TYPE))) {
                throw OAuth.invalidRequest(
                        50098, "The client_assertion_type must be '" + ASSERTION_TYPE + "'.");
            }
            return new Credential.Assertion(
                    client.assertion().get(), endpoints(request.path("tenant"), tenant));
        }
        return new Credential.Secret(client.secret().orElseThrow());
    }

    /** All addresses of this tenant's token endpoint. */
    private Set<String> endpoints(String asSent, UUID tenant) {
        Set<String> endpoints = new HashSet<>();
        for (String name : List.of(asSent, tenant.toString())) {
            for (String base : bases) {
                for (String form : List.of(V2, V1)) {
                    endpoints.add(base + "/" + name + form);
                    endpoints.add(base + "/adfs/t/" + name + form);
                }
            }
        }
        return endpoints;
    }

    private static ObjectNode v2Answer(SignIn.Issued issued) {
        long life = Tokens.LIFE.toSeconds() - 1;
        return Json.object()
                .put("token_type", "Bearer")
                .put("expires_in", life)
                .put("ext_expires_in", life)
                .put("access_token", issued.token());
    }

    /** Version 1.0 tells numbers as text. */
    private ObjectNode v1Answer(SignIn.Issued issued, Audience audience) {
        long now = clock.instant().getEpochSecond();
        long life = Tokens.LIFE.toSeconds() - 1;
        return Json.object()
                .put("token_type", "Bearer")
                .put("expires_in", Long.toString(life))
                .put("ext_expires_in", Long.toString(life))
                .put("expires_on", Long.toString(now + life))
                .put("not_before", Long.toString(now))
                .put("resource", audiences.canonical(audience))
                .put("access_token", issued.token());
    }
}
